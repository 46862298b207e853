// Homomorphic questions and their encrypted answers.
//
// Belenios specification, sections "Homomorphic questions", "Homomorphic answers", "Proofs of
// interval membership" and "Proofs of possibly-blank votes".

import { MAX_INTEGER } from "./encoding.js";
import { types } from "./types.js";
import { MisuseError, ProtocolError } from "./errors.js";
import {
  checkDisjunction,
  Ciphertext,
  encrypt,
  finishDisjunction,
  multiplyPairs,
  Proof,
  startDisjunction,
} from "./proofs.js";
/** @import { RandomBytes } from "./encoding.js" */
/** @import { Value } from "./types.js" */
/** @import { Element, Group } from "./group.js" */
/** @import { Draft, Pair } from "./proofs.js" */

/** `question_h`: answers, optional blank, between min and max of them chosen. */
export const Question = types.struct({
  answers: types.list(types.string),
  blank: types.optional(types.boolean),
  min: types.integer,
  max: types.integer,
  question: types.string,
});
/** @typedef {Value<typeof Question>} Question */

/** `answer_h`: ciphertexts with their proofs. */
export const Answer = types.struct({
  choices: types.list(Ciphertext),
  individual_proofs: types.list(types.list(Proof)),
  overall_proof: types.list(Proof),
  blank_proof: types.optional(types.list(Proof)),
});
/** @typedef {Value<typeof Answer>} Answer */

/** Whether a blank vote may be cast; it is then the first choice.
 * @type {(question: Question) => boolean} */
function hasBlank(question) {
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
function checkChoices(question, choices) {
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

/** @type {(choices: Ciphertext[]) => string} */
function joined(choices) {
  return choices.map(({ alpha, beta }) => `${alpha},${beta}`).join(",");
}

/** @type {(question: Question) => number[]} */
function range({ min, max }) {
  return Array.from({ length: max - min + 1 }, (_, i) => min + i);
}

/** An answer of which nothing is hashed yet.
 * @typedef {{ pairs: Pair[], individual: Draft[], total: Pair, overall: Draft, blank: Draft | null }} AnswerDraft */

/** Everything of an answer that is drawn or computed before anything is hashed.
 * @type {(group: Group, publicKey: Element, question: Question, choices: number[],
 *   randomBytes: RandomBytes, onProgress: () => unknown) => AnswerDraft} */
function draftAnswer(group, publicKey, question, choices, randomBytes, onProgress) {
  const exponents = choices.map(() => group.randomScalar(randomBytes));
  /** @type {Draft[]} */
  const individual = [];
  const pairs = choices.map((choice, i) => encrypt(group, publicKey, exponents[i], choice));
  choices.forEach((choice, i) => {
    const branches = [0, 1].map((value) => ({ exponent: exponents[i], plaintext: choice, value }));
    individual.push(startDisjunction(group, publicKey, branches, choice, randomBytes));
    onProgress();
  });
  const first = hasBlank(question) ? 1 : 0;
  const plaintext = choices.slice(first).reduce((sum, choice) => sum + choice, 0);
  const exponent = group.reduce(exponents.slice(first).reduce((sum, r) => sum + r, 0n));
  const isBlank = first === 1 && choices[0] === 1;
  const inRange = range(question).map((value) => ({ exponent, plaintext, value }));
  const ofBlank = { exponent: exponents[0], plaintext: choices[0] };
  const branches = first === 1 ? [{ ...ofBlank, value: 1 }, ...inRange] : inRange;
  const trueIndex = isBlank ? 0 : first + plaintext - question.min;
  const overall = startDisjunction(group, publicKey, branches, trueIndex, randomBytes);
  const blankBranches = [
    { ...ofBlank, value: 0 },
    { exponent, plaintext, value: 0 },
  ];
  const blank = first === 1 ? startDisjunction(group, publicKey, blankBranches, isBlank ? 1 : 0, randomBytes) : null;
  return { pairs, individual, total: multiplyPairs(group, pairs.slice(first)), overall, blank };
}

/**
 * Encrypt one answer with its proofs.
 *
 * `choices`: zeros and ones, one for each answer, a leading one for blank if allowed.
 * `context`: S0, the fingerprint, a bar, the public credential. `onProgress()` is called after
 * each choice. Throws MisuseError.
 * @type {(group: Group, publicKey: Element, question: Question, choices: number[], context: string,
 *   randomBytes: RandomBytes, onProgress?: () => unknown) => Answer}
 */
export function createAnswer(group, publicKey, question, choices, context, randomBytes, onProgress = () => {}) {
  checkChoices(question, choices);
  const draft = draftAnswer(group, publicKey, question, choices, randomBytes, onProgress);
  const { pairs, individual, total, overall, blank } = draft;
  const parts = [...individual, overall, ...(blank === null ? [] : [blank])];
  const points = [...pairs, total].flatMap(({ alpha, beta }) => [alpha, beta]);
  const texts = group.encodeAll([...points, ...parts.flatMap((part) => part.points)]);
  return finishAnswer(group, draft, texts, context);
}

/** Hash and answer: `texts` are the ciphertexts, their product, then every proof's commitments.
 * @type {(group: Group, draft: AnswerDraft, texts: string[], context: string) => Answer} */
function finishAnswer(group, { pairs, individual, overall, blank }, texts, context) {
  let position = 0;
  /** @type {(count: number) => string[]} */
  const take = (count) => texts.slice(position, (position += count));
  const choices = pairs.map(() => {
    const [alpha, beta] = take(2);
    return { alpha, beta };
  });
  const totalText = take(2).join(",");
  /** @type {(part: Draft, prefix: string) => Proof[]} */
  const finish = (part, prefix) => finishDisjunction(group, part, prefix, take(part.points.length));
  const individualProofs = individual.map((part, i) => finish(part, `prove|${context}|${joined([choices[i]])}`));
  const signed = `${context}|${joined(choices)}`;
  const prefix = blank === null ? `prove|${signed}|${totalText}` : `bproof1|${signed}`;
  /** @type {Answer} */
  const answer = { choices, individual_proofs: individualProofs, overall_proof: finish(overall, prefix) };
  if (blank !== null) answer.blank_proof = finish(blank, `bproof0|${signed}`);
  return answer;
}

/** Require the number of ciphertexts and proofs; throws `ballot-shape`.
 * @type {(question: Question, answer: Answer) => void} */
export function checkShape(question, answer) {
  const blank = hasBlank(question);
  const overall = question.max - question.min + 1 + (blank ? 1 : 0);
  const wanted = computeWidth(question);
  if (
    answer.choices.length !== wanted ||
    answer.individual_proofs.length !== wanted ||
    answer.individual_proofs.some((proof) => proof.length !== 2) ||
    answer.overall_proof.length !== overall ||
    (answer.blank_proof === undefined ? null : answer.blank_proof.length) !== (blank ? 2 : null)
  ) {
    throw new ProtocolError("ballot-shape", "an answer does not have its question's shape");
  }
}

/** Every proof of an answer.
 * @type {(answer: Answer) => Proof[]} */
export function listProofs({ individual_proofs: individual, overall_proof: overall, blank_proof: blank }) {
  return [...individual.flat(), ...overall, ...(blank ?? [])];
}

/** What an answer adds to the tally, the blank first where there is one.
 * @type {(answer: Answer) => Ciphertext[]} */
export function listCiphertexts(answer) {
  return answer.choices;
}

/**
 * Check every proof of an answer whose shape and elements were checked. Throws
 * `ballot-individual-proof`, `ballot-overall-proof`, `ballot-blank-proof` or `scalar`.
 * @type {(group: Group, publicKey: Element, question: Question, answer: Answer, pairs: Pair[],
 *   context: string) => void}
 */
export function checkAnswer(group, publicKey, question, answer, pairs, context) {
  pairs.forEach((pair, i) => {
    const branches = [
      { pair, value: 0 },
      { pair, value: 1 },
    ];
    const prefix = `prove|${context}|${joined([answer.choices[i]])}`;
    const proofs = answer.individual_proofs[i];
    checkDisjunction(group, publicKey, prefix, branches, proofs, "ballot-individual-proof");
  });
  const blank = hasBlank(question);
  const total = multiplyPairs(group, pairs.slice(blank ? 1 : 0));
  const signed = `${context}|${joined(answer.choices)}`;
  const inRange = range(question).map((value) => ({ pair: total, value }));
  const branches = blank ? [{ pair: pairs[0], value: 1 }, ...inRange] : inRange;
  const prefix = blank
    ? `bproof1|${signed}`
    : `prove|${signed}|${group.encodeAll([total.alpha, total.beta]).join(",")}`;
  checkDisjunction(group, publicKey, prefix, branches, answer.overall_proof, "ballot-overall-proof");
  if (answer.blank_proof !== undefined) {
    const both = [
      { pair: pairs[0], value: 0 },
      { pair: total, value: 0 },
    ];
    checkDisjunction(group, publicKey, `bproof0|${signed}`, both, answer.blank_proof, "ballot-blank-proof");
  }
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
