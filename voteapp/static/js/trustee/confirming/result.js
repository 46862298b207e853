// A published result, verified once more by somebody who confirms it. Runs in the worker, which keeps the key.
//
// docs/formats.md, "Statements".

import { findAnswer } from "../../audit/outcome.js";
import { listBlocking } from "../../campaign/audit/turns.js";
import { loadPeople, writeClosing } from "../../campaign/audit/statements.js";
import { decodeEvidence } from "../../campaign/bundle/evidence.js";
import { nameSigner } from "../../campaign/statements/people.js";
import { computeConfirmationText } from "../../campaign/statements/texts.js";
import { createReport } from "../../protocol/audit/record.js";
import { recallText, signedOther, signOnce } from "../desk/once.js";

/** Under which name this browser keeps what was confirmed of an election. */
const nameOf = (fingerprint) => `confirmation|${fingerprint}`;

/**
 * What a verified record and its evidence let `signer` confirm: {text, shown, people, items, evidence}; null where a finding
 * blocks, or there is no result. `shown`, for the page: {answer, asked (the questions), result, closing, other}; `closing`:
 * whether the closing that this signer signed, by this browser or the evidence, is the record's: "same", "other", or "none"
 * where there is none.
 */
export async function prepareConfirmation({ audit, documents }, signer, evidence) {
  const { findings, structure, setup } = audit;
  const [result] = structure.ofKind("Result");
  if (listBlocking(findings.items).length > 0 || result === undefined) return null;
  const given = decodeEvidence(evidence);
  const closing = writeClosing(audit, given);
  if (closing === null) return null;
  const { fingerprint } = setup.context;
  const name = nameSigner(signer);
  const text = computeConfirmationText(fingerprint, result.digest);
  const report = createReport(audit, "election");
  const signed = [
    await recallText(fingerprint, signer),
    given.closing_statements.find((one) => nameSigner(one) === name)?.message ?? null,
  ].filter((message) => message !== null);
  const shown = {
    answer: findAnswer(audit, report, documents),
    asked: setup.context.election.questions,
    result: report.result,
    closing: signed.length === 0 ? "none" : signed.every((message) => message === closing) ? "same" : "other",
    other: await signedOther(nameOf(fingerprint), signer, text),
  };
  return { text, shown, people: loadPeople(audit, documents.manifest), items: setup.items, evidence, fingerprint };
}

/** The confirmation: canonical JSON text. One of an election is ever signed here. */
export function createConfirmation(found, own, signer) {
  return signOnce(found, own, signer, nameOf(found.fingerprint), found.text);
}
