// The auditor of an election: record, manifest and evidence together (scope "election").
//
// One defect gives one finding: a check whose input already has a finding is skipped.
// docs/findings.md says what each code means.

import { createReport, Findings, verifyRecord } from "../../protocol/audit/record.js";
import { verifyBoard } from "./board.js";
import { verifyDecryption } from "./decryption.js";
import { readDocuments } from "./documents.js";
import { verifyParticipation } from "./participation.js";
import { verifyAuditorPage, verifyPinned } from "./pinned.js";
import { verifyOpenings } from "./statements.js";
import { AUDITOR_NAME, getPapers, readBundle } from "../bundle/archive.js";
import { splitDescription } from "../texts.js";
/** @import { Audit, StageProgress } from "../../protocol/audit/record.js" */
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Papers } from "../bundle/archive.js" */
/** @import { Documents } from "./documents.js" */

const STRUCTURE = ["archive-", "event-", "setup-", "election-"];

/** @typedef {{ progress?: StageProgress }} FileOptions */
/** @typedef {{ audit: Audit, documents: Documents | null, report: ReturnType<typeof createReport> }} Verified */

/** Whether the bytes begin as a ZIP file with members does.
 * @type {(bytes: Bytes) => boolean} */
function isZip(bytes) {
  return [0x50, 0x4b, 3, 4].every((byte, i) => bytes[i] === byte);
}

/**
 * Audit a bundle (the bytes of UUID.zip), scope "election". Throws NotAnArchiveError and
 * UnsupportedError; every other defect is a finding. `progress` as for verifyRecord.
 * @type {(bytes: Bytes, options?: FileOptions) => Promise<Verified>}
 */
async function verifyBundle(bytes, { progress = () => {} } = {}) {
  const findings = new Findings();
  const bundle = readBundle(bytes, findings);
  const audit = await verifyRecord(bundle.record, { progress, findings });
  const { context } = audit.setup;
  if (context !== null && context.election.uuid !== bundle.uuid) {
    findings.add("bundle-name", null, "the record's name is not its election's uuid");
  }
  await progress("evidence", 0, 1);
  const documents = await verifyElection(audit, getPapers(bundle.others));
  verifyAuditorPage(audit, documents, bundle.others.get(AUDITOR_NAME) ?? null);
  await progress("evidence", 1, 1);
  return { audit, documents, report: createReport(audit, "election") };
}

/** Audit a record (the bytes of UUID.bel) alone; warns where evidence belongs to it.
 * @type {(bytes: Bytes, options?: FileOptions) => Promise<Verified>} */
async function verifyRecordAlone(bytes, { progress = () => {} } = {}) {
  const audit = await verifyRecord(bytes, { progress });
  const { context } = audit.setup;
  if (context !== null && splitDescription(context.election.description).digest !== null) {
    audit.findings.warn(
      "evidence-missing",
      "this election has a manifest and evidence; only its bundle (ZIP) shows everything",
    );
  }
  if (audit.setup.certificate !== null) {
    audit.findings.warn("certificate-unchecked", "a certificate of the credentials was not checked");
  }
  return { audit, documents: null, report: createReport(audit) };
}

/** Audit whichever of the two the bytes are.
 * @type {(bytes: Bytes, options?: FileOptions) => Promise<Verified>} */
export async function verifyFile(bytes, options = {}) {
  return isZip(bytes) ? verifyBundle(bytes, options) : verifyRecordAlone(bytes, options);
}

/**
 * Add to a record's audit all findings about what stands beside it. Gives that as it was read.
 * @type {(audit: Audit, papers: Papers) => Promise<Documents>}
 */
export async function verifyElection(audit, papers) {
  const documents = readDocuments(audit, papers);
  verifyPinned(audit, documents);
  if (audit.findings.has(...STRUCTURE) || !audit.structure.complete) return documents;
  await verifyBoard(audit, documents);
  const plan = verifyParticipation(audit, documents);
  const people = verifyOpenings(audit, documents);
  verifyDecryption(audit, documents, plan, people);
  return documents;
}
