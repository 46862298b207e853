// A questionnaire's rules checked: what they name is there, and stands before what they decide.

import { ProtocolError } from "../../protocol/errors.js";
import { checkCount } from "../canonical.js";
import { listOffered } from "./answering.js";
import { listLeaves, listSources, listTargets } from "./looking.js";
/** @import { Question, Questionnaire } from "./document.js" */
/** @import { Condition, Derive, Rule, Skip } from "./rules.js" */

/** Conditions within conditions. */
const MOST_DEPTH = 16;
const CODE = "questionnaire-rule";

/** @type {(sound: boolean, message: string) => void} */
function demand(sound, message) {
  if (!sound) throw new ProtocolError(CODE, message);
}

/** @type {<T>(items: readonly T[]) => boolean} */
function isDistinct(items) {
  return new Set(items).size === items.length;
}

/** A question with what it offers, worked out once: every rule may name every answer.
 * @typedef {{ question: Question, own: Set<string>, offered: Set<string>, numbers: boolean }} Known */

/** @type {(question: Question) => Known} */
function createKnown(question) {
  const { answers } = question;
  const own = new Set(answers.map(({ id }) => id));
  return { question, own, offered: new Set(listOffered(question)), numbers: answers.some(({ bin }) => bin !== null) };
}

/** Throws `questionnaire-rule`.
 * @type {(questionnaire: Questionnaire) => void} */
export function checkRules({ questions, rules }) {
  const known = new Map(questions.map((question) => [question.id, createKnown(question)]));
  for (const rule of rules) checkReferences(rule, known);
  const place = new Map(questions.map(({ id }, number) => [id, number]));
  for (const rule of rules) {
    const first = Math.min(...listTargets(rule).map((target) => place.get(target) ?? 0));
    const inOrder = listSources(rule).every((source) => (place.get(source) ?? 0) < first);
    demand(inOrder, "a rule looks at a question that comes later");
  }
}

/** @type {(rule: Rule, known: Map<string, Known>) => void} */
function checkReferences(rule, known) {
  const named = [...listSources(rule), ...listTargets(rule)];
  demand(
    named.every((name) => known.has(name)),
    "a rule names a question that is not there",
  );
  if (rule.do === "derive") {
    checkDerive(rule, get(known, rule.from), get(known, rule.question));
    return;
  }
  checkCondition(rule.when, known);
  if (rule.do === "skip") checkSkip(rule, known);
  else if (rule.do === "fill") checkAnswer(get(known, rule.question), rule.answer);
}

/** @type {(known: Map<string, Known>, name: string) => Known} */
function get(known, name) {
  return /** @type {Known} */ (known.get(name));
}

/** @type {(condition: Condition, known: Map<string, Known>) => void} */
function checkCondition(condition, known) {
  checkForm(condition, MOST_DEPTH);
  for (const [name, answers] of listLeaves(condition)) {
    demand(answers.length > 0 && isDistinct(answers), "a condition names no answer, or one twice");
    for (const answer of answers) checkAnswer(get(known, name), answer);
  }
}

/** @type {(condition: Condition, depth: number) => void} */
function checkForm(condition, depth) {
  const { all, any, not, question, answers } = condition;
  const given = [all, any, not, question].filter((form) => form !== undefined);
  const paired = (question !== undefined) === (answers !== undefined);
  demand(depth > 0 && given.length === 1 && paired, "a condition is not one of its forms, or too deep");
  if (not !== undefined) checkForm(not, depth - 1);
  for (const group of [all, any]) {
    if (group === undefined) continue;
    demand(group.length > 0, "a condition has no parts");
    for (const part of group) checkForm(part, depth - 1);
  }
}

/** @type {(rule: Skip, known: Map<string, Known>) => void} */
function checkSkip({ questions }, known) {
  demand(questions.length > 0 && isDistinct(questions), "a rule skips nothing, or a question twice");
  const sound = questions.every((name) => get(known, name).question.not_applicable);
  demand(sound, "a question that is skipped has no “not applicable”");
}

/** @type {(known: Known, answer: string) => void} */
function checkAnswer({ offered }, answer) {
  demand(offered.has(answer), "a rule names an answer that is not offered");
}

/** @type {(rule: Derive, from: Known, into: Known) => void} */
function checkDerive(rule, { question: source, numbers }, { question: target, own }) {
  const single = source.kind !== "several" && target.kind !== "several";
  demand(single, "a number is derived from one answer, into one answer");
  demand(numbers, "a rule derives from a question without numbers");
  const told = (target.prefer_not || !source.prefer_not) && target.not_applicable;
  demand(told, "what a source may answer, the derived question may not");
  const named = [rule.within, rule.no_limit, ...rule.over.map(({ answer }) => answer)];
  demand(
    named.every((answer) => own.has(answer)),
    "a rule names an answer that is not offered",
  );
  checkSteps(rule.over.map(({ by }) => by));
}

/** @type {(steps: number[]) => void} */
function checkSteps(steps) {
  for (const step of steps) checkCount(step, CODE, "how much a limit is exceeded", 1);
  const rise = steps.every((step, place) => (place === 0 ? step === 1 : step > steps[place - 1]));
  demand(steps.length > 0 && rise, "the steps over the limit do not rise from one");
}
