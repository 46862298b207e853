// Question pages: one question a page, its legend the heading, and the check before sending.

import { actions, button, errorSummary, h, summaryList } from "../ui/dom.js";
import { t } from "../i18n.js";
import { computeSteps, isBlank } from "./answers.js";
import { kindOf } from "./kinds.js";

/** What the blank of a question is called. */
function blankName(ballot) {
  if (ballot.survey.prefer_not) return ballot.survey.prefer_not;
  return ballot.kind === "survey" ? t("Prefer not to answer") : t("Blank vote");
}

/** The words of a choice. */
function describeChoice(ballot, index, choice) {
  if (isBlank(choice)) return blankName(ballot);
  const question = ballot.election.questions[index];
  return kindOf(question).describeChoice(question, choice);
}

/** Indexes of the questions that are asked, as far as the answers so far decide. */
export function askedQuestions(ballot) {
  const steps = computeSteps(ballot.survey, ballot.chosen);
  return steps.map((step, index) => (step.kind === "asked" ? index : -1)).filter((i) => i >= 0);
}

/**
 * A question's page. `onDone()` is called with the choice stored in the ballot.
 * Nothing is sent, and nothing leaves the page's memory.
 */
export function questionPage(pages, ballot, index, onDone, fault = null) {
  return () => {
    const question = ballot.election.questions[index];
    const meta = ballot.survey.questions[index];
    const kind = kindOf(question);
    const fields = kind.createFields(question, {
      choice: ballot.chosen[meta.key] || [],
      blank: blankName(ballot),
      exclusive: meta.exclusive,
    });
    const submit = (event) => {
      event.preventDefault();
      const choice = fields.read();
      const found = kind.findFault(question, meta, choice);
      ballot.choose(meta.key, found === null ? choice : null);
      if (found === null) onDone();
      else {
        pages.replace(questionPage(pages, ballot, index, onDone, kind.describeFault(question, found)));
      }
    };
    const asked = askedQuestions(ballot);
    const caption =
      asked.length > 1
        ? t("Question {number} of {total}", { number: asked.indexOf(index) + 1, total: asked.length })
        : ballot.title;
    const repeats = caption === question.question;
    const hint = kind.describeHint(question);
    const described = [hint ? "answer-hint" : "", fault ? "answer-error" : ""].join(" ").trim();
    const fieldset = h(
      "fieldset",
      { class: fault ? "has-error" : null, "aria-describedby": described || null },
      h("legend", {}, repeats ? null : h("span", { class: "caption" }, caption), h("h1", {}, question.question)),
      hint ? h("span", { class: "hint", id: "answer-hint" }, hint) : null,
      fault
        ? h(
            "span",
            { class: "error-text", id: "answer-error" },
            h("span", { class: "visually-hidden" }, t("Error:"), " "),
            fault,
          )
        : null,
      h("div", { class: "choices" }, fields.rows),
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
            "Your phone locks this before it is sent. Nobody can open it: only the " +
              "sum of all is ever opened. Once sent, it cannot be changed.",
          ),
        ),
        actions(button(ballot.kind === "survey" ? t("Send my answers") : t("Send my vote"), onSend)),
      ],
    };
  };
}
