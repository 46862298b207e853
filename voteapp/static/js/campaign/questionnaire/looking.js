// What a rule looks at, and what it decides.
/** @import { Condition, Rule } from "./rules.js" */

/** The [question, answers] that a condition is made of, in its order.
 * @type {(condition: Condition) => [string, string[]][]} */
export function listLeaves(condition) {
  /** @type {[string, string[]][]} */
  const own = condition.question === undefined ? [] : [[condition.question, condition.answers || []]];
  const parts = [...(condition.all || []), ...(condition.any || []), ...(condition.not ? [condition.not] : [])];
  return own.concat(...parts.map(listLeaves));
}

/** The questions that a rule looks at.
 * @type {(rule: Rule) => string[]} */
export function listSources(rule) {
  return rule.do === "derive" ? [rule.from] : listLeaves(rule.when).map(([question]) => question);
}

/** The questions that a rule answers.
 * @type {(rule: Rule) => string[]} */
export function listTargets(rule) {
  if (rule.do === "skip") return rule.questions;
  return rule.do === "forbid" ? [] : [rule.question];
}
