// Question pages: one question a page, its legend the heading, or a few items of one scale.

import { actions, append, button, errorSummary, h } from "../../ui/dom.js";
import { t } from "../../i18n.js";
import { findFault } from "../../campaign/questionnaire/answering.js";
import { readHelp, readText } from "../../campaign/questionnaire/texts.js";
import { directionOf } from "../languages.js";
import { describeFault } from "./choices.js";
import { createFieldset } from "./fieldsets.js";
import { describeRule } from "./rule.js";
import { findSection, listAskable } from "./screens.js";
import { describeContradiction, describeReason, inLanguage, own, paragraphs } from "./words.js";
/** @import { Fault } from "./fieldsets.js" */
/** @import { Reading } from "./kinds.js" */

/** Characters of an introduction that stands on every page; a longer one is folded. */
const MOST_SHOWN = 120;

/** What a page shows besides the questions: what was answered, and what is wrong with it, by place.
 * @typedef {{ readings: Map<number, Reading>, faults: Map<number, Fault> }} State */

/** The questions of a screen that are asked, as far as the answers so far decide.
 * @returns {number[]} */
export function listAsked(ballot, screen) {
  const { steps } = ballot;
  return screen.filter((place) => steps[place].how === "asked");
}

/** Where a screen stands among all questions that can be asked: their total never changes. */
function countQuestions(ballot, places) {
  const askable = listAskable(ballot.questionnaire, ballot.interview.asked);
  const numbers = places.map((place) => askable.indexOf(place) + 1);
  return { first: numbers[0], last: numbers[numbers.length - 1], total: askable.length };
}

function describePlace(ballot, { first, last, total }) {
  if (total < 2) return ballot.title;
  if (first === last) return t("Question {number} of {total}", { number: first, total });
  return t("Questions {first} to {last} of {total}", { first, last, total });
}

function questionProgress({ first, total }) {
  if (total < 2) return null;
  return h("progress", { max: String(total), value: first - 1, "aria-label": t("Questions answered") });
}

/** What holds for every question: on each page, or folded where it is long. */
function preface(ballot) {
  const { introduction } = ballot;
  if (ballot.kind !== "survey" || introduction.trim() === "") return null;
  if (introduction.length <= MOST_SHOWN) return paragraphs(ballot, introduction, { class: "small preface" });
  const title = h("summary", {}, t("About these questions"));
  return h("details", { class: "small preface" }, title, paragraphs(ballot, introduction));
}

/** A section's introduction, before the first of its questions that is asked. */
function introduce(ballot, section, places) {
  const { questions } = ballot.questionnaire;
  const before = questions.map((question, place) => place).slice(0, places[0]);
  const begun = listAsked(ballot, before).some((place) => findSection(ballot.questionnaire, place) === section);
  return begun ? [] : paragraphs(ballot, readHelp(section.texts, ballot.language), { class: "section-help" });
}

/** The section of a page with one question: title, and introduction. */
function sectionPart(ballot, places) {
  const section = findSection(ballot.questionnaire, places[0]);
  if (section === null) return null;
  const title = h("p", { class: "section-title", ...inLanguage(ballot) }, readText(section.texts, ballot.language));
  return [title, introduce(ballot, section, places)];
}

/** A page's only question: its legend is the heading. */
function singlePart(ballot, places, caption, { readings, faults }) {
  const [place] = places;
  const head = (id, text) => {
    const line = caption === text ? null : h("span", { class: "caption" }, own(caption));
    return h("legend", {}, line, h("h1", { id, ...inLanguage(ballot) }, text));
  };
  const shown = { first: "answer-0", group: "answer", reading: readings.get(place), fault: faults.get(place), head };
  const set = createFieldset(ballot, place, shown);
  return { content: [sectionPart(ballot, places), set.element], sets: [set] };
}

/** Items of a scale, each with its own answers: a list, on a wide screen like a table. */
function listPart(ballot, places, caption, { readings, faults }) {
  const section = findSection(ballot.questionnaire, places[0]);
  const title = section === null ? ballot.title : readText(section.texts, ballot.language);
  const head = (id, text) => h("legend", { id, ...inLanguage(ballot) }, text);
  const sets = places.map((place, number) => {
    const first = `item-${number}`;
    const shown = { first, group: first, reading: readings.get(place), fault: faults.get(place), head };
    return createFieldset(ballot, place, shown);
  });
  const content = [
    h("h1", {}, h("span", { class: "caption" }, own(caption)), h("span", inLanguage(ballot), title)),
    section === null ? null : introduce(ballot, section, places),
    h("div", { class: "items" }, ...sets.map(({ element }) => element)),
  ];
  return { content, sets };
}

function ruleSentences(ballot, place) {
  const question = ballot.questionnaire.questions[place];
  const answers = question.answers.map(({ id }) => ballot.nameAnswer(question, id));
  return describeRule(ballot.rule, { place, answers, blank: question.prefer_not }).map((sentence) =>
    h("p", { class: "small rule" }, own(sentence)),
  );
}

/** Take what was answered into the ballot; gives what is wrong with it, or null.
 * @returns {Fault | null} */
function takeAnswer(ballot, place, /** @type {Reading} */ { answers, typed, fault }, inList) {
  const question = ballot.questionnaire.questions[place];
  const found = fault === null ? findFault(question, answers) : null;
  if (fault !== null || found !== null) {
    const missing = inList && found === "none";
    const named = missing ? t("Choose one answer: {question}", { question: ballot.nameQuestion(place) }) : null;
    return { text: fault ?? named ?? describeFault(question, found), others: [] };
  }
  const others = ballot.answer(question.id, answers, typed);
  return others === null ? null : { text: describeContradiction(ballot, place, answers, others), others };
}

/** What is wrong, by place. */
function takeAnswers(ballot, /** @type {Map<number, Reading>} */ readings) {
  const faults = new Map();
  for (const [place, reading] of readings) {
    const fault = takeAnswer(ballot, place, reading, readings.size > 1);
    if (fault !== null) faults.set(place, fault);
  }
  return faults;
}

/** `onRead(readings)`: what was answered to each question of the page. */
function questionForm(ballot, places, state, onRead) {
  const count = countQuestions(ballot, places);
  const single = places.length === 1;
  const { content, sets } = (single ? singlePart : listPart)(ballot, places, describePlace(ballot, count), state);
  const submit = (event) => {
    event.preventDefault();
    onRead(new Map(places.map((place, number) => [place, sets[number].read()])));
  };
  return h(
    "form",
    { novalidate: true, autocomplete: "off", class: single ? null : "wide", on: { submit } },
    questionProgress(count),
    preface(ballot),
    h("div", { dir: directionOf(ballot.language) }, content),
    ruleSentences(ballot, places[0]),
    actions(button(t("Continue"), null, "", "submit")),
  );
}

/** What is wrong, with ways to it: to the field, and to the answer that it contradicts. */
function faultSummary(ballot, places, { faults }, onChange) {
  if (faults.size === 0) return null;
  const first = (place) => (places.length === 1 ? "answer-0" : `item-${places.indexOf(place)}`);
  const entries = [...faults].map(([place, { text }]) => ({ text, target: first(place) }));
  const summary = errorSummary(t("There is a problem"), entries);
  for (const other of new Set([...faults.values()].flatMap(({ others }) => others))) {
    const words = t("Change the answer to “{question}”", { question: ballot.nameQuestion(other) });
    const way = h("button", { type: "button", class: "link-button", on: { click: () => onChange(other) } }, own(words));
    append(summary, [h("p", {}, way)]);
  }
  return summary;
}

/** What back leads to where a later answer has filled it in: nothing is asked there any more. */
function filledPage(pages, ballot, place, onDone) {
  const title = ballot.nameQuestion(place);
  const content = [
    pages.backLink(),
    h("h1", inLanguage(ballot), title),
    h("p", {}, own(describeReason(ballot, place))),
    actions(button(t("Continue"), onDone)),
  ];
  return { title, content };
}

/**
 * A screen's page. `onDone()` is called with what was answered stored in the ballot,
 * `onChange(place)` to change an earlier answer. Nothing is sent, and nothing leaves the page's memory.
 */
export function questionPage(pages, ballot, screen, { onDone, onChange, notice = null }, kept = null) {
  const state = kept ?? { readings: new Map(), faults: new Map() };
  return () => {
    const places = listAsked(ballot, screen);
    if (places.length === 0) return filledPage(pages, ballot, screen[0], onDone);
    const onRead = (readings) => {
      const faults = takeAnswers(ballot, readings);
      state.readings.clear(); // coming back shows what the ballot holds
      state.faults.clear();
      if (faults.size === 0) onDone();
      else pages.replace(questionPage(pages, ballot, screen, { onDone, onChange, notice }, { readings, faults }));
    };
    const title =
      places.length === 1 ? ballot.nameQuestion(places[0]) : describePlace(ballot, countQuestions(ballot, places));
    return {
      title,
      content: [
        pages.backLink(),
        faultSummary(ballot, places, state, onChange),
        notice === null ? null : h("p", { class: "notice" }, notice),
        questionForm(ballot, places, state, onRead),
      ],
    };
  };
}
