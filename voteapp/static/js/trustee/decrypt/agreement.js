// What trustees and witnesses say to each other before any factor leaves, and what one of them may sign.
//
// ADR 31 and 36; docs/formats.md, "Statements": each signs one closing of an election, and a factor is given only where
// enough have signed the same.

import { findMissing, loadPeople, writeClosing } from "../../campaign/audit/statements.js";
import { listBlocking } from "../../campaign/audit/turns.js";
import { computeFrozenHash, decodeEvidence } from "../../campaign/bundle/evidence.js";
import { nameSigner } from "../../campaign/statements/people.js";
import { checkSigners, checkStatement } from "../../campaign/statements/signing.js";
import { computeEndText, computeOutText } from "../../campaign/statements/texts.js";
import { ProtocolError } from "../../protocol/errors.js";

const NOTHING = { plan: null, text: null, closing: null, people: null, outText: null, opened: [], outs: [] };

/**
 * What a verified record and its evidence let somebody sign: {plan, text, closing, people, outText, opened, outs};
 * `closing`: the hash of EndBallots; `opened`, `outs`: the names of those who signed these. Nothing where a finding blocks, or
 * voting is not over, or the counts are not final.
 */
export function prepareClosing(audit, manifest, evidence) {
  const { findings, structure } = audit;
  const [end] = structure.ofKind("EndBallots");
  if (listBlocking(findings.items).length > 0 || end === undefined) return NOTHING;
  const given = decodeEvidence(evidence);
  const { plan, slips, openings, outs, printed } = given;
  const text = writeClosing(audit, given);
  if (text === null || slips === null) return NOTHING;
  const people = loadPeople(audit, manifest);
  const names = { opened: openings.map(nameSigner), outs: outs.map(nameSigner) };
  const outText = computeOutText(printed[0].fingerprints);
  return { plan, text, closing: end.digest, people, outText, ...names };
}

/**
 * Who signed `text` in evidence that the server sent since: {evidence, signed}. Throws ProtocolError
 * `closing-statement-...`, `mirror-end-...`, `out-...` or `evidence-...` at the first that is something else.
 */
export function collectAgreed({ audit, people, text, outText, closing }, evidence) {
  const { fingerprint } = audit.setup.context;
  const given = decodeEvidence(evidence);
  if (given.fingerprint !== fingerprint) {
    throw new ProtocolError("evidence-election", "the evidence is that of another election");
  }
  if (computeFrozenHash(given) !== text.split("|").pop()) {
    throw new ProtocolError("evidence-frozen", "the evidence is not the one that was verified");
  }
  const check = (/** @type {import("../../campaign/statements/signing.js").Kind} */ kind, asked, statements) => {
    checkSigners(kind, statements);
    for (const statement of statements) checkStatement(people, kind, [asked], statement);
  };
  check("out", outText, given.outs);
  check("closing-statement", text, given.closing_statements);
  check("mirror-end", computeEndText(fingerprint, closing), given.mirror_ends);
  return { evidence: given, signed: given.closing_statements };
}

/** What is missing before trustee `owner` gives its factor: {statements, trustees, mirrors}. */
export function countMissing(people, { evidence, signed }, owner) {
  const missing = findMissing(people, evidence, signed);
  const own = signed.some(({ role, number }) => role === "trustee" && number === owner);
  return own ? missing : { ...missing, statements: Math.max(missing.statements, 1) };
}

/** The hash of the last event before the first PartialDecryption: what strong proofs name. */
export function findParent({ structure }) {
  const [first] = structure.ofKind("PartialDecryption");
  const last = first === undefined ? structure.events.length - 1 : first.height - 1;
  return structure.events[last].digest;
}
