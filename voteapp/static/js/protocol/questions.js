// Homomorphic questions: what may be chosen, and what the totals say. Answers: answers.js.
//
// Belenios specification, section "Homomorphic questions".

import { MAX_INTEGER } from "./encoding.js";
import { MisuseError, ProtocolError } from "./errors.js";
import { types } from "./types.js";
/** @import { Value } from "./types.js" */

/** `question_h`: answers, optional blank, between min and max of them chosen. */
export const Question = types.struct({
  answers: types.list(types.string),
  blank: types.optional(types.boolean),
  min: types.integer,
  max: types.integer,
  question: types.string,
});
/** @typedef {Value<typeof Question>} Question */

/** Whether a blank vote may be cast; it is then the first choice.
 * @type {(question: Question) => boolean} */
export function hasBlank(question) {
  return question.blank === true;
}

/** How many ciphertexts an answer has.
 * @type {(question: Question) => number} */
export function computeWidth(question) {
  return question.answers.length + (hasBlank(question) ? 1 : 0);
}

/** 0 <= min <= max <= number of answers, at least one answer: `election-question`.
 * @type {(question: Question) => void} */
export function checkQuestion({ answers, min, max }) {
  if (answers.length === 0) {
    throw new ProtocolError("election-question", "a question has no answers");
  }
  if (!(min >= 0 && min <= max && max <= answers.length && answers.length < MAX_INTEGER)) {
    throw new ProtocolError("election-question", `min ${min}, max ${max} do not fit ${answers.length} answers`);
  }
}

/** Require a choice that the question allows; throws MisuseError without naming it.
 * @type {(question: Question, choices: number[]) => void} */
export function checkChoices(question, choices) {
  if (choices.length !== computeWidth(question) || choices.some((c) => c !== 0 && c !== 1)) {
    throw new MisuseError("the choices do not have the question's shape");
  }
  const first = hasBlank(question) ? 1 : 0;
  const chosen = choices.slice(first).reduce((sum, choice) => sum + choice, 0);
  if (first === 1 && choices[0] === 1) {
    if (chosen > 0) throw new MisuseError("a blank vote chooses nothing else");
  } else if (chosen < question.min || chosen > question.max) {
    throw new MisuseError("the number of choices is not allowed");
  }
}

/** The zeros and ones of some `chosen` answers (indexes), or of a blank vote (null).
 * @type {(question: Question, chosen: readonly number[] | null) => number[]} */
export function createChoices(question, chosen) {
  const row = question.answers.map((_, index) => (chosen?.includes(index) ? 1 : 0));
  return hasBlank(question) ? [chosen === null ? 1 : 0, ...row] : row;
}

/** A question's row of the result: a total an answer, in order, and the blank votes' number (null
 * where there can be none).
 * @typedef {{ answers: { text: string, number: number }[], blank: number | null }} Totals */

/** What the totals of a question's ciphertexts say; throws MisuseError for another number of them.
 * @type {(question: Question, numbers: number[]) => Totals} */
export function readTotals(question, numbers) {
  if (numbers.length !== computeWidth(question)) {
    throw new MisuseError("the result does not belong to these questions");
  }
  const first = hasBlank(question) ? 1 : 0;
  const answers = question.answers.map((text, i) => ({ text, number: numbers[first + i] }));
  return { answers, blank: first === 1 ? numbers[0] : null };
}
