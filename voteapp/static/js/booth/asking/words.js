// A questionnaire's own texts, and sentences about what was answered and why.

import { t } from "../../i18n.js";
import { h } from "../../ui/dom.js";
import { directionOf } from "../languages.js";
import { findReasons } from "../reasons.js";
/** @import { Child } from "../../ui/dom.js" */

/** Attributes of an element that holds a text of the questionnaire, in its language.
 * @type {(ballot: { language: string }) => { dir: "auto", lang: string }} */
export function inLanguage({ language }) {
  return { dir: "auto", lang: language };
}

/** Our own words, in which or around which stand some of another language that may run the other way.
 * @type {(...children: Child[]) => HTMLElement} */
export function own(...children) {
  const lang = document.documentElement.lang || "en";
  return h("bdi", { lang, dir: directionOf(lang) }, ...children);
}

/** A text that the committee wrote, a paragraph for each of its lines. */
export function paragraphs(ballot, text, props = {}) {
  return text
    .split(/\n+/)
    .filter((line) => line.trim() !== "")
    .map((line) => h("p", { ...props, ...inLanguage(ballot) }, line));
}

/** The words of what was answered to a question. */
export function describeAnswers(ballot, place, answers) {
  const question = ballot.questionnaire.questions[place];
  if (answers.length === 0) return t("None of these");
  return answers.map((answer) => ballot.nameAnswer(question, answer)).join("; ");
}

/** What a question asks, and what was answered to it. */
function quote(ballot, place, steps) {
  return { question: ballot.nameQuestion(place), answer: describeAnswers(ballot, place, steps[place].answers) };
}

/** Why a question was filled in. */
export function describeReason(ballot, place) {
  const { steps } = ballot;
  const reasons = findReasons(ballot.questionnaire, steps, steps[place].rule);
  // Nothing that it follows from was asked either: nobody is told to have answered something.
  if (reasons.length === 0) return t("This is not asked in your unit.");
  return reasons.length === 1
    ? t("Because you answered “{answer}” to “{question}”.", quote(ballot, reasons[0], steps))
    : t("Because of what you answered to other questions.");
}

/** That a question has another answer than before, and why. */
export function describeChange(ballot, place) {
  const { steps } = ballot;
  if (steps[place].how === "asked") {
    return t(
      "“{question}” is no longer filled in. Your own answer stands again: “{answer}”.",
      quote(ballot, place, steps),
    );
  }
  const reasons = findReasons(ballot.questionnaire, steps, steps[place].rule);
  const { question: changed, answer: given } = quote(ballot, place, steps);
  return reasons.length === 1
    ? t("Because you answered “{answer}” to “{question}”, “{changed}” is now filled in with “{given}”.", {
        ...quote(ballot, reasons[0], steps),
        changed,
        given,
      })
    : t("Because of what you answered to other questions, “{changed}” is now filled in with “{given}”.", {
        changed,
        given,
      });
}

/** That an answer cannot stand beside others; `others`: the places of their questions. */
export function describeContradiction(ballot, place, answers, others) {
  const question = ballot.nameQuestion(place);
  const answer = describeAnswers(ballot, place, answers);
  if (others.length === 0) return t("“{answer}” cannot be the answer to “{question}” here.", { answer, question });
  const { question: earlier, answer: given } = quote(ballot, others[0], ballot.steps);
  return t("“{answer}” to “{question}” contradicts “{given}” to “{earlier}”. Change one of the two.", {
    answer,
    question,
    given,
    earlier,
  });
}

/** That an answer given before was taken out, or null. */
export function describeDropped(ballot, place) {
  const { questions } = ballot.questionnaire;
  const dropped = ballot.dropped.get(questions[place].id);
  if (dropped === undefined) return null;
  const by = questions.findIndex(({ id }) => id === dropped.by);
  if (ballot.steps[by].answers === null) return null;
  const answer = describeAnswers(ballot, place, dropped.answers);
  const { question: earlier, answer: given } = quote(ballot, by, ballot.steps);
  return t("Your answer “{answer}” contradicts “{given}” to “{earlier}”. Please answer this question again.", {
    answer,
    given,
    earlier,
  });
}
