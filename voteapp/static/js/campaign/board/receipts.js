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
/** @import { Documents } from "../audit/documents.js" */
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
 * Look for a receipt's ballot in an audited record: {state, height, proven}. "sealed" at `height`; "late":
 * there too, but after the batch that was promised; "waiting" for its batch; "missing" though that batch
 * (or the whole vote) is sealed; "other": given under another election object of the same uuid. Late and
 * missing ones are broken promises, and "other" means two elections. `proven`: whoever has receipt and file
 * can check that, and needs to believe nobody: the manifest's key signed the receipt and, of a broken
 * promise, a head of this very record. `documents` are those beside the record, if any; heads that the
 * manifest's key did not sign, or that are not of this record, do not count. Throws `receipt-election`, and
 * `receipt-credential` where the ballot is another slip's.
 * @type {(receipt: Receipt, audit: Audit, documents: Pick<Documents, "manifest" | "evidence"> | null) =>
 *   { state: "sealed" | "late" | "waiting" | "missing" | "other", height: number | null, proven: boolean }}
 */
export function findReceipt(receipt, audit, documents) {
  const manifest = documents?.manifest ?? null;
  const signed = manifest !== null && isSigned(receipt, manifest.server_key);
  if (audit.setup.context?.fingerprint !== receipt.fingerprint) {
    if (signed && manifest.uuid === receipt.uuid) return { state: "other", height: null, proven: true };
    throw new ProtocolError("receipt-election", "the receipt is of another election");
  }
  const standing = listStanding(receipt, audit.structure, documents);
  const proving = standing.filter((head) => head.final || head.batch >= receipt.batch);
  const event = findEvent(audit, receipt.tracker);
  if (event !== undefined) {
    checkCredential(receipt, audit.structure.fetch(event.payload));
    const late = proving.some((head) => head.height < event.height);
    return { state: late ? "late" : "sealed", height: event.height, proven: late && signed };
  }
  if (proving.length > 0) return { state: "missing", height: null, proven: signed };
  const closed = audit.structure.ofKind("EndBallots").length > 0;
  return { state: closed ? "missing" : "waiting", height: null, proven: false };
}

/** @type {(receipt: Receipt, key: string) => boolean} */
function isSigned(receipt, key) {
  try {
    checkReceipt(receipt, key);
    return true;
  } catch {
    return false;
  }
}

/** Heads of this record, signed by its key.
 * @type {(about: { uuid: string, fingerprint: string }, structure: Audit["structure"],
 *   documents: Pick<Documents, "manifest" | "evidence"> | null) => Head[]} */
export function listStanding({ uuid, fingerprint }, structure, documents) {
  const key = documents?.manifest?.server_key;
  if (key === undefined) return [];
  const events = new Map(structure.events.map(({ height, digest }) => [height, digest]));
  return (documents?.evidence?.heads ?? []).filter((head) => {
    if (head.uuid !== uuid || head.fingerprint !== fingerprint || events.get(head.height) !== head.event) return false;
    try {
      checkSigned(head, key, "head-signature");
      return true;
    } catch {
      return false;
    }
  });
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
