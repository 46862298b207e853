// A questionnaire's rules as data: what is skipped, filled in, derived, forbidden.
// docs/formats.md, "Questionnaire" (Rules).

import { isRecord, types } from "../../protocol/types.js";
import { more } from "../canonical.js";
/** @import { Type } from "../../protocol/types.js" */

/** `all`, `any` or `not` of conditions, or: one of `answers` is among those given to `question`.
 * @typedef {{ all?: Condition[], any?: Condition[], not?: Condition, question?: string, answers?: string[] }} Condition */

/** @type {Type<Condition>} */
const Condition = (value, path) => ConditionFields(value, path);
const ConditionFields = types.struct({
  all: types.optional(types.list(Condition)),
  any: types.optional(types.list(Condition)),
  not: types.optional(Condition),
  question: types.optional(types.string),
  answers: types.optional(types.list(types.string)),
});

/** The answer where the limit is exceeded by at least `by`.
 * @typedef {{ by: number, answer: string }} Over */
/** @typedef {{ id: string, do: "skip", when: Condition, questions: string[] }} Skip */
/** @typedef {{ id: string, do: "fill", when: Condition, question: string, answer: string }} Fill */
/** @typedef {{ id: string, do: "derive", from: string, question: string, within: string, over: Over[],
 *   no_limit: string }} Derive */
/** @typedef {{ id: string, do: "forbid", when: Condition }} Forbid */
/** @typedef {Skip | Fill | Derive | Forbid} Rule */

/** @type {Record<string, Type<Rule>>} */
const KINDS = {
  skip: types.struct({
    id: types.string,
    do: more.exactly("skip"),
    when: Condition,
    questions: types.list(types.string),
  }),
  fill: types.struct({
    id: types.string,
    do: more.exactly("fill"),
    when: Condition,
    question: types.string,
    answer: types.string,
  }),
  derive: types.struct({
    id: types.string,
    do: more.exactly("derive"),
    from: types.string,
    question: types.string,
    within: types.string,
    over: types.list(types.struct({ by: types.integer, answer: types.string })),
    no_limit: types.string,
  }),
  forbid: types.struct({ id: types.string, do: more.exactly("forbid"), when: Condition }),
};

/** @type {Type<Rule>} */
export const Rule = (value, path) => {
  if (!isRecord(value)) return types.fail(path, "a rule");
  const kind = more.oneOf("skip", "fill", "derive", "forbid")(value.do, `${path}.do`);
  return KINDS[kind](value, path);
};
