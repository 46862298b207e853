// Who took part, by leaf: the mapping, voided slips, slip counts and the release plan.

import { collect } from "../../protocol/audit/setup.js";
import { fromHex } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { encodeCanonical } from "../canonical.js";
import { computeMappingHash } from "../setup/manifest.js";
import { computePlan, sortCodes } from "../units/release.js";
import { checkSlipCounts, listMisfits } from "../slips/counts.js";
import { listLeaves } from "../units/strata.js";
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Box } from "../../protocol/audit/ballots.js" */
/** @import { Findings } from "../../protocol/audit/report.js" */
/** @import { Evidence } from "../bundle/evidence.js" */
/** @import { Manifest } from "../setup/manifest.js" */
/** @import { Counts, Plan } from "../units/release.js" */
/** @import { Documents } from "./documents.js" */

/** @typedef {{ salt: string, leaves: Record<string, string> }} Mapping */

/** The finding that more members voted than may. */
export const EXCEEDED = "ballots-exceed-entitled";

/**
 * Findings: `mapping-...`, `slips-...`, `credential-voided`, `release-...`,
 * `ballots-exceed-entitled`; warnings: `slips-more-...`. Gives the recomputed plan where it is
 * right, else null.
 * @type {(audit: Audit, documents: Documents) => Plan | null}
 */
export function verifyParticipation(audit, documents) {
  const { manifest, evidence } = documents;
  const { findings, setup, structure, box } = audit;
  if (evidence === null) return null;
  verifyVoided(audit, evidence);
  const { weights } = setup;
  if (manifest === null || weights === null) return null;
  if (findings.has("manifest-credentials")) return null;
  const exceeded = verifyTotal(audit, documents);
  const closed = structure.ofKind("EndBallots").length > 0;
  verifyOpened(findings, "mapping", evidence.mapping, closed);
  verifyOpened(findings, "release", evidence.plan, closed);
  const { mapping } = evidence;
  if (mapping === null || !closed) return null;
  const checked = collect(findings, null, () => checkMapping(manifest, mapping, weights));
  if (checked === null) return null;
  // Where a ballot has a finding, the plan cannot be recomputed for certain; what the evidence says is
  // taken instead, so that a wrong factor is found all the same.
  if (findings.has("ballot-")) return evidence.plan;
  const counts = countCast(box, mapping);
  if (!exceeded) verifyUnits(audit, documents, counts);
  verifySlips(audit, manifest, evidence, mapping, counts);
  return verifyPlan(findings, manifest, evidence, counts);
}

/** What is opened when voting is over, and not before.
 * @type {(findings: Findings, name: string, value: unknown, closed: boolean) => void} */
function verifyOpened(findings, name, value, closed) {
  if (closed && value === null) {
    findings.add(`${name}-missing`, null, `voting is over; the ${name} is missing`);
  } else if (!closed && value !== null) {
    findings.add(`${name}-early`, null, `the ${name} is open while voting runs`);
  }
}

/** Members of each leaf who voted.
 * @type {(box: Box, mapping: Mapping) => Counts} */
function countCast(box, mapping) {
  const voters = new Set(box.entries.map((entry) => entry.credential));
  const cast = Object.entries(mapping.leaves).filter(([name]) => voters.has(name));
  return countLeaves(cast.map(([, leaf]) => leaf));
}

/** @type {(leaves: string[], counts?: Counts) => Counts} */
function countLeaves(leaves, counts = new Map()) {
  for (const leaf of leaves) counts.set(leaf, (counts.get(leaf) ?? 0) + 1);
  return counts;
}

/** Whether more members voted than may; where nothing else is wrong with either number.
 * @type {(audit: Audit, documents: Documents) => boolean} */
function verifyTotal({ findings, box }, { held }) {
  if (held === null || findings.has("ballot-", "manifest-", "evidence-", "credential-")) return true;
  const voters = new Set(box.entries.map((entry) => entry.credential)).size;
  const members = [...held.entitled.values()].reduce((sum, number) => sum + number, 0);
  if (voters <= members) return false;
  findings.add(EXCEEDED, null, `${voters} ballots were cast, ${members} members are entitled`);
  return true;
}

/** The same of each unit, where all together are not too many.
 * @type {(audit: Audit, documents: Documents, counts: Counts) => void} */
function verifyUnits({ findings }, { held }, counts) {
  for (const leaf of sortCodes(counts.keys())) {
    const cast = counts.get(leaf) ?? 0;
    const members = held?.entitled.get(leaf) ?? 0;
    if (cast > members) {
      findings.add(EXCEEDED, null, `${leaf}: ${cast} ballots were cast, ${members} members may`);
      return;
    }
  }
}

/** @type {(audit: Audit, evidence: Evidence) => void} */
function verifyVoided({ findings, setup, box }, { voided }) {
  const known = setup.weights;
  const unused = new Set(voided);
  const sorted = sortCodes(unused);
  const ordered = sorted.length === voided.length && voided.every((c, i) => c === sorted[i]);
  if (!ordered || (known !== null && voided.some((credential) => !known.has(credential)))) {
    findings.add("slips-voided", null, "the voided credentials are not of the list");
    return;
  }
  for (const { credential, height } of box.entries) {
    if (credential !== null && unused.has(credential)) {
      findings.add("credential-voided", height, "a ballot was cast with a voided slip");
    }
  }
}

/** The mapping itself where it is right.
 * @type {(manifest: Manifest, mapping: Mapping, credentials: Map<string, number>) => Mapping} */
function checkMapping(manifest, mapping, credentials) {
  const { salt, leaves } = mapping;
  if (computeMappingHash(fromHex(salt), leaves) !== manifest.mapping) {
    throw new ProtocolError("mapping-hash", "this is not the mapping that the manifest fixed");
  }
  const names = Object.keys(leaves);
  if (names.length !== credentials.size || names.some((name) => !credentials.has(name))) {
    throw new ProtocolError("mapping-credentials", "the mapping is not of the list's credentials");
  }
  const codes = new Set(listLeaves(manifest.strata).map((leaf) => leaf.code));
  if (Object.values(leaves).some((code) => !codes.has(code))) {
    throw new ProtocolError("mapping-leaf", "the mapping names a unit that does not exist");
  }
  return mapping;
}

/** @type {(audit: Audit, manifest: Manifest, evidence: Evidence, mapping: Mapping,
 *   counts: Counts) => void} */
function verifySlips({ findings, structure }, manifest, { slips }, mapping, counts) {
  if (slips === null) {
    if (structure.ofKind("EncryptedTally").length > 0) {
      findings.add("slips-missing", null, "the slips' counts are missing");
    }
    return;
  }
  const made = new Map(listLeaves(manifest.strata).map((leaf) => [leaf.code, 0]));
  countLeaves(Object.values(mapping.leaves), made);
  const checked = collect(findings, null, () => {
    checkSlipCounts(slips, made.keys());
    return slips;
  });
  for (const { code, message } of listMisfits(checked ?? [], made, counts)) findings.warn(code, message);
}

/** @type {(findings: Findings, manifest: Manifest, evidence: Evidence, counts: Counts) => Plan | null} */
function verifyPlan(findings, manifest, evidence, counts) {
  if (evidence.plan === null) return null;
  const { policy, k } = manifest.release;
  const plan = computePlan(manifest.strata, counts, policy, k);
  /** @type {(value: unknown) => string} */
  const text = (value) => new TextDecoder().decode(encodeCanonical(value));
  if (text(evidence.plan) !== text(plan)) {
    findings.add("release-plan", null, "the plan is not the one that the counts give");
    return null;
  }
  return plan;
}
