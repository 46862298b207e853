// Checking a receipt: is the promise kept, still open, or broken?
//
// PAPER, "Receipts, refusals, voids": a receipt names the last batch that may hold its ballot. Any
// head of that batch or later, or a final one, whose record lacks the tracker proves a broken promise.

import { decodeBallot } from "../../protocol/ballots.js";
import { ProtocolError } from "../../protocol/errors.js";
import { hexToBase64 } from "../../protocol/encoding.js";
import { checkSigned } from "../signed.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Head, Receipt } from "./signing.js" */

/** The event of the ballot with this tracker on an audited board.
 * @type {(audit: Pick<Audit, "structure">, tracker: string) => ReturnType<Audit["structure"]["ofKind"]>[number] | undefined} */
function findEvent({ structure }, tracker) {
  return structure.ofKind("Ballot").find(({ payload }) => payload !== null && hexToBase64(payload) === tracker);
}

/** The height of the ballot with this tracker on an audited board, or null.
 * @type {(audit: Pick<Audit, "structure">, tracker: string) => number | null} */
export function findTracker(audit, tracker) {
  return findEvent(audit, tracker)?.height ?? null;
}

/**
 * Look for a receipt's ballot in an audited record: {state, height}. "sealed" at `height`; "late":
 * there too, but after the batch that was promised; "waiting" for its batch; "missing" though that
 * batch (or the whole vote) is sealed. Late and missing ones are broken promises. `heads` are
 * those of the evidence, if any. Throws `receipt-election`, and `receipt-credential` where the
 * ballot is another slip's.
 * @type {(receipt: Receipt, audit: Audit, heads: Head[]) => { state: "sealed" | "late" | "waiting"
 *   | "missing", height: number | null }}
 */
export function findReceipt(receipt, audit, heads) {
  if (audit.setup.context?.fingerprint !== receipt.fingerprint) {
    throw new ProtocolError("receipt-election", "the receipt is of another election");
  }
  const event = findEvent(audit, receipt.tracker);
  const proving = heads.filter((head) => head.final || head.batch >= receipt.batch);
  if (event !== undefined) {
    checkCredential(receipt, audit.structure.fetch(event.payload));
    const late = proving.some((head) => head.height < event.height);
    return { state: late ? "late" : "sealed", height: event.height };
  }
  const closed = audit.structure.ofKind("EndBallots").length > 0;
  return { state: closed || proving.length > 0 ? "missing" : "waiting", height: null };
}

/** @type {(receipt: Receipt, ballot: Bytes | null) => void} */
function checkCredential(receipt, ballot) {
  let found;
  try {
    found = decodeBallot(ballot ?? new Uint8Array(0)).credential;
  } catch {
    return; // a ballot that is none: a finding of the auditor, not of the receipt
  }
  if (found !== receipt.credential) {
    throw new ProtocolError("receipt-credential", "the receipt's tracker is another slip's ballot");
  }
}

/** Check the server's signature; throws `receipt-signature`.
 * @type {(receipt: Receipt, serverKey: string) => void} */
export function checkReceipt(receipt, serverKey) {
  checkSigned(receipt, serverKey, "receipt-signature");
}
