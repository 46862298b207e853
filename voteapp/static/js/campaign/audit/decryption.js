// What was decrypted: only what the plan allows, agreed on before, and strongly proved.

import { collect } from "../../protocol/audit/setup.js";
import { decodeJson } from "../../protocol/types.js";
import { MisuseError } from "../../protocol/errors.js";
import { collectKeys } from "../../protocol/keys/trustees.js";
import { OwnedPartialDecryption } from "../../protocol/decryptions.js";
import { checkStrongProofs } from "../counting/strong_proofs.js";
import { verifyClosings, verifyConfirmations } from "./statements.js";
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Findings } from "../../protocol/audit/report.js" */
/** @import { Evidence } from "../bundle/evidence.js" */
/** @import { People } from "../statements/people.js" */
/** @import { Plan } from "../units/release.js" */
/** @import { Documents } from "./documents.js" */

const INCONSISTENT = "decryption-inconsistent";

/** `people`: everybody who may sign. Findings: `release-below-k`, `closing-statement-...`, `mirror-end-...`,
 * `strong-proof-...`, `confirmation-...`.
 * @type {(audit: Audit, documents: Documents, plan: Plan | null, people: People | null) => void} */
export function verifyDecryption(audit, { evidence }, plan, people) {
  const { findings, structure } = audit;
  if (evidence === null) return;
  if (structure.ofKind("EndBallots").length === 0) {
    verifyNothingSigned(findings, evidence);
    return;
  }
  if (plan === null || hasOtherFindings(findings)) return;
  const decrypted = structure.ofKind("PartialDecryption");
  if (decrypted.length > 0 && plan.groups.length === 0) {
    findings.add("release-below-k", decrypted[0].height, "fewer than k ballots were decrypted");
    return;
  }
  const owners = listOwners(audit);
  if (people !== null) {
    verifyClosings(audit, people, evidence, plan, owners);
    verifyConfirmations(audit, people, evidence);
  }
  verifyStrongProofs(audit, evidence, plan, owners);
  // Now it is known whose factors are wrong.
  if (findings.has("strong-proof-invalid")) findings.withdraw(INCONSISTENT);
}

/** While voting runs there is nothing to agree on.
 * @type {(findings: Findings, evidence: Evidence) => void} */
function verifyNothingSigned(findings, evidence) {
  const { closing_statements: statements, mirror_ends: ends, strong_proofs: proofs, confirmations } = evidence;
  if ([statements, ends, proofs, confirmations].some((list) => list.length > 0)) {
    findings.add("closing-statement-early", null, "somebody signed or proved something before voting was over");
  }
}

/** Whether tally, trustees or factors are wrong in a way that strong proofs do not explain.
 * @type {(findings: Findings) => boolean} */
function hasOtherFindings({ items }) {
  return items.some(({ code }) => code !== INCONSISTENT && /^(tally-|decryption-|trustee)/.test(code));
}

/** The owners of the partial decryptions, in the record's order.
 * @type {(audit: Audit) => number[]} */
function listOwners({ structure }) {
  return structure
    .ofKind("PartialDecryption")
    .map((event) => structure.fetch(event.payload))
    .filter((body) => body !== null)
    .map((body) => decodeJson(body, OwnedPartialDecryption, "decryption-encoding", "it").owner);
}

/** Whether there are strong proofs of every decryption, in the plan's order, and no other.
 * @type {(findings: Findings, evidence: Evidence, plan: Plan, owners: number[]) => boolean} */
function verifyProvers(findings, evidence, plan, owners) {
  /** @type {(one: { group: string, owner: number }) => string} */
  const name = ({ group, owner }) => `${group}|${owner}`;
  const named = evidence.strong_proofs.map(name);
  const wanted = plan.groups.flatMap(({ code }) => owners.map((owner) => ({ group: code, owner })));
  const missing = wanted.filter((pair) => !named.includes(name(pair)));
  for (const { owner } of missing) {
    findings.add("strong-proof-missing", null, `trustee ${owner} gave no strong proofs`);
  }
  if (missing.length > 0) return false;
  const same = named.join() === wanted.map(name).join();
  if (!same) findings.add("strong-proof-owner", null, "the strong proofs are not those of the decryptions");
  return same;
}

/** @type {(audit: Audit, evidence: Evidence, plan: Plan, owners: number[]) => void} */
function verifyStrongProofs(audit, evidence, plan, owners) {
  const { context, items } = audit.setup;
  const { tally, factors } = audit.decryption;
  if (!verifyProvers(audit.findings, evidence, plan, owners)) return;
  if (context === null || items === null || tally === null || owners.length === 0) return;
  const keys = collectKeys(items);
  const [first] = audit.structure.ofKind("PartialDecryption");
  const parent = audit.structure.events[first.height - 1].digest;
  const { group, fingerprint } = context;
  for (const { owner, proofs } of evidence.strong_proofs) {
    const [publicKey, given] = [keys.get(owner), factors.get(owner)];
    if (publicKey === undefined || given === undefined) throw new MisuseError("factors were not checked");
    const bound = { group, fingerprint, parent, owner, publicKey };
    collect(audit.findings, null, () => checkStrongProofs(bound, tally, given, proofs));
  }
}
