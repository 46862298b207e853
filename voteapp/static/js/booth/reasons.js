// Why a question was filled in, or answers contradict each other: what the member was asked, and
// answered, that made a rule apply.

import { holds, listGiven } from "../campaign/questionnaire/answering.js";
import { listLeaves } from "../campaign/questionnaire/looking.js";
/** @import { Given, Step } from "../campaign/questionnaire/answering.js" */
/** @import { Questionnaire } from "../campaign/questionnaire/document.js" */
/** @import { Condition, Rule } from "../campaign/questionnaire/rules.js" */

/** The questions to which a condition looks, as far as they make it true.
 * @type {(condition: Condition, given: Given) => string[]} */
function listDeciding(condition, given) {
  if (condition.all !== undefined) return condition.all.flatMap((part) => listDeciding(part, given));
  if (condition.any !== undefined) {
    const first = condition.any.find((part) => holds(part, given));
    return first === undefined ? [] : listDeciding(first, given);
  }
  return listLeaves(condition).map(([question]) => question);
}

/**
 * The places of the questions that the member answered and that made a rule apply, in order; where
 * one of them was itself filled in, what made that so.
 * @type {(questionnaire: Questionnaire, steps: Step[], id: string | null) => number[]}
 */
export function findReasons(questionnaire, steps, id) {
  const given = listGiven(steps);
  const places = new Map(steps.map((step, place) => [step.id, place]));
  const known = new Map(questionnaire.rules.map((rule) => [rule.id, rule]));
  /** @type {Set<number>} */
  const found = new Set();
  /** @type {(rule: Rule | undefined) => void} */
  const trace = (rule) => {
    if (rule === undefined) return;
    for (const name of rule.do === "derive" ? [rule.from] : listDeciding(rule.when, given)) {
      const place = places.get(name) ?? 0;
      const { how, rule: by } = steps[place];
      if (how === "asked") found.add(place);
      // Rules look back only: this ends.
      if (how === "filled" && by !== null) trace(known.get(by));
    }
  };
  trace(id === null ? undefined : known.get(id));
  return [...found].sort((one, other) => one - other);
}

/**
 * The places where another answer stands than the member knows: filled in, or once more what was
 * answered before it was filled in. `known`: answers by question.
 * @type {(steps: Step[], known: Given) => number[]}
 */
export function listChanged(steps, known) {
  const say = (answers) => JSON.stringify(answers);
  const places = steps.map((step, place) => place);
  return places.filter((place) => {
    const { id, answers } = steps[place];
    return answers !== null && known.has(id) && say(known.get(id)) !== say(answers);
  });
}
