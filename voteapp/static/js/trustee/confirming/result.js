// A published result, verified once more by somebody who confirms it. Runs in the worker, which keeps the key.
//
// docs/formats.md, "Statements".

import { findAnswer } from "../../audit/outcome.js";
import { listBlocking } from "../../campaign/audit/turns.js";
import { loadPeople } from "../../campaign/audit/statements.js";
import { computeFrozenHash, decodeEvidence } from "../../campaign/bundle/evidence.js";
import { encodeCanonical } from "../../campaign/canonical.js";
import { nameSigner } from "../../campaign/statements/people.js";
import { createStatement } from "../../campaign/statements/signing.js";
import { computeClosingText, computeConfirmationText } from "../../campaign/statements/texts.js";
import { computePlanHash } from "../../campaign/units/release.js";
import { createReport } from "../../protocol/audit/record.js";
import { decodeText, secureRandomBytes } from "../../protocol/encoding.js";
import { recallStatement, rememberStatement } from "../desk/memory.js";
import { failure } from "../key/opened.js";

/** Under which name this browser keeps what was confirmed of an election. */
const nameOf = (fingerprint) => `confirmation|${fingerprint}`;

const messageOf = (statement) => (statement === null ? null : JSON.parse(statement).message);

/**
 * What a verified record and its evidence let `signer` confirm: {text, shown, people, items, evidence}; null where a finding
 * blocks, or there is no result. `shown`, for the page: {answer, asked (the questions), result, closing, other}; `closing`:
 * whether the closing that
 * this signer signed, by this browser or the evidence, is the record's: "same", "other", or "none" where there is none.
 */
export async function prepareConfirmation({ audit, documents }, signer, evidence) {
  const { findings, structure, setup } = audit;
  const [end] = structure.ofKind("EndBallots");
  const [result] = structure.ofKind("Result");
  if (listBlocking(findings.items).length > 0 || end === undefined || result === undefined) return null;
  const given = decodeEvidence(evidence);
  const { fingerprint } = setup.context;
  const closing = computeClosingText(fingerprint, end.digest, computePlanHash(given.plan), computeFrozenHash(given));
  const name = nameSigner(signer);
  const text = computeConfirmationText(fingerprint, result.digest);
  const report = createReport(audit, "election");
  const signed = [
    messageOf(await recallStatement(fingerprint, name)),
    given.closing_statements.find((one) => nameSigner(one) === name)?.message ?? null,
  ].filter((message) => message !== null);
  const before = messageOf(await recallStatement(nameOf(fingerprint), name));
  const shown = {
    answer: findAnswer(audit, report, documents),
    asked: setup.context.election.questions,
    result: report.result,
    closing: signed.length === 0 ? "none" : signed.every((message) => message === closing) ? "same" : "other",
    other: before !== null && before !== text,
  };
  return { text, shown, people: loadPeople(audit, documents.manifest), items: setup.items, evidence, fingerprint };
}

/** The confirmation: canonical JSON text. One of an election is ever signed here. */
export async function createConfirmation({ people, text, fingerprint }, { signingKey }, signer) {
  const [name, who] = [nameOf(fingerprint), nameSigner(signer)];
  const before = await recallStatement(name, who);
  if (before !== null && messageOf(before) === text) return before;
  if (before !== null) throw failure("SignedOtherError");
  const made = createStatement(people.group, signer, signingKey, text, secureRandomBytes);
  await rememberStatement(name, who, decodeText(encodeCanonical(made)));
  // Another tab may have been first.
  const kept = await recallStatement(name, who);
  if (kept !== null && messageOf(kept) !== text) throw failure("SignedOtherError");
  return decodeText(encodeCanonical(made));
}
