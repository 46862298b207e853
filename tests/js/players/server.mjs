// The server, as far as it signs: no browser does that.

export { computeServerKey, sign } from "../../../voteapp/static/js/campaign/signed.js";
