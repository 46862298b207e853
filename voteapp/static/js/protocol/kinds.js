// Kinds of questions, as the record knows them: one entry a kind.
//
// Belenios specification, section "Elections" (questions) and those on each kind's questions and
// answers. Homomorphic questions (questions.js, answers.js) are the one kind there is so far; whoever needs
// something of a question or of its answers asks the entry of its kind.

import { MisuseError } from "./errors.js";
import * as answers from "./answers.js";
import * as questions from "./questions.js";
/** @import { RandomBytes } from "./encoding.js" */
/** @import { Element, Group } from "./group.js" */
/** @import { Ciphertext, Pair, Proof } from "./proofs.js" */
/** @import { Answer } from "./answers.js" */
/** @import { Question, Totals } from "./questions.js" */

/**
 * What the record asks of a kind of question; errors and shapes: at each function.
 *
 * `type`: the question's `type` in the record, undefined where it stands there bare. An answer is
 * made in the phone and checked by everybody. It adds its ciphertexts, `computeWidth` of them, to
 * the tally; what their totals say is read at the end.
 * @typedef {object} RecordKind
 * @property {string | undefined} type
 * @property {(question: Question) => void} checkQuestion
 * @property {(question: Question) => number} computeWidth
 * @property {(question: Question, chosen: readonly number[] | null) => number[]} createChoices
 * @property {(group: Group, publicKey: Element, question: Question, choices: number[], context: string,
 *   randomBytes: RandomBytes, onProgress?: () => unknown) => Answer} createAnswer
 * @property {(question: Question, answer: Answer) => void} checkShape
 * @property {(answer: Answer) => Proof[]} listProofs
 * @property {(group: Group, publicKey: Element, question: Question, answer: Answer, pairs: Pair[],
 *   context: string) => void} checkAnswer
 * @property {(answer: Answer) => Ciphertext[]} listCiphertexts
 * @property {(question: Question, numbers: number[]) => Totals} readTotals
 */

/** @type {Readonly<RecordKind>} */
const HOMOMORPHIC = Object.freeze({
  type: undefined,
  checkQuestion: questions.checkQuestion,
  computeWidth: questions.computeWidth,
  createChoices: questions.createChoices,
  createAnswer: answers.createAnswer,
  checkShape: answers.checkShape,
  listProofs: answers.listProofs,
  checkAnswer: answers.checkAnswer,
  listCiphertexts: answers.listCiphertexts,
  readTotals: questions.readTotals,
});

const KINDS = new Map([[HOMOMORPHIC.type, HOMOMORPHIC]]);

/** Whether there is an entry for questions of that `type`.
 * @type {(type: string | undefined) => boolean} */
export function isKnown(type) {
  return KINDS.has(type);
}

/** The entry of a question's kind.
 * @type {(question: Question & { type?: string }) => Readonly<RecordKind>} */
export function kindOf(question) {
  const kind = KINDS.get(question.type);
  if (kind === undefined) throw new MisuseError("a question of no known kind");
  return kind;
}

/** How many ciphertexts the answers have, question by question: the shape of a tally.
 * @type {(asked: Question[]) => number[]} */
export function computeWidths(asked) {
  return asked.map((question) => kindOf(question).computeWidth(question));
}
