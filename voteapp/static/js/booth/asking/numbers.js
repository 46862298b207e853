// A question that is answered by typing a number. The number itself stays in this page's memory;
// the answer is the range into which it falls, which is said before the member goes on.

import { findBin, listOffered } from "../../campaign/questionnaire/answering.js";
import { readDigit } from "../../campaign/slips/typed.js";
import { button, h } from "../../ui/dom.js";
import { t, tn } from "../../i18n.js";
import { createInputs, listTicked } from "./choices.js";
import { own } from "./words.js";
/** @import { Question } from "../../campaign/questionnaire/document.js" */
/** @import { Fields, Present } from "./kinds.js" */

/** Bins reach as far as ten digits; up to fifteen a number is exact. */
const MOST_DIGITS = 15;

/** The lowest and (null: there is none) the highest number that falls into an answer.
 * @type {(question: Question) => { low: number, high: number | null }} */
function findRange({ answers }) {
  const bins = answers.map(({ bin }) => bin).filter((bin) => bin !== null);
  return { low: bins[0].low, high: bins[bins.length - 1].high };
}

/**
 * A typed number, in the digits of any script: {number, fault}; `fault`: "empty", "digits" (no
 * whole number), "low", "high", or null.
 * @type {(question: Question, text: string) => { number: number | null, fault: string | null }}
 */
export function readNumber(question, text) {
  const plain = [...text.trim()].map(readDigit).join("");
  if (plain === "") return { number: null, fault: "empty" };
  if (!/^[-−]?[0-9]+$/.test(plain) || plain.length > MOST_DIGITS) return { number: null, fault: "digits" };
  const number = Number(plain.replace("−", "-"));
  const { low, high } = findRange(question);
  if (number < low) return { number, fault: "low" };
  return high !== null && number > high ? { number, fault: "high" } : { number, fault: null };
}

/** @type {(question: Question, fault: string) => string} */
function describeFault(question, fault) {
  const { low, high } = findRange(question);
  if (fault === "low") return t("Type {low} or more.", { low });
  if (fault === "high") return t("Type {high} or less.", { high: high ?? "" });
  if (fault === "digits") return t("Type a whole number in digits, like 6.");
  return answersBeside(question).length > 0
    ? t("Type a number, or choose one of the answers below it.")
    : t("Type a number.");
}

/** What can be answered instead of a number.
 * @type {(question: Question) => string[]} */
function answersBeside(question) {
  const binned = question.answers.filter(({ bin }) => bin !== null).map(({ id }) => id);
  return listOffered(question).filter((answer) => !binned.includes(answer));
}

/** Into which answer a number falls, in words; `counted`: what is counted, where that is known.
 * @type {(number: number, answer: string, counted: string | null) => string} */
export function describeBin(number, answer, counted) {
  if (answer !== String(number)) return t("{number} is counted as “{answer}”.", { number, answer });
  if (counted === "patient") return tn("{count} patient", "{count} patients", number);
  return t("Your number: {number}", { number });
}

/** The field with a button on each side, and the line that says what it counts as. */
function createNumberField(question, { typed, name, first, counted, labelled, invalid }) {
  const words = own("");
  const line = h("p", { class: "counted", role: "status", id: `${first}-counted` }, words);
  const described = invalid ? `${first}-error ${line.id}` : line.id;
  const input = h("input", {
    type: "text",
    inputmode: "numeric",
    id: first,
    class: "short",
    autocomplete: "off",
    maxlength: "20",
    dir: "ltr",
    value: typed ?? "",
    "aria-labelledby": labelled,
    "aria-describedby": described,
    "aria-invalid": invalid ? "true" : null,
  });
  const show = () => {
    const { number, fault } = readNumber(question, input.value);
    const answer = fault === null ? findBin(question, number) : null;
    words.textContent = answer === null ? "" : describeBin(number, name(answer), counted);
  };
  const listen = (listener) => input.addEventListener("input", listener);
  const set = (text) => {
    input.value = text;
    input.dispatchEvent(new Event("input"));
  };
  listen(show);
  show();
  return { input, line, set, listen };
}

/** One more or one less, within what can be answered; from nothing the lowest. */
function createSteppers(question, { input, set }) {
  const { low, high } = findRange(question);
  const step = (by) => {
    const { number } = readNumber(question, input.value);
    const next = number === null ? low : Math.max(low, number + by);
    set(String(high === null ? next : Math.min(high, next)));
  };
  const stepper = (sign, words, by) => {
    const made = button(sign, () => step(by), "secondary step");
    made.setAttribute("aria-label", words);
    made.setAttribute("aria-controls", input.id);
    return made;
  };
  return [stepper("−", t("One less"), -1), stepper("+", t("One more"), 1)];
}

/** The field, and the answers that can be chosen instead; what is done to one empties the other.
 * @type {(question: Question, present: Present) => Fields} */
export function createNumber(question, present) {
  const field = createNumberField(question, present);
  const [less, more] = createSteppers(question, field);
  const beside = createInputs("radio", answersBeside(question), { ...present, first: `${present.first}-or` });
  field.listen(() => {
    for (const { input } of beside) input.checked = input.checked && field.input.value === "";
  });
  for (const { input } of beside) input.addEventListener("change", () => input.checked && field.set(""));
  const read = () => {
    const ticked = listTicked(beside);
    if (ticked.length > 0) return { answers: ticked, typed: null, fault: null };
    const typed = field.input.value;
    const { number, fault } = readNumber(question, typed);
    if (fault !== null) return { answers: [], typed, fault: describeFault(question, fault) };
    return { answers: [findBin(question, number)], typed: String(number), fault: null };
  };
  const rows = beside.map(({ row }) => row);
  const content = [
    h("div", { class: "stepping" }, less, field.input, more),
    field.line,
    rows.length > 0 ? h("div", { class: "choices" }, ...rows) : null,
  ];
  return { content, read };
}
