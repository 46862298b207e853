// What names a fixed set-up: the hash of all its elections' fingerprints, in order.
//
// PAPER, "Pin"; docs/formats.md, "Campaign hash".

import { encodeText, hashHex } from "../../protocol/encoding.js";

/** The campaign hash (hex).
 * @type {(fingerprints: readonly string[]) => string} */
export function computeCampaignHash(fingerprints) {
  return hashHex(encodeText(["voteapp-campaign", ...fingerprints].join("|")));
}
