// The check before sending: everything as it will be sealed, what the phone filled in and why.

import { actions, button, h, heading, summaryList } from "../../ui/dom.js";
import { t } from "../../i18n.js";
import { readText } from "../../campaign/questionnaire/texts.js";
import { directionOf } from "../languages.js";
import { describeLimit, findLimit } from "./limit.js";
import { findSection } from "./screens.js";
import { describeAnswers, describeChange, describeReason, inLanguage, own } from "./words.js";

/** The limit beside what was derived from it. */
function limitLine(ballot, { rule }) {
  const derived = ballot.questionnaire.rules.some((one) => one.id === rule && one.do === "derive");
  const limit = findLimit(ballot.questionnaire, ballot.interview.code);
  if (!derived || limit === null) return null;
  return h("p", { class: "small" }, own(describeLimit(limit).join(" ")));
}

function filledIn(ballot, place, step) {
  if (step.answers === null) return null;
  return [
    " ",
    h("span", { class: "small" }, own(t("(filled in on this phone)"))),
    h("p", { class: "small" }, own(describeReason(ballot, place))),
    limitLine(ballot, step),
  ];
}

/** An answer and what is said of it; where the language runs from right to left, on that side. */
function answerPart(ballot, answer, ...more) {
  const dir = directionOf(ballot.language) === "rtl" ? "rtl" : "auto";
  return h("div", { dir, lang: ballot.language }, answer, more);
}

/** A row of what was chosen: the question, the words of its answer, and the way to change it. */
function chosenRow(ballot, place, step, onChange) {
  const question = ballot.nameQuestion(place);
  const answer = step.answers === null ? t("Not answered yet") : describeAnswers(ballot, place, step.answers);
  if (step.how !== "asked") return [question, answerPart(ballot, answer, filledIn(ballot, place, step))];
  const typed = ballot.typed.get(step.id) ?? answer;
  const note = typed === answer ? null : h("p", { class: "small" }, own(t("You typed {number}.", { number: typed })));
  const words = answerPart(ballot, answer, note);
  if (onChange === null) return [question, words];
  const change = h(
    "button",
    { type: "button", class: "link-button", on: { click: () => onChange(place) } },
    own(t("Change")),
    h("span", { class: "visually-hidden", dir: "auto" }, " ", question),
  );
  return [question, words, change];
}

/** What was chosen, as it is or was encrypted: never what stands on some page. */
export function listChosen(ballot, onChange = null) {
  const { questionnaire, steps, language } = ballot;
  const parts = [{ section: null, rows: [] }];
  steps.forEach((step, place) => {
    const section = findSection(questionnaire, place);
    if (section !== parts[parts.length - 1].section) parts.push({ section, rows: [] });
    parts[parts.length - 1].rows.push(chosenRow(ballot, place, step, onChange));
  });
  return h(
    "div",
    { class: "chosen", dir: directionOf(language) },
    ...parts.flatMap(({ section, rows }) => [
      section === null ? null : h("h2", inLanguage(ballot), readText(section.texts, language)),
      rows.length > 0 ? summaryList(rows) : null,
    ]),
  );
}

/** What an answer that was changed has changed elsewhere. */
function changesPart(ballot, changed) {
  if (changed.length === 0) return null;
  return h(
    "section",
    { class: "notice", role: "status" },
    h("h2", {}, t("What changed")),
    h("ul", {}, ...changed.map((place) => h("li", {}, own(describeChange(ballot, place))))),
  );
}

/**
 * "Check your answers": everything as it will be sealed, with a way to change each answer.
 * Coming back to the page shows it as it is then; what changed stays on it while that is so.
 */
export function reviewPage(pages, ballot, { onChange, onSeal }) {
  let told = { steps: "", changed: [] };
  return () => {
    ballot.unseal();
    const steps = JSON.stringify(ballot.steps);
    if (steps !== told.steps) told = { steps, changed: ballot.takeChanges() };
    const isSurvey = ballot.kind === "survey";
    const title = isSurvey ? t("Check your answers") : t("Check your vote");
    const content = [
      pages.backLink(),
      heading(title, ballot.title),
      changesPart(ballot, told.changed),
      listChosen(ballot, onChange),
      h("p", {}, t("Next, this phone seals it. Nothing is sent yet.")),
      actions(button(isSurvey ? t("Seal my answers") : t("Seal my vote"), onSeal)),
    ];
    return { title, content };
  };
}
