// What a member answers to a questionnaire: what is asked, what was chosen, what follows from it.
//
// It lives in the page's memory alone. Pages read it, and change it by its methods.

import {
  createChoices,
  Interview,
  listGiven,
  NOT_APPLICABLE,
  PREFER_NOT,
} from "../../campaign/questionnaire/answering.js";
import { readHelp, readText } from "../../campaign/questionnaire/texts.js";
import { t } from "../../i18n.js";
import { chooseLanguage, listLanguages } from "../languages.js";
import { findReasons, listChanged } from "../reasons.js";
/** @import { Questionnaire } from "../../campaign/questionnaire/document.js" */

/** A member of one leaf with one questionnaire. */
export class Interviewed {
  /**
   * @param {Questionnaire} questionnaire @param {{ code: string, variant: string }} leaf
   * @param {readonly string[]} wished languages
   */
  constructor(questionnaire, leaf, wished) {
    this.questionnaire = questionnaire;
    this.kind = questionnaire.kind;
    /** What decides a vote; nothing decides a survey. */
    this.rule = null;
    this.speak(wished);
    this.answerAs(leaf);
  }

  /** Begin anew, as a member of this unit. */
  answerAs(leaf) {
    this.interview = new Interview(this.questionnaire, leaf);
    this.begin();
  }

  /** Nothing is answered yet. */
  begin() {
    /** @type {Map<string, readonly string[]>} */
    this.chosen = new Map();
    /** What was typed for an answer: it never leaves this page's memory.
     * @type {Map<string, string>} */
    this.typed = new Map();
    /** Answers that the member knows of: those given, and those seen at the last review.
     * @type {Map<string, readonly string[]>} */
    this.known = new Map();
    /** By question an answer that was dropped, and the question whose answer it contradicted.
     * @type {Map<string, { answers: readonly string[], by: string }>} */
    this.dropped = new Map();
  }

  /** Read it in one of its languages: the first that is wished and fully written. */
  speak(wished) {
    this.language = chooseLanguage(listLanguages(this.questionnaire), wished);
  }

  get title() {
    return readText(this.questionnaire.texts, this.language);
  }

  /** What stands before all questions, and holds for each of them. */
  get introduction() {
    return readHelp(this.questionnaire.texts, this.language);
  }

  /** What becomes of each question, by the rules and what was chosen so far. */
  get steps() {
    return this.interview.goThrough(this.chosen);
  }

  /**
   * Answer a question; `typed`: in these digits. Gives null, or the questions that the answer
   * contradicts, by their places: then all is as before. A later answer that contradicts this one, or
   * what stands again because of it, is dropped, and asked for again.
   */
  answer(id, answers, typed = null) {
    const { chosen, known, dropped, typed: numbers } = this;
    this.chosen = new Map(chosen);
    this.known = new Map(known);
    this.dropped = new Map(dropped);
    this.typed = new Map(numbers);
    this.chosen.set(id, answers);
    this.known.set(id, answers);
    this.dropped.delete(id);
    this.typed.delete(id);
    if (typed !== null) this.typed.set(id, typed);
    for (;;) {
      const reasons = this._findReasons();
      if (reasons === null) break;
      const others = reasons.filter((one) => one !== id);
      const last = reasons[reasons.length - 1] ?? id;
      const place = (name) => this.questionnaire.questions.findIndex((question) => question.id === name);
      if (place(last) <= place(id)) {
        Object.assign(this, { chosen, known, dropped, typed: numbers });
        return others.map(place);
      }
      this.dropped.set(last, { answers: this.chosen.get(last) ?? [], by: id });
      this.chosen.delete(last);
      this.typed.delete(last);
    }
    this._tellDropped();
    return null;
  }

  /** The questions whose answers contradict each other, in order; null where none do. */
  _findReasons() {
    const { steps } = this;
    const [broken] = this.interview.findContradictions(listGiven(steps));
    if (broken === undefined) return null;
    return findReasons(this.questionnaire, steps, broken).map((place) => steps[place].id);
  }

  /** Of what was dropped only what would contradict still is told, and with what it would. */
  _tellDropped() {
    const { chosen } = this;
    for (const [id, { answers, by }] of [...this.dropped]) {
      this.chosen = new Map(chosen).set(id, answers);
      const others = this._findReasons()?.filter((one) => one !== id) ?? [];
      if (others.length === 0) this.dropped.delete(id);
      else if (!others.includes(by)) this.dropped.set(id, { answers, by: others[0] });
    }
    this.chosen = chosen;
  }

  /** The first question that is asked and has no answer: its place, or -1. */
  findMissing() {
    return this.steps.findIndex(({ how, answers }) => how === "asked" && answers === null);
  }

  /** The places where another answer stands than the member knows, who is told now. */
  takeChanges() {
    const { steps } = this;
    const changed = listChanged(steps, this.known);
    this.known = listGiven(steps);
    return changed;
  }

  get isBegun() {
    return this.chosen.size > 0;
  }

  /** The 0/1 answers that are encrypted. */
  createChoices() {
    return createChoices(this.questionnaire, this.steps);
  }

  /** What a question asks. */
  nameQuestion(place) {
    return readText(this.questionnaire.questions[place].texts, this.language);
  }

  /** What an answer to a question is called. */
  nameAnswer(question, answer) {
    const { words } = this.questionnaire;
    if (answer === NOT_APPLICABLE) return words[this.language].not_applicable;
    if (answer === PREFER_NOT) return this.kind === "survey" ? words[this.language].prefer_not : t("Blank vote");
    return readText(question.answers.find(({ id }) => id === answer).texts, this.language);
  }

  /** It is not sent as it is: what was chosen may change. */
  unseal() {}
}
