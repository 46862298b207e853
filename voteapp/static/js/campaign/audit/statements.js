// What trustees, witnesses and mirrors signed: that it opened, who is out, how it closed, what came out of it.
//
// docs/formats.md, "Statements"; ADR 31 and 36.

import { collect } from "../../protocol/audit/setup.js";
import { computeSigningKeys } from "../../protocol/keys/trustees.js";
import { computeFrozenHash } from "../bundle/evidence.js";
import { hashBeginnings } from "../linked.js";
import { checkMended } from "../setup/mended.js";
import { namePeople } from "../setup/named.js";
import { nameSigner } from "../statements/people.js";
import { computeMissing, isEnough, measure } from "../statements/quorum.js";
import { checkSigners, checkStatement } from "../statements/signing.js";
import {
  computeClosingText,
  computeConfirmationText,
  computeEndText,
  computeOpeningText,
  computeOutText,
  OPENING,
} from "../statements/texts.js";
import { computePlanHash } from "../units/release.js";
import { loadTrustees } from "./board.js";
import { EXCEEDED } from "./participation.js";
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Evidence } from "../bundle/evidence.js" */
/** @import { Amendment } from "../setup/amendments.js" */
/** @import { Manifest } from "../setup/manifest.js" */
/** @import { People, Signer } from "../statements/people.js" */
/** @import { Missing } from "../statements/quorum.js" */
/** @import { Kind, Statement } from "../statements/signing.js" */
/** @import { Plan } from "../units/release.js" */
/** @import { Documents } from "./documents.js" */

const UNSIGNED = "opening-unsigned";
/** Findings that everybody is told above the result, and that keep nobody from signing. */
export const TOLD = [EXCEEDED, UNSIGNED];

/** Everybody who may sign; null where a finding stands in the way. Throws `manifest-witnesses`, `manifest-mirrors`.
 * @type {(audit: Audit, manifest: Manifest) => People | null} */
export function loadPeople(audit, manifest) {
  const { context, items } = audit.setup;
  const trustees = loadTrustees(audit);
  if (trustees === null || context === null || items === null) return null;
  const keys = computeSigningKeys(context.group, trustees);
  return namePeople(manifest, context.group, keys, items);
}

/** What is missing of a closing that these have signed, beside the outs and mirrors there.
 * @type {(people: People, evidence: Evidence, signed: Signer[]) => Missing} */
export function findMissing(people, { outs, mirror_ends: ends }, signed) {
  return computeMissing(measure(people), signed, outs, ends.length);
}

/** What an opening statement may say: whoever signed before the last amendment was made saw those before it.
 * @type {(fingerprints: string[], amendments: Amendment[]) => string[]} */
function listOpeningTexts(fingerprints, amendments) {
  return hashBeginnings(amendments).flatMap((hash) =>
    [false, true].map((late) => computeOpeningText(fingerprints, hash, late)),
  );
}

/**
 * Who looked at the set-up before it opened, who agreed to mended files of the booth, and who is out; gives everybody
 * who may sign. Findings: `manifest-witnesses`, `manifest-mirrors`, `booth-...`, `opening-...`, `out-...`.
 * @type {(audit: Audit, documents: Documents) => People | null}
 */
export function verifyOpenings(audit, { manifest, evidence, held }) {
  const { findings, setup } = audit;
  if (manifest === null || setup.context === null || findings.has("trustee", "manifest-uuid")) return null;
  const people = collect(findings, null, () => loadPeople(audit, manifest));
  if (people === null || evidence === null || held === null) return people;
  collect(findings, null, () => checkMended(people, evidence.amendments));
  if (findings.has("printed-", "evidence-") || evidence.printed.length === 0) return people;
  const [{ fingerprints }] = evidence.printed;
  const before = findings.items.length;
  const texts = listOpeningTexts(fingerprints, evidence.amendments);
  verify(audit, people, "opening", texts, evidence.openings);
  verify(audit, people, "out", [computeOutText(fingerprints)], evidence.outs);
  if (findings.items.length === before) verifyOpened(audit, people, evidence);
  return people;
}

/** @type {(audit: Audit, people: People, evidence: Evidence) => void} */
function verifyOpened({ findings }, { threshold }, { openings }) {
  const early = openings.filter(({ role, message }) => role === "trustee" && message.startsWith(`${OPENING}|`));
  if (early.length >= threshold) return;
  const text = `${early.length} of ${threshold} trustees had looked at it before it opened`;
  findings.add(UNSIGNED, null, text);
}

/** The text of the closing that a record and its evidence show; null while voting is not over.
 * @type {(audit: Audit, evidence: Evidence) => string | null} */
export function writeClosing({ structure, setup }, evidence) {
  const [end] = structure.ofKind("EndBallots");
  if (setup.context === null || end === undefined || evidence.plan === null) return null;
  const plan = computePlanHash(evidence.plan);
  return computeClosingText(setup.context.fingerprint, end.digest, plan, computeFrozenHash(evidence));
}

/**
 * Whether enough people signed the same closing; `owners` are those who decrypted. Findings:
 * `closing-statement-...`, `mirror-end-...`.
 * @type {(audit: Audit, people: People, evidence: Evidence, plan: Plan, owners: number[]) => void}
 */
export function verifyClosings(audit, people, evidence, plan, owners) {
  const { findings, structure, setup } = audit;
  if (setup.context === null) return;
  const { fingerprint } = setup.context;
  const end = structure.ofKind("EndBallots")[0].digest;
  const before = findings.items.length;
  const statements = evidence.closing_statements;
  const frozen = [computeFrozenHash(evidence)];
  // Evidence that is known to be wrong is not what was frozen: that is no second defect.
  const wrong = findings.items.some(({ code }) => !TOLD.includes(code));
  if (wrong) frozen.push(...statements.map(({ message }) => message.split("|").pop() ?? ""));
  const texts = frozen.map((hash) => computeClosingText(fingerprint, end, computePlanHash(plan), hash));
  verify(audit, people, "closing-statement", texts, statements);
  verify(audit, people, "mirror-end", [computeEndText(fingerprint, end)], evidence.mirror_ends);
  if (findings.items.length === before) verifyAgreed(audit, people, evidence, owners);
}

/** @type {(audit: Audit, people: People, evidence: Evidence, owners: number[]) => void} */
function verifyAgreed({ findings }, people, evidence, owners) {
  const { outs, openings, closing_statements: statements } = evidence;
  const signed = statements.map(nameSigner);
  const both = signed.filter((name) => outs.map(nameSigner).includes(name));
  if (both.length > 0) {
    const text = `${both.join(", ")} said to sign no closing, and signed this one`;
    findings.add("closing-statement-out", null, text);
    return;
  }
  const unopened = signed.filter((name) => !openings.map(nameSigner).includes(name));
  if (unopened.length > 0) {
    findings.add("closing-statement-unopened", null, `${unopened.join(", ")} signed a closing, and no opening`);
  }
  const gave = owners.map((number) => nameSigner({ role: "trustee", number }));
  const enough = isEnough(findMissing(people, evidence, statements)) && gave.every((name) => signed.includes(name));
  if (owners.length > 0 && !enough) {
    findings.add("closing-statement-missing", null, "too few had signed this closing when it was decrypted");
  }
}

/** What was confirmed is the result of this record: `confirmation-...`.
 * @type {(audit: Audit, people: People, evidence: Evidence) => void} */
export function verifyConfirmations(audit, people, { confirmations, outs }) {
  const { findings, structure, setup } = audit;
  if (setup.context === null || confirmations.length === 0) return;
  const [result] = structure.ofKind("Result");
  if (result === undefined) {
    findings.add("confirmation-early", null, "somebody confirmed a result before there was one");
    return;
  }
  const out = new Set(outs.map(nameSigner));
  if (confirmations.some((one) => out.has(nameSigner(one)))) {
    findings.add("confirmation-signer", null, "somebody who is out confirmed the result");
    return;
  }
  const texts = [computeConfirmationText(setup.context.fingerprint, result.digest)];
  verify(audit, people, "confirmation", texts, confirmations);
}

/** @type {(audit: Audit, people: People, kind: Kind, texts: string[], statements: Statement[]) => void} */
function verify({ findings }, people, kind, texts, statements) {
  const sound = collect(findings, null, () => {
    checkSigners(kind, statements);
    return true;
  });
  if (sound === null) return;
  for (const statement of statements) {
    collect(findings, null, () => checkStatement(people, kind, texts, statement));
  }
}
