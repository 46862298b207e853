// What the server signs, as the phone checks it: about this election, this slip and this ballot.

import { decodeReceipt } from "../../campaign/board/signing.js";
import { checkRefusal, decodeRefusal } from "../../campaign/board/refusals.js";
import { checkSigned } from "../../campaign/signed.js";
import { encodeText } from "../../protocol/encoding.js";
import { keepReceipt } from "./kept.js";

/** Whether a signed text is about this election, this slip and, where this phone sealed one, exactly this ballot. */
function isAbout(signed, ballot) {
  return ["uuid", "fingerprint", "credential", "tracker"].every(
    (name) => ballot[name] === null || ballot[name] === signed[name],
  );
}

/** Check that a text is the server's receipt of the ballot; throws where it is none. */
export function checkReceipt(ballot, text) {
  const receipt = decodeReceipt(encodeText(text));
  checkSigned(receipt, ballot.serverKey, "receipt-signature");
  if (!isAbout(receipt, ballot)) throw new Error("receipt of another ballot");
  return receipt;
}

/** Check that a text is the server's refusal of the ballot (or, where none was sealed, its answer to a void), and
 * shows why; throws where it is none. */
export function readRefusal(text, ballot) {
  const refusal = decodeRefusal(encodeText(text));
  if (!isAbout(refusal, ballot)) throw new Error("refusal of another ballot");
  checkRefusal(refusal, ballot.serverKey);
  return refusal;
}

/** Take a receipt for a ballot, or say that it is none. It is kept for a reload, with what only this phone knows of
 * the ballot; `kept`: what was kept before, which may be of another one. */
export function takeReceipt(ballot, text, kept = null) {
  let receipt;
  try {
    receipt = checkReceipt(ballot, text);
  } catch {
    return false;
  }
  if (kept !== null && isOf(kept, receipt)) ballot.recall(kept);
  ballot.accept(receipt);
  const { uuid, commitment, language } = ballot;
  keepReceipt(uuid, { receipt: text, commitment, language });
  return true;
}

/** Whether what was kept is of this receipt's ballot; the receipt itself may name another batch by now. */
function isOf(kept, { tracker }) {
  try {
    return decodeReceipt(encodeText(kept.receipt)).tracker === tracker;
  } catch {
    return false;
  }
}
