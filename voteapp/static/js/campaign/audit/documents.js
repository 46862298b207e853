// What stands beside the record, as documents: readable, bound to each other and to the record.

import { SetupData } from "../../protocol/election.js";
import { collect } from "../../protocol/audit/setup.js";
import { encodeJsonText, hashHex } from "../../protocol/encoding.js";
import { decodeJson } from "../../protocol/types.js";
import { ProtocolError, UnsupportedError } from "../../protocol/errors.js";
import { decodeEvidence } from "../bundle/evidence.js";
import { checkNotes } from "../bundle/notes.js";
import { decodeQuestionnaire } from "../questionnaire/checks.js";
import { readHelp, readText } from "../questionnaire/texts.js";
import { createRecordQuestions } from "../questionnaire/record.js";
import { checkAmendments } from "../setup/amendments.js";
import { decodeManifest } from "../setup/manifest.js";
import { checkRule } from "../setup/rules.js";
import { splitDescription } from "../texts.js";
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Context } from "../../protocol/election.js" */
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Papers } from "../bundle/archive.js" */
/** @import { Questionnaire } from "../questionnaire/document.js" */
/** @import { Evidence } from "../bundle/evidence.js" */
/** @import { InForce } from "../setup/amendments.js" */
/** @import { Manifest } from "../setup/manifest.js" */

/** What was read, and what the amendments left in force; null where a finding (or nothing) stands in
 * the way.
 * @typedef {{ manifest: Manifest | null, questionnaire: Questionnaire | null, evidence: Evidence | null,
 *   held: InForce | null }} Documents */

/**
 * Read them and check them against the record's setup. Findings: `manifest-...`, `credential-order`,
 * `credential-weighted`, `questionnaire-...`, `evidence-...`, `amendment-...`, `note-...`.
 * @type {(audit: Audit, papers: Papers) => Documents}
 */
export function readDocuments(audit, { manifest: manifestBytes, questionnaire: asked, evidence: evidenceBytes }) {
  const { findings } = audit;
  const { context } = audit.setup;
  /** @type {<T>(name: string, bytes: Bytes | null, work: (bytes: Bytes) => T) => T | null} */
  const read = (name, bytes, work) => {
    if (bytes !== null) return collect(findings, null, () => work(bytes));
    findings.add(`${name}-missing`, null, `the ${name} is missing`);
    return null;
  };
  const manifest = read("manifest", manifestBytes, (bytes) => readManifest(context, bytes));
  if (manifest !== null && context !== null) verifyAgainstSetup(audit, context, manifest);
  const questionnaire = read("questionnaire", asked, (bytes) => readQuestionnaire(audit, manifest, bytes));
  const evidence = read("evidence", evidenceBytes, (bytes) => readEvidence(context, bytes));
  /** @type {InForce | null} */
  let held = null;
  if (manifest !== null && manifestBytes !== null && evidence !== null) {
    if (evidence.manifest !== hashHex(manifestBytes)) {
      findings.add("evidence-manifest", null, "the evidence names another manifest");
    }
    const { amendments, notes, fingerprint } = evidence;
    held = collect(findings, null, () => checkAmendments(amendments, manifest, fingerprint));
    collect(findings, null, () => checkNotes(notes, manifest, fingerprint));
  }
  return { manifest, questionnaire, evidence, held };
}

/** @type {(context: Context | null, data: Bytes) => Manifest} */
function readManifest(context, data) {
  const manifest = decodeManifest(data);
  if (context !== null) {
    const { digest } = splitDescription(context.election.description);
    if (digest === null) {
      throw new ProtocolError("manifest-line", "the election's description names no manifest");
    }
    if (digest !== hashHex(data)) {
      const message = "this is not the manifest that the election names";
      throw new ProtocolError("manifest-hash", message);
    }
  }
  if (manifest.release.policy === "partition") {
    throw new UnsupportedError("release by groups is not supported yet");
  }
  return manifest;
}

/** @type {(audit: Audit, context: Context, manifest: Manifest) => void} */
function verifyAgainstSetup({ findings, setup, structure }, { election }, manifest) {
  if (manifest.uuid !== election.uuid) {
    findings.add("manifest-uuid", null, "the manifest is of another election");
  }
  const { rule } = manifest;
  if (rule !== null) collect(findings, null, () => checkRule(rule, election.questions));
  if (findings.has("archive-", "event-", "setup-", "credentials-")) return;
  const body = structure.fetch(structure.ofKind("Setup")[0].payload);
  const listed = body === null ? null : decodeJson(body, SetupData, "setup-encoding", "it").credentials;
  if (manifest.credentials !== listed) {
    findings.add("manifest-credentials", 0, "the list of credentials is not the manifest's");
  }
  const entries = setup.credentials;
  if (entries.some((entry) => entry.includes(","))) {
    findings.add("credential-weighted", 0, "a credential has a weight");
  } else if (entries.some((entry, i) => i > 0 && entry < entries[i - 1])) {
    findings.add("credential-order", 0, "the credentials are not sorted");
  }
}

/** @type {(audit: Audit, manifest: Manifest | null, data: Bytes) => Questionnaire} */
function readQuestionnaire({ findings, setup }, manifest, data) {
  if (manifest !== null && manifest.questionnaire !== hashHex(data)) {
    throw new ProtocolError("questionnaire-hash", "this is not the questionnaire that the manifest names");
  }
  const questionnaire = decodeQuestionnaire(data);
  const { context } = setup;
  if (manifest === null || context === null) return questionnaire;
  if (manifest.kind !== questionnaire.kind || !isAskedSo(context, questionnaire)) {
    findings.add("questionnaire-record", null, "the record asks otherwise");
  }
  return questionnaire;
}

/** Whether the record's title, introduction, language and questions are the questionnaire's.
 * @type {(context: Context, questionnaire: Questionnaire) => boolean} */
function isAskedSo({ election }, questionnaire) {
  const { language, texts } = questionnaire;
  if (election.language && election.language[0] !== language) return false;
  const said = [election.name, splitDescription(election.description).text];
  const same = said[0] === readText(texts, language) && said[1] === readHelp(texts, language);
  return same && encodeJsonText(election.questions) === encodeJsonText(createRecordQuestions(questionnaire));
}

/** @type {(context: Context | null, data: Bytes) => Evidence} */
function readEvidence(context, data) {
  const evidence = decodeEvidence(data);
  if (context !== null) {
    const { fingerprint, election } = context;
    if (evidence.uuid !== election.uuid || evidence.fingerprint !== fingerprint) {
      throw new ProtocolError("evidence-election", "the evidence is of another election");
    }
  }
  return evidence;
}
