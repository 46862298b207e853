// Manifest and evidence as documents: readable, bound to each other and to the record.

import { SetupData } from "../../protocol/election.js";
import { collect } from "../../protocol/audit/setup.js";
import { hashHex } from "../../protocol/encoding.js";
import { decodeJson } from "../../protocol/types.js";
import { ProtocolError, UnsupportedError } from "../../protocol/errors.js";
import { decodeEvidence } from "../bundle/evidence.js";
import { checkNotes } from "../bundle/notes.js";
import { checkAmendments } from "../setup/amendments.js";
import { decodeManifest } from "../setup/manifest.js";
import { checkRule } from "../setup/rules.js";
import { splitDescription } from "../texts.js";
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Context } from "../../protocol/election.js" */
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Evidence } from "../bundle/evidence.js" */
/** @import { InForce } from "../setup/amendments.js" */
/** @import { Manifest } from "../setup/manifest.js" */

/** Both as they were read, and what the amendments left in force; null where a finding (or nothing)
 * stands in the way.
 * @typedef {{ manifest: Manifest | null, evidence: Evidence | null, held: InForce | null }} Documents */

/**
 * Read both and check them against the record's setup: {manifest, evidence, held}, null where a
 * finding (or nothing) stands in the way. Findings: `manifest-...`, `credential-order`,
 * `credential-weighted`, `evidence-...`, `amendment-...`, `note-...`.
 * @type {(audit: Audit, manifestBytes: Bytes | null, evidenceBytes: Bytes | null) => Documents}
 */
export function readDocuments(audit, manifestBytes, evidenceBytes) {
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
  return { manifest, evidence, held };
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
