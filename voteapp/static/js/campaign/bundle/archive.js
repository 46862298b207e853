// The bundle: UUID.zip, byte for byte reproducible from its members.
//
// DESIGN, "The evidence and the bundle"; docs/formats.md, "Bundle". Its form as a ZIP file: zip.js.

import { NotAnArchiveError } from "../../protocol/errors.js";
import { bodyOf, computeCrc, readZip } from "./zip.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Findings } from "../../protocol/audit/report.js" */
/** @import { Member } from "./zip.js" */

const README_NAME = "README.txt";
export const AUDITOR_NAME = "auditor.html";
/** The manifest's name of the auditor page among the files that it fixes. */
export const AUDITOR_PATH = `/static/${AUDITOR_NAME}`;
const EVIDENCE_NAME = "evidence.json";
const MANIFEST_NAME = "manifest.json";
const QUESTIONNAIRE_NAME = "questionnaire.json";

const FIXED_NAMES = [README_NAME, AUDITOR_NAME, EVIDENCE_NAME, MANIFEST_NAME, QUESTIONNAIRE_NAME];
const MAX_OTHER_BYTES = 16 * 1024 * 1024;

/** What stands beside a record, each as it is published; null: it is missing.
 * @typedef {{ manifest: Bytes | null, questionnaire: Bytes | null, evidence: Bytes | null }} Papers */

/** Of a bundle's members by name.
 * @type {(others: Map<string, Bytes>) => Papers} */
export function getPapers(others) {
  const get = (/** @type {string} */ name) => others.get(name) ?? null;
  return { manifest: get(MANIFEST_NAME), questionnaire: get(QUESTIONNAIRE_NAME), evidence: get(EVIDENCE_NAME) };
}

/** A bundle that was read; `others`: the members beside the record, by name.
 * @typedef {{ uuid: string, record: Bytes, others: Map<string, Bytes> }} Bundle */

/**
 * Read a bundle and compare its form with ours: {uuid, record, others}, `others` a Map from name
 * to bytes. Throws NotAnArchiveError where it is no ZIP file or holds no record. Findings:
 * `bundle-format`, `bundle-checksum`, `bundle-member`, `bundle-missing`.
 * @type {(bytes: Bytes, findings: Findings) => Bundle}
 */
export function readBundle(bytes, findings) {
  const { members, tidy } = readZip(bytes);
  const record = members.find((member) => member.name.endsWith(".bel"));
  if (record === undefined) {
    throw new NotAnArchiveError("this ZIP file holds no record (UUID.bel)");
  }
  if (members.some(({ name, size }) => FIXED_NAMES.includes(name) && size > MAX_OTHER_BYTES)) {
    throw new NotAnArchiveError("a file beside the record is larger than any can be");
  }
  if (!tidy) findings.add("bundle-format", null, "the ZIP file is not in the form that we write");
  for (const member of members) {
    if (FIXED_NAMES.includes(member.name) || member === record) continue;
    findings.add("bundle-member", null, `the member "${shorten(member)}" does not belong there`);
  }
  const others = readOthers(bytes, members, findings);
  return { uuid: record.name.slice(0, -".bel".length), record: bodyOf(bytes, record), others };
}

/** @type {(member: Member) => string} */
function shorten({ name }) {
  return name.slice(0, 80);
}

/** Check every member's checksum; gives those that stand beside a record, by name.
 * @type {(bytes: Bytes, members: Member[], findings: Findings) => Map<string, Bytes>} */
function readOthers(bytes, members, findings) {
  /** @type {Map<string, Bytes>} */
  const others = new Map();
  for (const member of members) {
    const body = bodyOf(bytes, member);
    if (computeCrc(body) !== member.crc) {
      findings.add("bundle-checksum", null, `the checksum of "${shorten(member)}" is wrong`);
    }
    if (FIXED_NAMES.includes(member.name) && !others.has(member.name)) others.set(member.name, body);
  }
  for (const name of [README_NAME, AUDITOR_NAME]) {
    if (!others.has(name)) findings.add("bundle-missing", null, `the member ${name} is missing`);
  }
  return others;
}
