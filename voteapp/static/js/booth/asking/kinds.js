// Kinds of questions, as the booth asks them: one entry a kind, under the name that it has in the
// questionnaire. What the record needs of a question is asked of protocol/kinds.js.

import { t } from "../../i18n.js";
import { createCheckboxes, createRadios, describeNumber } from "./choices.js";
import { createNumber } from "./numbers.js";
/** @import { Child } from "../../ui/dom.js" */
/** @import { Question } from "../../campaign/questionnaire/document.js" */

/**
 * What a question's fields show: the answers chosen before, or the number typed; what an answer is
 * called, and its help; their name in the form, the identity of the first, and that of the question's
 * words. `counted`: what a number counts, where a limit says so; `invalid`: something is wrong with it.
 * @typedef {{ choice: readonly string[], typed: string | null, name: (answer: string) => string,
 *   help: (answer: string) => string, group: string, first: string, labelled: string,
 *   counted: string | null, invalid: boolean }} Present */

/** What is answered now; `typed`: the number in digits; `fault`: what is wrong with it, in words.
 * @typedef {{ answers: readonly string[], typed: string | null, fault: string | null }} Reading */
/** @typedef {{ content: Child, read: () => Reading }} Fields */

/**
 * How a kind of question is asked. `createFields` gives what goes on the page; `describeHint`: how
 * to answer, or null.
 * @typedef {object} BoothKind
 * @property {(question: Question, present: Present) => Fields} createFields
 * @property {(question: Question) => string | null} describeHint
 */

/** @type {Readonly<BoothKind>} */
const ONE = Object.freeze({ createFields: createRadios, describeHint: () => null });

/** @type {Readonly<Record<string, Readonly<BoothKind>>>} */
const KINDS = Object.freeze({
  one: ONE,
  scale: ONE,
  number: Object.freeze({ createFields: createNumber, describeHint: () => t("Type the number.") }),
  several: Object.freeze({ createFields: createCheckboxes, describeHint: describeNumber }),
});

/** The entry of a question's kind.
 * @type {(question: { kind: string }) => Readonly<BoothKind>} */
export function kindOf({ kind }) {
  return KINDS[kind];
}
