// The rule of a vote, applied to what was verified: the answer, and why it is the answer.

import { computeOutcome } from "../campaign/setup/rules.js";
import { t } from "../i18n.js";
import { h } from "../ui/dom.js";
import { sayAnswer, sayTooFew, sayTurnout } from "./answer.js";

/** Members entitled, as amended; null where no manifest says it. */
export function countMembers(documents) {
  const held = documents?.held ?? null;
  return held === null ? null : [...held.entitled.values()].reduce((sum, number) => sum + number, 0);
}

/** The outcome of the rule; null where there is none. */
function applyRule(audit, report, documents) {
  const members = countMembers(documents);
  const rule = documents?.manifest?.rule ?? null;
  if (members === null || rule === null || report.result === null) return null;
  const { questions } = audit.setup.context.election;
  const answer = questions[rule.question].answers[rule.answer];
  return { rule, answer, outcome: computeOutcome(rule, questions, report.result, report.counted, members) };
}

/** What came out, in one sentence; null where the file does not tell. */
export function findAnswer(audit, report, documents) {
  const members = countMembers(documents);
  if (members === null || audit.setup.context === null) return null;
  const title = audit.setup.context.election.name;
  const { k } = documents.manifest.release;
  const ended = audit.structure.ofKind("EndBallots").length > 0;
  if (report.result === null) return ended && report.counted < k ? sayTooFew(title, report.counted, k) : null;
  const applied = applyRule(audit, report, documents);
  if (applied === null) return sayTurnout(title, report.counted, members);
  const { rule, answer, outcome } = applied;
  return sayAnswer({ title, answer, of: rule.of, outcome });
}

const AT_LEAST = {
  counted: (values) => t("“{answer}” needed at least {fraction} of the votes counted: {needed} of {total}.", values),
  "not-blank": (values) =>
    t("“{answer}” needed at least {fraction} of the votes that are not blank: {needed} of {total}.", values),
  entitled: (values) =>
    t("“{answer}” needed at least {fraction} of the members who may vote: {needed} of {total}.", values),
};

const MORE_THAN = {
  counted: (values) => t("“{answer}” needed more than {fraction} of the votes counted: {needed} of {total}.", values),
  "not-blank": (values) =>
    t("“{answer}” needed more than {fraction} of the votes that are not blank: {needed} of {total}.", values),
  entitled: (values) =>
    t("“{answer}” needed more than {fraction} of the members who may vote: {needed} of {total}.", values),
};

/** The rule with the exact fraction, and what was reached. */
export function createRule(audit, report, documents) {
  const applied = report.findings.length > 0 ? null : applyRule(audit, report, documents);
  if (applied === null) return null;
  const { rule, answer, outcome } = applied;
  const { met, votes, total, needed, counted } = outcome;
  const fraction = `${rule.numerator}/${rule.denominator}`;
  const sentences = rule.comparison === "at-least" ? AT_LEAST : MORE_THAN;
  const quorum = { counted, needed: outcome.quorum_needed };
  return h(
    "section",
    {},
    h("h3", {}, met ? t("The rule is met") : t("The rule is not met")),
    h("p", {}, sentences[rule.of]({ answer, fraction, needed: needed ?? "–", total })),
    h("p", {}, t("It got {votes} of {total}: exactly {votes}/{total}.", { votes, total })),
    rule.quorum === null ? null : h("p", {}, t("Votes counted: {counted}. The quorum is {needed}.", quorum)),
  );
}
