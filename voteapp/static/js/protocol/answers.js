// Encrypted answers to homomorphic questions, with their proofs.
//
// Belenios specification, sections "Homomorphic answers", "Proofs of interval membership" and
// "Proofs of possibly-blank votes".

import { ProtocolError } from "./errors.js";
import {
  checkDisjunction,
  Ciphertext,
  encrypt,
  finishDisjunction,
  multiplyPairs,
  Proof,
  startDisjunction,
} from "./proofs.js";
import { checkChoices, computeWidth, hasBlank } from "./questions.js";
import { types } from "./types.js";
/** @import { RandomBytes } from "./encoding.js" */
/** @import { Element, Group } from "./group.js" */
/** @import { Branch, Draft, Pair } from "./proofs.js" */
/** @import { Question } from "./questions.js" */
/** @import { Value } from "./types.js" */

/** `answer_h`: ciphertexts with their proofs. */
export const Answer = types.struct({
  choices: types.list(Ciphertext),
  individual_proofs: types.list(types.list(Proof)),
  overall_proof: types.list(Proof),
  blank_proof: types.optional(types.list(Proof)),
});
/** @typedef {Value<typeof Answer>} Answer */

/** @type {(choices: Ciphertext[]) => string} */
function joined(choices) {
  return choices.map(({ alpha, beta }) => `${alpha},${beta}`).join(",");
}

/** How many may be chosen.
 * @type {(question: Question) => number[]} */
function range({ min, max }) {
  return Array.from({ length: max - min + 1 }, (_, i) => min + i);
}

/** An answer of which nothing is hashed yet.
 * @typedef {{ pairs: Pair[], individual: Draft[], total: Pair, overall: Draft, blank: Draft | null }} AnswerDraft */
/** What a ciphertext holds, as its maker knows.
 * @typedef {{ exponent: bigint, plaintext: number }} Opened */
/** Starts a proof under one key.
 * @typedef {(branches: Branch[], trueIndex: number) => Draft} Start */

/** The product of ciphertexts, opened.
 * @type {(group: Group, opened: Opened[]) => Opened} */
function addOpened(group, opened) {
  const exponent = group.reduce(opened.reduce((sum, one) => sum + one.exponent, 0n));
  return { exponent, plaintext: opened.reduce((sum, one) => sum + one.plaintext, 0) };
}

/** The proofs of all choices together, the overall one first.
 * @type {(group: Group, question: Question, opened: Opened[], start: Start) => { overall: Draft, blank: Draft | null }} */
function draftTogether(group, question, opened, start) {
  const chosen = addOpened(group, hasBlank(question) ? opened.slice(1) : opened);
  const inRange = range(question).map((value) => ({ ...chosen, value }));
  const place = chosen.plaintext - question.min;
  if (!hasBlank(question)) return { overall: start(inRange, place), blank: null };
  const isBlank = opened[0].plaintext === 1;
  const overall = start([{ ...opened[0], value: 1 }, ...inRange], isBlank ? 0 : 1 + place);
  const empty = [opened[0], chosen].map((one) => ({ ...one, value: 0 }));
  return { overall, blank: start(empty, isBlank ? 1 : 0) };
}

/** Everything of an answer that is drawn or computed before anything is hashed.
 * @type {(group: Group, publicKey: Element, question: Question, choices: number[],
 *   randomBytes: RandomBytes, onProgress: () => unknown) => AnswerDraft} */
function draftAnswer(group, publicKey, question, choices, randomBytes, onProgress) {
  /** @type {Start} */
  const start = (branches, trueIndex) => startDisjunction(group, publicKey, branches, trueIndex, randomBytes);
  const opened = choices.map((plaintext) => ({ exponent: group.randomScalar(randomBytes), plaintext }));
  const pairs = opened.map(({ exponent, plaintext }) => encrypt(group, publicKey, exponent, plaintext));
  const individual = opened.map((one) => {
    const bits = [0, 1].map((value) => ({ ...one, value }));
    const draft = start(bits, one.plaintext);
    onProgress();
    return draft;
  });
  const total = multiplyPairs(group, hasBlank(question) ? pairs.slice(1) : pairs);
  return { pairs, individual, total, ...draftTogether(group, question, opened, start) };
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

/** Checks a proof under one key.
 * @typedef {(prefix: string, branches: { pair: Pair, value: number }[], proofs: Proof[], code: string) => void} Check */

/** The proofs of all choices together, as draftTogether makes them.
 * @type {(group: Group, question: Question, answer: Answer, pairs: Pair[], context: string, check: Check) => void} */
function checkTogether(group, question, answer, pairs, context, check) {
  const signed = `${context}|${joined(answer.choices)}`;
  const total = multiplyPairs(group, hasBlank(question) ? pairs.slice(1) : pairs);
  const inRange = range(question).map((value) => ({ pair: total, value }));
  const overall = "ballot-overall-proof";
  if (!hasBlank(question)) {
    const text = group.encodeAll([total.alpha, total.beta]).join(",");
    check(`prove|${signed}|${text}`, inRange, answer.overall_proof, overall);
    return;
  }
  check(`bproof1|${signed}`, [{ pair: pairs[0], value: 1 }, ...inRange], answer.overall_proof, overall);
  const empty = [pairs[0], total].map((pair) => ({ pair, value: 0 }));
  check(`bproof0|${signed}`, empty, answer.blank_proof ?? [], "ballot-blank-proof");
}

/**
 * Check every proof of an answer whose shape and elements were checked. Throws
 * `ballot-individual-proof`, `ballot-overall-proof`, `ballot-blank-proof` or `scalar`.
 * @type {(group: Group, publicKey: Element, question: Question, answer: Answer, pairs: Pair[],
 *   context: string) => void}
 */
export function checkAnswer(group, publicKey, question, answer, pairs, context) {
  /** @type {Check} */
  const check = (...proof) => checkDisjunction(group, publicKey, ...proof);
  pairs.forEach((pair, i) => {
    const prefix = `prove|${context}|${joined([answer.choices[i]])}`;
    const bits = [0, 1].map((value) => ({ pair, value }));
    check(prefix, bits, answer.individual_proofs[i], "ballot-individual-proof");
  });
  checkTogether(group, question, answer, pairs, context, check);
}
