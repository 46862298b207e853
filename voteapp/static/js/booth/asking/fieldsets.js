// A question on its page: its words, its help, what is wrong with its answer, and its fields.

import { errorText, h } from "../../ui/dom.js";
import { t } from "../../i18n.js";
import { readHelp } from "../../campaign/questionnaire/texts.js";
import { kindOf } from "./kinds.js";
import { describeLimit, findLimit, listLimited } from "./limit.js";
import { describeDropped, inLanguage, own } from "./words.js";
/** @import { Reading } from "./kinds.js" */

/** What is wrong with an answer: in words, and the places of the answers that it contradicts.
 * @typedef {{ text: string, others: number[] }} Fault */
/** What a page shows of a question: the identity of its first field, the name of all of them, its
 * legend by an identity and the question; what was answered, and what is wrong with that.
 * @typedef {{ first: string, group: string, head: (id: string, text: string) => HTMLElement,
 *   reading: Reading | undefined, fault: Fault | undefined }} Shown */

/** What was answered before, unless the page has it. */
function recall(ballot, { id }) {
  return { answers: ballot.chosen.get(id) ?? [], typed: ballot.typed.get(id) ?? null };
}

function createFields(ballot, question, { first, group, reading, fault }) {
  const { rules } = ballot.questionnaire;
  const { answers: choice, typed } = reading ?? recall(ballot, question);
  const compared = rules.some((rule) => rule.do === "derive" && rule.from === question.id);
  const limit = findLimit(ballot.questionnaire, ballot.interview.code);
  return kindOf(question).createFields(question, {
    choice,
    typed,
    name: (answer) => ballot.nameAnswer(question, answer),
    help: (answer) => {
      const found = question.answers.find(({ id }) => id === answer);
      return found === undefined ? "" : readHelp(found.texts, ballot.language);
    },
    group,
    first,
    labelled: `${first}-question`,
    counted: limit !== null && compared ? limit.counted : null,
    invalid: fault !== undefined,
  });
}

/** The limit, beside what is compared with it. */
function limitPart(ballot, question) {
  const limit = findLimit(ballot.questionnaire, ballot.interview.code);
  if (limit === null || !listLimited(ballot.questionnaire).includes(question.id)) return null;
  return h("p", { class: "small" }, own(describeLimit(limit).join(" ")));
}

/** @returns {{ element: HTMLElement, read: () => Reading }} */
export function createFieldset(ballot, place, /** @type {Shown} */ shown) {
  const { first, head, fault } = shown;
  const question = ballot.questionnaire.questions[place];
  const fields = createFields(ballot, question, shown);
  const hint = kindOf(question).describeHint(question);
  const help = readHelp(question.texts, ballot.language);
  const dropped = describeDropped(ballot, place);
  const lines = [
    dropped === null ? null : h("p", { class: "notice wait", id: `${first}-dropped` }, own(dropped)),
    help === "" ? null : h("span", { class: "hint", id: `${first}-help`, ...inLanguage(ballot) }, help),
    hint === null ? null : h("span", { class: "hint", id: `${first}-hint` }, own(hint)),
    fault === undefined ? null : errorText(t("Error:"), own(fault.text), `${first}-error`),
  ].filter((line) => line !== null);
  const element = h(
    "fieldset",
    {
      class: fault === undefined ? null : "has-error",
      "aria-describedby": lines.map(({ id }) => id).join(" ") || null,
    },
    head(`${first}-question`, ballot.nameQuestion(place)),
    lines,
    limitPart(ballot, question),
    fields.content,
  );
  return { element, read: fields.read };
}
