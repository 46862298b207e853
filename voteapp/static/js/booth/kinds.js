// Kinds of questions, as the booth asks them: one entry a kind, under the name that it has in the
// questionnaire. What the record needs of a question is asked of protocol/kinds.js.

import { createCheckboxes, createRadios, describeNumber } from "./choices.js";

/**
 * How a kind of question is asked.
 *
 * `createFields` gives what goes on the page, with the choice made before and what answers are
 * called; `read` gives the answers that are chosen now. `describeHint`: how to answer, or null.
 * @typedef {object} BoothKind
 * @property {(question, present: { choice: readonly string[], name: (answer: string) => string }) =>
 *   { rows: Element[], read: () => readonly string[] }} createFields
 * @property {(question) => string | null} describeHint
 */

/** @type {Readonly<BoothKind>} */
const ONE = Object.freeze({ createFields: createRadios, describeHint: () => null });

/** @type {Readonly<Record<string, Readonly<BoothKind>>>} */
const KINDS = Object.freeze({
  one: ONE,
  scale: ONE,
  number: ONE,
  several: Object.freeze({ createFields: createCheckboxes, describeHint: describeNumber }),
});

/** The entry of a question's kind.
 * @type {(question: { kind: string }) => Readonly<BoothKind>} */
export function kindOf({ kind }) {
  return KINDS[kind];
}
