// Question pages: one question a page, its legend the heading, and the check before sending.

import { actions, button, errorSummary, h, summaryList } from "../ui/dom.js";
import { t } from "../i18n.js";
import { BLANK, computeSteps, findFault, isBlank } from "./answers.js";

/** What the blank of a question is called. */
export function blankName(ballot) {
  if (ballot.survey.prefer_not) return ballot.survey.prefer_not;
  return ballot.kind === "survey" ? t("Prefer not to answer") : t("Blank vote");
}

/** The words of a choice. */
export function describeChoice(ballot, index, choice) {
  if (isBlank(choice)) return blankName(ballot);
  if (choice.length === 0) return t("None of these");
  return choice.map((answer) => ballot.election.questions[index].answers[answer]).join("; ");
}

/** Indexes of the questions that are asked, as far as the answers so far decide. */
export function askedQuestions(ballot) {
  const steps = computeSteps(ballot.survey, ballot.chosen);
  return steps.map((step, index) => (step.kind === "asked" ? index : -1)).filter((i) => i >= 0);
}

function describeFault(question, fault) {
  if (fault === "none") {
    return question.max === 1 ? t("Choose one answer.") : t("Choose at least one answer.");
  }
  if (fault === "few") return t("Choose at least {min} answers.", { min: question.min });
  if (fault === "many") return t("Choose at most {max} answers.", { max: question.max });
  return t("One of the answers that you chose can only stand alone.");
}

function hintFor(question) {
  if (question.max === 1 && question.min === 1) return null;
  if (question.min === question.max) return t("Choose exactly {max}.", { max: question.max });
  if (question.max === question.answers.length && question.min <= 1) return t("Choose all that apply.");
  if (question.min <= 1) return t("Choose up to {max}.", { max: question.max });
  return t("Choose {min} to {max}.", { min: question.min, max: question.max });
}

function choiceInputs(ballot, index, type) {
  const question = ballot.election.questions[index];
  const choice = ballot.chosen[ballot.survey.questions[index].key] || [];
  const options = question.answers.map((text, answer) => ({ text, answer }));
  if (question.blank) options.push({ text: blankName(ballot), answer: -1 });
  return options.map(({ text, answer }, place) => {
    const id = `answer-${place}`;
    const input = h("input", {
      type,
      id,
      name: "answer",
      value: String(answer),
      checked: choice.includes(answer),
    });
    return { input, answer, row: h("div", {}, input, h("label", { for: id }, text)) };
  });
}

/** Ticking an answer that stands alone unticks the others, and the other way round. */
function keepApart(inputs, alone) {
  for (const { input, answer } of inputs) {
    input.addEventListener("change", () => {
      if (!input.checked) return;
      for (const other of inputs) {
        if (other.input === input) continue;
        if (alone.includes(answer) || alone.includes(other.answer)) other.input.checked = false;
      }
    });
  }
}

/**
 * A question's page. `onDone()` is called with the choice stored in the ballot.
 * Nothing is sent, and nothing leaves the page's memory.
 */
export function questionPage(pages, ballot, index, onDone, fault = null) {
  return () => {
    const question = ballot.election.questions[index];
    const meta = ballot.survey.questions[index];
    const single = question.max === 1 && question.min === 1;
    const inputs = choiceInputs(ballot, index, single ? "radio" : "checkbox");
    const alone = [-1, ...meta.exclusive];
    if (!single) keepApart(inputs, alone);
    const submit = (event) => {
      event.preventDefault();
      const choice = inputs.filter(({ input }) => input.checked).map(({ answer }) => answer);
      choice.sort((a, b) => a - b);
      const found = findFault(question, meta, choice);
      const stored = isBlank(choice) ? BLANK : choice;
      ballot.choose(meta.key, found === null ? stored : null);
      if (found === null) onDone();
      else {
        pages.replace(questionPage(pages, ballot, index, onDone, describeFault(question, found)));
      }
    };
    const asked = askedQuestions(ballot);
    const caption =
      asked.length > 1
        ? t("Question {number} of {total}", { number: asked.indexOf(index) + 1, total: asked.length })
        : ballot.title;
    const repeats = caption === question.question;
    const hint = hintFor(question);
    const described = [hint ? "answer-hint" : "", fault ? "answer-error" : ""].join(" ").trim();
    const fieldset = h(
      "fieldset",
      { class: fault ? "has-error" : null, "aria-describedby": described || null },
      h(
        "legend",
        {},
        repeats ? null : h("span", { class: "caption" }, caption),
        h("h1", {}, question.question),
      ),
      hint ? h("span", { class: "hint", id: "answer-hint" }, hint) : null,
      fault
        ? h(
            "span",
            { class: "error-text", id: "answer-error" },
            h("span", { class: "visually-hidden" }, t("Error:"), " "),
            fault,
          )
        : null,
      h(
        "div",
        { class: "choices" },
        inputs.map(({ row }) => row),
      ),
    );
    const form = h(
      "form",
      { novalidate: true, autocomplete: "off", on: { submit } },
      asked.length > 1 ? questionProgress(asked, index) : null,
      fieldset,
      actions(button(t("Continue"), null, "", "submit")),
    );
    return {
      title: question.question,
      content: [
        pages.backLink(),
        fault ? errorSummary(t("There is a problem"), [{ text: fault, target: "answer-0" }]) : null,
        form,
      ],
    };
  };
}

function questionProgress(asked, index) {
  const label = t("Questions answered");
  return h("progress", { max: String(asked.length), value: asked.indexOf(index), "aria-label": label });
}

/** "Check your answers": everything as it will be sent, with a way to change each answer. */
export function reviewPage(pages, ballot, { onChange, onSend }) {
  return () => {
    const steps = computeSteps(ballot.survey, ballot.chosen);
    const rows = steps.map((step, index) => {
      const question = ballot.election.questions[index];
      const words = describeChoice(ballot, index, step.choice);
      if (step.kind !== "asked") {
        return [
          question.question,
          h("span", {}, words, " ", h("span", { class: "small" }, t("(filled in on this phone)"))),
        ];
      }
      const change = h(
        "button",
        { type: "button", class: "link-button", on: { click: () => onChange(index) } },
        t("Change"),
        h("span", { class: "visually-hidden" }, " ", question.question),
      );
      return [question.question, words, change];
    });
    const title = ballot.kind === "survey" ? t("Check your answers") : t("Check your vote");
    return {
      title,
      content: [
        pages.backLink(),
        h("h1", {}, h("span", { class: "caption" }, ballot.title), title),
        summaryList(rows),
        h(
          "p",
          {},
          t(
            "Your phone locks this before it is sent. Nobody can open it: only the sum of all is ever opened. Once sent, it cannot be changed.",
          ),
        ),
        actions(button(ballot.kind === "survey" ? t("Send my answers") : t("Send my vote"), onSend)),
      ],
    };
  };
}
