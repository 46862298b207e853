// Questions with a list of answers, of which one or several are chosen: their fields on the page,
// and their words.

import { h } from "../../ui/dom.js";
import { t } from "../../i18n.js";
import { listOffered, standsAlone } from "../../campaign/questionnaire/answering.js";
/** @import { Fields, Present } from "./kinds.js" */

/** A field for each of these answers, in their order.
 * @type {(type: "radio" | "checkbox", answers: string[], present: Present) =>
 *   { input: HTMLInputElement, answer: string, row: HTMLElement }[]} */
export function createInputs(type, answers, { choice, name, help, group, first }) {
  return answers.map((answer, place) => {
    const id = place === 0 ? first : `${first}-${place}`;
    const more = help(answer);
    const input = h("input", {
      type,
      id,
      name: group,
      value: answer,
      checked: choice.includes(answer),
      "aria-describedby": more === "" ? null : `${id}-help`,
    });
    const label = h("label", { for: id, dir: "auto" }, name(answer));
    const hint = more === "" ? null : h("span", { class: "hint", id: `${id}-help`, dir: "auto" }, more);
    return { input, answer, row: h("div", {}, input, hint === null ? label : h("div", {}, label, hint)) };
  });
}

/** Ticking an answer that stands alone unticks the others, and the other way round. */
function keepApart(inputs, question) {
  for (const { input, answer } of inputs) {
    input.addEventListener("change", () => {
      if (!input.checked) return;
      for (const other of inputs) {
        if (other.input === input) continue;
        if (standsAlone(question, answer) || standsAlone(question, other.answer)) other.input.checked = false;
      }
    });
  }
}

/** The answers whose fields are chosen. */
export function listTicked(inputs) {
  return inputs.filter(({ input }) => input.checked).map(({ answer }) => answer);
}

/** @type {(inputs: ReturnType<typeof createInputs>) => Fields} */
function createFields(inputs) {
  const rows = h("div", { class: "choices" }, ...inputs.map(({ row }) => row));
  return { content: [rows], read: () => ({ answers: listTicked(inputs), typed: null, fault: null }) };
}

/** Fields of which one can be chosen: see `createFields` of a kind (kinds.js). */
export function createRadios(question, present) {
  return createFields(createInputs("radio", listOffered(question), present));
}

/** Fields of which several can be ticked: see `createFields` of a kind (kinds.js). */
export function createCheckboxes(question, present) {
  const inputs = createInputs("checkbox", listOffered(question), present);
  keepApart(inputs, question);
  return createFields(inputs);
}

/** How many answers may be ticked. */
export function describeNumber(question) {
  const most = question.answers.filter(({ alone }) => !alone).length;
  if (question.min === question.max) return t("Number of answers: {max}", { max: question.max });
  if (question.max >= most && question.min <= 1) return t("Choose all that apply.");
  if (question.min <= 1) return t("Number of answers: at most {max}", { max: question.max });
  return t("Number of answers: from {min} to {max}", { min: question.min, max: question.max });
}

/** What findFault (answering.js) found, in words. */
export function describeFault(question, fault) {
  if (fault === "none") {
    return question.max === 1 ? t("Choose one answer.") : t("Choose at least one answer.");
  }
  if (fault === "few") return t("Choose at least {min} answers.", { min: question.min });
  if (fault === "many") return t("Choose at most {max} answers.", { max: question.max });
  return t("One answer that you chose cannot be combined with others. Choose only that one, or remove it.");
}
