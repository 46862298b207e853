// Refusals: the server's signed word that it does not take a ballot, with what shows why.
//
// PAPER, "Receipts, refusals, voids"; docs/formats.md, "Refusal".

import { isHex } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { GROUP_NAME, getGroup } from "../../protocol/group.js";
import { types } from "../../protocol/types.js";
import { checkCount, decodeStrict, more } from "../canonical.js";
import { checkSigned } from "../signed.js";
import { Head, Receipt } from "./signing.js";
import { checkVoid, SlipVoid } from "./voids.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Value } from "../../protocol/types.js" */

/** What a refusal calls itself. */
export const REFUSAL = "voteapp-refusal";

/**
 * The ballot `tracker` of `credential` is not taken. One of the three stands there: for "used" the
 * receipt of the ballot that is there, for "voided" the void, for "closed" the final head. Without a tracker
 * it answers a void, which it took ("voided") or not ("used").
 */
const Refusal = types.struct({
  type: more.exactly(REFUSAL),
  uuid: types.string,
  fingerprint: types.string,
  credential: types.string,
  tracker: more.nullable(types.string),
  reason: more.oneOf("used", "voided", "closed"),
  receipt: more.nullable(Receipt),
  void: more.nullable(SlipVoid),
  head: more.nullable(Head),
  signature: types.string,
});
/** @typedef {Value<typeof Refusal>} Refusal */

/** Read a refusal (nothing signed is checked); throws `refusal-encoding`.
 * @type {(data: Bytes) => Refusal} */
export function decodeRefusal(data) {
  const code = "refusal-encoding";
  const refusal = decodeStrict(data, Refusal, code, "the refusal");
  if (!isHex(refusal.credential, 32)) throw new ProtocolError(code, "the credential has 64 hex digits");
  if (refusal.tracker === null && refusal.reason === "closed") {
    throw new ProtocolError(code, "a void is not answered with the end of voting");
  }
  const { receipt, head } = refusal;
  if (receipt !== null) checkCount(receipt.batch, code, "the batch", 1);
  if (head !== null) {
    checkCount(head.batch, code, "the batch");
    checkCount(head.height, code, "the height");
  }
  return refusal;
}

/** Check the signature and what shows the reason; throws `refusal-signature`, `refusal-reason`.
 * @type {(refusal: Refusal, serverKey: string) => void} */
export function checkRefusal(refusal, serverKey) {
  checkSigned(refusal, serverKey, "refusal-signature");
  const shown = [refusal.receipt, refusal.void, refusal.head];
  const place = ["used", "voided", "closed"].indexOf(refusal.reason);
  if (shown.some((one, i) => (one !== null) !== (i === place))) {
    throw new ProtocolError("refusal-reason", "the refusal does not carry what its reason needs");
  }
  try {
    checkShown(refusal, serverKey);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new ProtocolError("refusal-reason", error.message);
  }
}

/** @type {(refusal: Refusal, serverKey: string) => void} */
function checkShown({ uuid, fingerprint, credential, tracker, receipt, void: given, head }, serverKey) {
  const code = "refusal-reason";
  /** @type {(one: { uuid: string, fingerprint: string }) => boolean} */
  const isOwn = (one) => one.uuid === uuid && one.fingerprint === fingerprint;
  if (receipt !== null) {
    checkSigned(receipt, serverKey, code);
    if (!isOwn(receipt) || receipt.tracker === tracker) {
      throw new ProtocolError(code, "the receipt is of another election or of this ballot");
    }
    if (receipt.credential !== credential) throw new ProtocolError(code, "the receipt is of another slip");
  }
  if (given !== null) checkVoid(getGroup(GROUP_NAME), given, fingerprint, credential);
  if (head !== null) {
    checkSigned(head, serverKey, code);
    if (!isOwn(head) || !head.final) throw new ProtocolError(code, "the head is not this election's final one");
  }
}
