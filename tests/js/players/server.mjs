// The server, as far as it signs: no browser does that.

import { computeSignedBytes } from "../../../voteapp/static/js/campaign/signed.js";
import { toHex } from "../../../voteapp/static/js/protocol/encoding.js";
import { ed25519 } from "../../../voteapp/static/js/vendor/noble.js";

/** The public key (64 hex) of a private Ed25519 key of 32 bytes. */
export function computeServerKey(privateKey) {
  return toHex(ed25519.getPublicKey(privateKey));
}

/** The same object with its signature; `privateKey` is 32 bytes. */
export function sign(value, privateKey) {
  return { ...value, signature: toHex(ed25519.sign(computeSignedBytes(value), privateKey)) };
}
