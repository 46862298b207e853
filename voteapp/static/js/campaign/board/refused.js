// Judging a refusal: is it true by the record, not to be told yet, or false?
//
// PAPER, "Receipts, refusals, voids". The same as voteapp/campaign/board/refused.py.

import { decodeBallot } from "../../protocol/ballots.js";
import { ProtocolError } from "../../protocol/errors.js";
import { hexToBase64 } from "../../protocol/encoding.js";
import { findReceipt, listStanding } from "./receipts.js";
import { checkRefusal } from "./refusals.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Documents } from "../audit/documents.js" */
/** @import { Refusal } from "./refusals.js" */
/** @import { Head } from "./signing.js" */
/** @import { SlipVoid } from "./voids.js" */

/** @typedef {{ state: "true" | "waiting" | "false" | "other", proven: boolean }} RefusalState */

/**
 * Judge a refusal by an audited record: {state, proven}. "true" by this record; "waiting": the record is older
 * than what the refusal speaks of; "false": the ballot that a "used" names is missing or late, the refused
 * ballot or one of a slip that was void stands in the record, a void is missing at the end, or voting ended
 * otherwise than a "closed" says; "other": given under another election object of the uuid. `proven`: whoever
 * has the refusal and the file can check that, and needs to believe nobody. Without a manifest nothing signed is
 * checked. Throws `refusal-signature`, `refusal-reason`, `receipt-election`, `receipt-credential`.
 * @type {(refusal: Refusal, audit: Audit, documents: Pick<Documents, "manifest" | "evidence"> | null) => RefusalState}
 */
export function findRefusal(refusal, audit, documents) {
  const manifest = documents?.manifest ?? null;
  if (manifest !== null) checkRefusal(refusal, manifest.server_key);
  if (audit.setup.context?.fingerprint !== refusal.fingerprint) {
    if (manifest !== null && manifest.uuid === refusal.uuid) return { state: "other", proven: true };
    throw new ProtocolError("receipt-election", "the refusal is of another election");
  }
  const standing = listStanding(refusal, audit.structure, documents);
  const place = findBallot(refusal, audit.structure);
  if (place !== null) return { state: "false", proven: standing.some((head) => head.height >= place) };
  if (refusal.receipt !== null) return judgeReceipt(refusal.receipt, audit, documents);
  if (refusal.head !== null) return judgeEnd(refusal.head, audit.structure, standing);
  return judgeVoid(refusal, audit.structure, documents?.evidence?.voided ?? []);
}

/** Whether the slip is void in the evidence too.
 * @type {(refusal: Refusal, structure: Audit["structure"], voids: SlipVoid[]) => RefusalState} */
function judgeVoid(refusal, structure, voids) {
  if (voids.some(({ credential }) => credential === refusal.credential)) return { state: "true", proven: false };
  // Evidence is signed by nobody: who strips a void of it proves nothing against the server.
  const closed = structure.ofKind("EndBallots").length > 0;
  return { state: closed ? "false" : "waiting", proven: false };
}

/** Whether the ballot that a "used" names is there.
 * @type {(receipt: NonNullable<Refusal["receipt"]>, audit: Audit,
 *   documents: Pick<Documents, "manifest" | "evidence"> | null) => RefusalState} */
function judgeReceipt(receipt, audit, documents) {
  const { state, proven } = findReceipt(receipt, audit, documents);
  if (state === "late" || state === "missing") return { state: "false", proven };
  return { state: state === "sealed" ? "true" : "waiting", proven: false };
}

/** The height of a ballot that cannot be there: the refused one, or any of a void slip.
 * @type {(refusal: Refusal, structure: Audit["structure"]) => number | null} */
function findBallot({ tracker, reason, credential }, structure) {
  for (const { payload, height } of structure.ofKind("Ballot")) {
    if (payload === null) continue;
    if (tracker !== null && hexToBase64(payload) === tracker) return height;
    if (reason === "voided" && isOf(credential, structure.fetch(payload))) return height;
  }
  return null;
}

/** @type {(credential: string, ballot: Bytes | null) => boolean} */
function isOf(credential, ballot) {
  try {
    return decodeBallot(ballot ?? new Uint8Array(0)).credential === credential;
  } catch {
    return false; // a ballot that is none: a finding of the auditor
  }
}

/** Whether the record has the end that a "closed" names.
 * @type {(end: Head, structure: Audit["structure"], standing: Head[]) => RefusalState} */
function judgeEnd(end, structure, standing) {
  const event = structure.events.find(({ height }) => height === end.height);
  if (event?.digest === end.event) {
    // A last head over something else is false by itself.
    return event.kind === "EndBallots" ? { state: "true", proven: false } : { state: "false", proven: true };
  }
  // Two ends, or a batch where the end was said to be: both are signed.
  const forked = standing.some((head) => head.final || head.height >= end.height);
  return { state: forked || event !== undefined ? "false" : "waiting", proven: forked };
}
