// Question pages: one question a page, its legend the heading, and the check before sending.

import { actions, button, errorSummary, errorText, h, heading, summaryList } from "../ui/dom.js";
import { t } from "../i18n.js";
import { findFault } from "../campaign/questionnaire/answering.js";
import { describeFault } from "./choices.js";
import { kindOf } from "./kinds.js";
import { describeRule } from "./rule.js";

/** The words of what was answered to a question. */
function describeAnswers(ballot, index, answers) {
  const question = ballot.questionnaire.questions[index];
  if (answers.length === 0) return t("None of these");
  return answers.map((answer) => ballot.nameAnswer(question, answer)).join("; ");
}

/** Indexes of the questions that are asked, as far as the answers so far decide. */
export function askedQuestions(ballot) {
  return ballot.steps.map((step, index) => (step.how === "asked" ? index : -1)).filter((i) => i >= 0);
}

function legend(ballot, index) {
  const { question } = ballot.election.questions[index];
  const asked = askedQuestions(ballot);
  const caption =
    asked.length > 1
      ? t("Question {number} of {total}", { number: asked.indexOf(index) + 1, total: asked.length })
      : ballot.title;
  const repeats = caption === question;
  const line = repeats ? null : h("span", { class: "caption", dir: "auto" }, caption);
  return h("legend", {}, line, h("h1", { dir: "auto" }, question));
}

function fieldset(ballot, index, rows, fault) {
  const question = ballot.questionnaire.questions[index];
  const hint = kindOf(question).describeHint(question);
  const described = [hint ? "answer-hint" : "", fault ? "answer-error" : ""].join(" ").trim();
  return h(
    "fieldset",
    { class: fault ? "has-error" : null, "aria-describedby": described || null },
    legend(ballot, index),
    hint ? h("span", { class: "hint", id: "answer-hint" }, hint) : null,
    fault ? errorText(t("Error:"), fault, "answer-error") : null,
    h("div", { class: "choices" }, rows),
  );
}

/** Take what was chosen into the ballot; gives what is wrong with it, in words, or null. */
function takeAnswers(ballot, question, answers) {
  const found = findFault(question, answers);
  if (found !== null) {
    ballot.unanswer(question.id);
    return describeFault(question, found);
  }
  const other = ballot.answer(question.id, answers);
  if (other === null) return null;
  const text = ballot.election.questions[other].question;
  return t("This contradicts your answer to “{question}”. Choose another answer, or go back and change that one.", {
    question: text,
  });
}

/** `onAnswer(fault)`: a choice is stored in the ballot, or (fault: words) it cannot stand. */
function questionForm(ballot, index, fault, onAnswer) {
  const question = ballot.questionnaire.questions[index];
  const fields = kindOf(question).createFields(question, {
    choice: ballot.chosen.get(question.id) || [],
    name: (answer) => ballot.nameAnswer(question, answer),
  });
  const submit = (event) => {
    event.preventDefault();
    onAnswer(takeAnswers(ballot, question, fields.read()));
  };
  return h(
    "form",
    { novalidate: true, autocomplete: "off", on: { submit } },
    questionProgress(askedQuestions(ballot), index),
    fieldset(ballot, index, fields.rows, fault),
    describeRule(ballot.rule, ballot.election, index).map((sentence) =>
      h("p", { class: "small rule", dir: "auto" }, sentence),
    ),
    actions(button(t("Continue"), null, "", "submit")),
  );
}

/**
 * A question's page. `onDone()` is called with the choice stored in the ballot.
 * Nothing is sent, and nothing leaves the page's memory.
 */
export function questionPage(pages, ballot, index, onDone, fault = null) {
  const onAnswer = (found) => {
    if (found === null) onDone();
    else pages.replace(questionPage(pages, ballot, index, onDone, found));
  };
  return () => ({
    title: ballot.election.questions[index].question,
    content: [
      pages.backLink(),
      fault ? errorSummary(t("There is a problem"), [{ text: fault, target: "answer-0" }]) : null,
      questionForm(ballot, index, fault, onAnswer),
    ],
  });
}

function questionProgress(asked, index) {
  if (asked.length < 2) return null;
  const label = t("Questions answered");
  return h("progress", { max: String(asked.length), value: asked.indexOf(index), "aria-label": label });
}

/** A row of what was chosen: the question, the words of its answer, and the way to change it. */
function chosenRow(ballot, index, { how, answers }, onChange) {
  const { question } = ballot.election.questions[index];
  const words = describeAnswers(ballot, index, answers);
  if (how !== "asked") {
    return [question, [words, " ", h("span", { class: "small" }, t("(filled in on this phone)"))]];
  }
  if (onChange === null) return [question, words];
  const change = h(
    "button",
    { type: "button", class: "link-button", on: { click: () => onChange(index) } },
    t("Change"),
    h("span", { class: "visually-hidden", dir: "auto" }, " ", question),
  );
  return [question, words, change];
}

/** What was chosen, as it is or was encrypted: never what stands on some page. */
export function listChosen(ballot, onChange = null) {
  const rows = ballot.steps.map((step, index) => chosenRow(ballot, index, step, onChange));
  return h("div", { class: "chosen" }, summaryList(rows));
}

/** "Check your answers": everything as it will be sealed, with a way to change each answer. */
export function reviewPage(pages, ballot, { onChange, onSeal }) {
  return () => {
    ballot.unseal();
    const isSurvey = ballot.kind === "survey";
    const title = isSurvey ? t("Check your answers") : t("Check your vote");
    const content = [
      pages.backLink(),
      heading(title, ballot.title),
      listChosen(ballot, onChange),
      h("p", {}, t("Next, this phone seals it. Nothing is sent yet.")),
      actions(button(isSurvey ? t("Seal my answers") : t("Seal my vote"), onSeal)),
    ];
    return { title, content };
  };
}
