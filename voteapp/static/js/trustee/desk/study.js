// Verifying a whole record in the worker, and what the page is told of it, as plain values.

import { verifyRecord } from "../../protocol/audit/record.js";
import { NotAnArchiveError, ProtocolError } from "../../protocol/errors.js";
import { decodeManifest } from "../../campaign/setup/manifest.js";
import { recallBallots } from "./memory.js";

/** Verify a record; ballots that were verified here before under `fingerprint` only once. */
export async function study(record, fingerprint, report) {
  const memory = await recallBallots(fingerprint);
  const { known } = memory;
  const audit = await verifyRecord(record, { progress: report, known, onVerified: (hash) => memory.remember(hash) });
  await memory.flush();
  return { audit, known };
}

/** A record that cannot be read at all, as a finding. */
export function describeUnreadable(error) {
  if (!(error instanceof ProtocolError)) throw error;
  const code = error instanceof NotAnArchiveError ? "archive-format" : error.code;
  return { uuid: false, findings: [{ code, height: null, message: error.message }] };
}

/** What was found in a record: whether it is that of `uuid`, findings, name, questions, numbers of ballots. */
export function describeAudit(audit, uuid) {
  const { findings, setup, box } = audit;
  const { context } = setup;
  return {
    uuid: context !== null && context.election.uuid === uuid,
    findings: findings.items.map(({ code, height, message }) => ({ code, height, message })),
    name: context === null ? null : context.election.name,
    questions: context === null ? [] : context.election.questions.map((q) => q.question),
    fingerprint: context === null ? null : context.fingerprint,
    ballots: box.accepted,
    counted: box.last.length,
  };
}

/** The manifest of a record that was checked; null where it cannot be read. */
export function readManifest(bytes) {
  try {
    return decodeManifest(bytes);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return null;
  }
}
