// Who took part, by leaf: tellers' parts, voided slips, slip counts and the release plan.

import { collect } from "../../protocol/audit/setup.js";
import { sameTexts } from "../../protocol/encoding.js";
import { checkVoid } from "../board/voids.js";
import { encodeCanonical } from "../canonical.js";
import { computePlan, sortCodes } from "../units/release.js";
import { checkSlipCounts, listMisfits } from "../slips/counts.js";
import { checkPrinted, countSlips, joinParts } from "../slips/tellers.js";
import { listLeaves } from "../units/strata.js";
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Box } from "../../protocol/audit/ballots.js" */
/** @import { Findings } from "../../protocol/audit/report.js" */
/** @import { Evidence } from "../bundle/evidence.js" */
/** @import { Manifest } from "../setup/manifest.js" */
/** @import { Counts, Plan } from "../units/release.js" */
/** @import { Documents } from "./documents.js" */

/** The finding that more members voted than may. */
export const EXCEEDED = "ballots-exceed-entitled";

const FINGERPRINT = /^[A-Za-z0-9+/]{43}$/;

/**
 * Findings: `tellers-sum`, `printed-...`, `parts-...`, `slips-...`, `void-...`, `credential-voided`, `release-...`,
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
  if (setup.context !== null && !findings.has("manifest-uuid")) {
    verifyPrinted(findings, setup.context.fingerprint, manifest, evidence);
  }
  if (findings.has("manifest-credentials")) return null;
  verifySum(findings, weights.size, manifest);
  const exceeded = verifyTotal(audit, documents);
  const closed = structure.ofKind("EndBallots").length > 0;
  verifyOpened(findings, "parts", evidence.parts, closed);
  verifyOpened(findings, "release", evidence.plan, closed);
  const { parts } = evidence;
  if (parts === null || !closed || findings.has("tellers-sum")) return null;
  const place = manifest.campaign.uuids.indexOf(manifest.uuid);
  const leaves = collect(findings, null, () => joinParts(parts, manifest.tellers, place, weights));
  if (leaves === null) return null;
  // Where a ballot has a finding, the plan cannot be recomputed for certain; what the evidence says is
  // taken instead, so that a wrong factor is found all the same.
  if (findings.has("ballot-")) return evidence.plan;
  const counts = countCast(box, leaves);
  if (!exceeded) verifyUnits(audit, documents, counts);
  verifySlips(audit, manifest, evidence, leaves, counts);
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

/** One of each teller, for this very set-up: nothing opens before all have printed.
 * @type {(findings: Findings, fingerprint: string, manifest: Manifest, evidence: Evidence) => void} */
function verifyPrinted(findings, fingerprint, { campaign: { uuids }, uuid, tellers }, evidence) {
  const { printed } = evidence;
  if (printed.length !== tellers.length || printed.some(({ key }, i) => key !== tellers[i].key)) {
    findings.add("printed-missing", null, "not every teller signed that she printed");
    return;
  }
  const first = printed[0].fingerprints;
  for (const [i, one] of printed.entries()) {
    const { fingerprints } = one;
    const whole = fingerprints.length === uuids.length && new Set(fingerprints).size === uuids.length;
    const same = fingerprints.every((text, j) => FINGERPRINT.test(text) && text === first[j]);
    if (!whole || !same || fingerprints[uuids.indexOf(uuid)] !== fingerprint) {
      findings.add("printed-election", null, `${tellers[i].name}: printed for another set-up`);
      return;
    }
    if (collect(findings, null, () => (checkPrinted(one, "printed-signature"), true)) === null) return;
  }
  verifyChains(findings, evidence);
}

/** Amendments and notes are of the elections that the tellers printed for: another sibling's fingerprint
 * would make them those of another campaign, and two of one number no proof.
 * @type {(findings: Findings, evidence: Evidence) => void} */
function verifyChains(findings, { printed, amendments, notes }) {
  const named = printed[0].fingerprints;
  for (const [kind, chain] of Object.entries({ amendment: amendments, note: notes })) {
    if (chain.length > 0 && !sameTexts(chain[0].fingerprints, named) && !findings.has(`${kind}-`)) {
      findings.add(`${kind}-chain`, null, "its entries name other elections than the tellers printed for");
    }
  }
}

/** The list has as many entries as the tellers say they make: nobody else put any there.
 * @type {(findings: Findings, listed: number, manifest: Manifest) => void} */
function verifySum(findings, listed, { tellers }) {
  const made = countSlips(tellers);
  if (listed !== made) {
    findings.add("tellers-sum", null, `${listed} slips are listed, the tellers made ${made}`);
  }
}

/** Members of each leaf who voted.
 * @type {(box: Box, leaves: Map<string, string>) => Counts} */
function countCast(box, leaves) {
  const voters = new Set(box.entries.map((entry) => entry.credential));
  const cast = [...leaves].filter(([name]) => voters.has(name));
  return countLeaves(cast.map(([, leaf]) => leaf));
}

/** @type {(leaves: Iterable<string>, counts?: Counts) => Counts} */
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

/** Every void is of a listed slip, and signed by whoever holds that slip.
 * @type {(audit: Audit, evidence: Evidence) => void} */
function verifyVoided({ findings, setup, box }, { voided }) {
  const { context, weights: known } = setup;
  const names = voided.map(({ credential }) => credential);
  const sorted = sortCodes(new Set(names));
  const ordered = sorted.length === names.length && names.every((c, i) => c === sorted[i]);
  if (!ordered || (known !== null && names.some((credential) => !known.has(credential)))) {
    findings.add("slips-voided", null, "the voided credentials are not of the list");
    return;
  }
  if (context === null || known === null || findings.has("evidence-")) return;
  const { group, fingerprint } = context;
  const checked = collect(findings, null, () => {
    for (const found of voided) checkVoid(group, found, fingerprint, found.credential);
    return true;
  });
  if (checked === null) return;
  const given = new Set(names);
  for (const { credential, height } of box.entries) {
    if (credential !== null && given.has(credential)) {
      findings.add("credential-voided", height, "a ballot was cast with a voided slip");
    }
  }
}

/** @type {(audit: Audit, manifest: Manifest, evidence: Evidence, leaves: Map<string, string>,
 *   counts: Counts) => void} */
function verifySlips({ findings, structure }, manifest, { slips }, leaves, counts) {
  if (slips === null) {
    if (structure.ofKind("EncryptedTally").length > 0) {
      findings.add("slips-missing", null, "the slips' counts are missing");
    }
    return;
  }
  const made = new Map(listLeaves(manifest.strata).map((leaf) => [leaf.code, 0]));
  countLeaves(leaves.values(), made);
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
