// Checking a receipt: is the promise kept, still open, or broken?
//
// DESIGN, "Casting, sealing, receipts": a receipt for batch b, with any head of batch b or later
// whose record lacks the tracker, proves a broken promise.

import { ProtocolError } from "../../protocol/errors.js";
import { hexToBase64 } from "../../protocol/encoding.js";
import { checkSigned } from "../signed.js";
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Head, Receipt } from "./signing.js" */

/** The height of the ballot with this tracker on an audited board, or null.
 * @type {(audit: Pick<Audit, "structure">, tracker: string) => number | null} */
export function findTracker({ structure }, tracker) {
  const found = structure.ofKind("Ballot").find(({ payload }) => payload !== null && hexToBase64(payload) === tracker);
  return found === undefined ? null : found.height;
}

/**
 * Look for a receipt's ballot in an audited record: {state, height}. "sealed" at `height`;
 * "waiting" for its batch; "missing" though its batch (or the whole vote) is sealed: the promise
 * is broken. `heads` are those of the evidence, if any. Throws `receipt-election`.
 * @type {(receipt: Receipt, audit: Audit, heads: Head[]) => { state: "sealed" | "waiting"
 *   | "missing", height: number | null }}
 */
export function findReceipt(receipt, audit, heads) {
  if (audit.setup.context?.fingerprint !== receipt.fingerprint) {
    throw new ProtocolError("receipt-election", "the receipt is of another election");
  }
  const height = findTracker(audit, receipt.tracker);
  if (height !== null) return { state: "sealed", height };
  const closed = audit.structure.ofKind("EndBallots").length > 0;
  const sealed = heads.some((head) => head.batch >= receipt.batch);
  return { state: closed || sealed ? "missing" : "waiting", height: null };
}

/** Check the server's signature; throws `receipt-signature`.
 * @type {(receipt: Receipt, serverKey: string) => void} */
export function checkReceipt(receipt, serverKey) {
  checkSigned(receipt, serverKey, "receipt-signature");
}
