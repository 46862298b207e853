// Kinds of questions, as the booth asks them: one entry a kind, under the name that it has in the
// committee's drafts (voteapp/services/drafting/kinds.py). What the record needs of a question is
// asked of protocol/kinds.js.

import { findFault } from "./answers.js";
import { createCheckboxes, createRadios, describeChoice, describeFault, describeNumber } from "./choices.js";

/**
 * How a kind of question is asked.
 *
 * `createFields` gives what goes on the page, with the choice made before, the name of the blank and
 * the answers that stand alone; `read` gives the choice (see answers.js). `describeHint`: how to
 * answer, or null. `findFault`: why a choice cannot stand, or null; `describeFault` says it.
 * @typedef {object} BoothKind
 * @property {(question, present: { choice, blank: string, exclusive: number[] }) =>
 *   { rows: Element[], read: () => readonly number[] }} createFields
 * @property {(question) => string | null} describeHint
 * @property {(question, meta, choice) => string | null} findFault
 * @property {(question, fault: string) => string} describeFault
 * @property {(question, choice) => string} describeChoice
 */

/** @type {Readonly<Record<string, Readonly<BoothKind>>>} */
const KINDS = Object.freeze({
  one: Object.freeze({
    createFields: createRadios,
    describeHint: () => null,
    findFault,
    describeFault,
    describeChoice,
  }),
  several: Object.freeze({
    createFields: createCheckboxes,
    describeHint: describeNumber,
    findFault,
    describeFault,
    describeChoice,
  }),
});

/** The entry of a question's kind.
 * @type {(question: { min: number, max: number }) => Readonly<BoothKind>} */
export function kindOf({ min, max }) {
  return KINDS[min === 1 && max === 1 ? "one" : "several"];
}
