// Rules: what a vote must reach, as data, evaluated in integers.
//
// DESIGN, "Rules and the certificate"; docs/formats.md, "Manifest" (Rule).

import { types } from "../../protocol/types.js";
import { ProtocolError } from "../../protocol/errors.js";
import { kindOf } from "../../protocol/kinds.js";
import { checkCount, more } from "../canonical.js";
/** @import { Value } from "../../protocol/types.js" */
/** @import { Question } from "../../protocol/questions.js" */
/** @import { Matrix } from "../../protocol/tally.js" */

const comparison = more.oneOf("at-least", "more-than");

/** The share of members entitled whose ballots must have been counted. */
const Quorum = types.struct({ comparison, numerator: types.integer, denominator: types.integer });
/** @typedef {Value<typeof Quorum>} Quorum */

/** `answer` of `question` (0-based; blank not counted) must reach a fraction `of`. */
export const Rule = types.struct({
  question: types.integer,
  answer: types.integer,
  comparison,
  numerator: types.integer,
  denominator: types.integer,
  of: more.oneOf("counted", "not-blank", "entitled"),
  quorum: more.nullable(Quorum),
});
/** @typedef {Value<typeof Rule>} Rule */

/** What a rule gives for a result.
 * @typedef {ReturnType<typeof computeOutcome>} Outcome */

/** Whether votes/total is at least or more than the fraction; false when total is 0.
 * @type {(votes: number, total: number, how: "at-least" | "more-than", numerator: number,
 *   denominator: number) => boolean} */
function compare(votes, total, how, numerator, denominator) {
  const left = BigInt(votes) * BigInt(denominator);
  const right = BigInt(numerator) * BigInt(total);
  return total > 0 && (how === "at-least" ? left >= right : left > right);
}

/** The fewest votes for which `compare` holds, more than `total` if need be; null where the total
 * is 0, and none does.
 * @type {(total: number, how: "at-least" | "more-than", numerator: number, denominator: number) => number | null} */
export function computeLeast(total, how, numerator, denominator) {
  const [product, divisor] = [BigInt(numerator) * BigInt(total), BigInt(denominator)];
  const oneMore = how === "at-least" ? product % divisor > 0n : true;
  const least = Number(product / divisor) + Number(oneMore);
  return total > 0 ? least : null;
}

/** @type {(fraction: Quorum, what: string) => void} */
function checkFraction(fraction, what) {
  checkCount(fraction.denominator, "manifest-rule", `${what}: denominator`, 1);
  checkCount(fraction.numerator, "manifest-rule", `${what}: numerator`);
  if (fraction.numerator > fraction.denominator) {
    throw new ProtocolError("manifest-rule", `${what}: a fraction over 1 can never be reached`);
  }
}

/** Check fractions and, with `questions`, that the answer exists. Throws `manifest-rule`.
 * @type {(rule: Rule, questions?: Question[] | null) => void} */
export function checkRule(rule, questions = null) {
  checkFraction(rule, "the rule");
  if (rule.quorum !== null) checkFraction(rule.quorum, "the quorum");
  checkCount(rule.question, "manifest-rule", "the rule's question");
  checkCount(rule.answer, "manifest-rule", "the rule's answer");
  if (questions === null) return;
  const question = questions[rule.question];
  if (question === undefined || rule.answer >= question.answers.length) {
    throw new ProtocolError("manifest-rule", "the rule names an answer that is not asked for");
  }
}

/** Require that votes decide: not met whatever comes, nor never, and not by any single vote. Throws
 * `manifest-rule`.
 * @type {(rule: Rule) => void} */
export function checkDecides(rule) {
  if (rule.numerator === 0) throw new ProtocolError("manifest-rule", "a share of nothing is reached by anything");
  for (const fraction of [rule, rule.quorum]) {
    if (fraction === null) continue;
    if (fraction.comparison === "at-least" && fraction.numerator === 0) {
      throw new ProtocolError("manifest-rule", "at least nothing is always reached");
    }
    if (fraction.comparison === "more-than" && fraction.numerator === fraction.denominator) {
      throw new ProtocolError("manifest-rule", "more than everything is never reached");
    }
  }
}

/** Apply a checked rule: {votes, total, needed, reached, counted, entitled, quorum_needed,
 * quorum_reached, met}; `needed` and `quorum_needed` are the fewest that would have done.
 * @param {Rule} rule @param {Question[]} questions @param {Matrix<number>} result @param {number} counted @param {number} entitled */
export function computeOutcome(rule, questions, result, counted, entitled) {
  const question = questions[rule.question];
  const totals = kindOf(question).readTotals(question, result[rule.question]);
  const votes = totals.answers[rule.answer].number;
  const total = { counted, "not-blank": counted - (totals.blank ?? 0), entitled }[rule.of];
  const reached = compare(votes, total, rule.comparison, rule.numerator, rule.denominator);
  const { quorum } = rule;
  const quorumReached =
    quorum === null || compare(counted, entitled, quorum.comparison, quorum.numerator, quorum.denominator);
  return {
    votes,
    total,
    needed: computeLeast(total, rule.comparison, rule.numerator, rule.denominator),
    reached,
    counted,
    entitled,
    quorum_needed: quorum && computeLeast(entitled, quorum.comparison, quorum.numerator, quorum.denominator),
    quorum_reached: quorumReached,
    met: reached && quorumReached,
  };
}
