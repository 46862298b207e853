// What the booth works with of one election: what is asked, what was chosen, what became of it.
//
// It lives in the page's memory alone. Pages read it, and change it by its methods.

import {
  createChoices,
  Interview,
  listGiven,
  NOT_APPLICABLE,
  PREFER_NOT,
} from "../campaign/questionnaire/answering.js";
import { createRecordQuestions } from "../campaign/questionnaire/record.js";
import { readHelp, readText } from "../campaign/questionnaire/texts.js";
import { splitDescription } from "../campaign/texts.js";
import { computeFingerprint, decodeElection } from "../protocol/election.js";
import { encodeJsonText, encodeText, hashHex } from "../protocol/encoding.js";
import { t } from "../i18n.js";
import { chooseLanguage, listLanguages } from "./languages.js";
import { findReasons, listChanged } from "./reasons.js";

/** What the server handed out is not what was fixed: nothing can be cast with it. */
export class NotFixedError extends Error {}

/** @type {(fits: boolean, what: string) => void} */
function demand(fits, what) {
  if (!fits) throw new NotFixedError(what);
}

/**
 * The manifest's fields; its bytes are those that the election, and so every ballot, names. The
 * auditor checks the rest of it: the booth stays small.
 */
function readManifest(text, election) {
  const { digest } = splitDescription(election.description);
  const manifest = JSON.parse(text);
  demand(digest === hashHex(encodeText(text)), "the election names another manifest");
  demand(manifest.uuid === election.uuid, "the manifest is of another election");
  return manifest;
}

/** The questionnaire that the manifest names: it asks what the election's record asks. */
function readQuestionnaire(text, manifest, election) {
  demand(manifest.questionnaire === hashHex(encodeText(text)), "the manifest names another questionnaire");
  const questionnaire = JSON.parse(text);
  const asked = encodeJsonText(createRecordQuestions(questionnaire));
  demand(asked === encodeJsonText(election.questions), "the record asks otherwise");
  return questionnaire;
}

/** Where all slips belong, as long as there is one unit. */
function findLeaf(node) {
  if (node.children === undefined) return node;
  demand(node.children.length === 1, "there are several units");
  return findLeaf(node.children[0]);
}

/** One election's part of a slip. */
export class Ballot {
  /**
   * `item`: see BoothElection in voteapp/services/values/public.py; `wished`: languages.
   * @param {Record<string, string>} item @param {readonly string[]} wished
   */
  constructor(item, wished = []) {
    const bytes = encodeText(item.election);
    const election = decodeElection(bytes);
    const manifest = readManifest(item.manifest, election);
    this.uuid = election.uuid;
    this.kind = manifest.kind;
    this.rule = manifest.rule;
    this.text = item.election;
    this.election = election;
    this.fingerprint = computeFingerprint(bytes);
    this.serverKey = manifest.server_key;
    this.questionnaire = readQuestionnaire(item.questionnaire, manifest, election);
    this.interview = new Interview(this.questionnaire, findLeaf(manifest.strata));
    this.speak(wished);
    this.forget();
  }

  /** Nothing of a slip, or of what was chosen with it, is left. */
  forget() {
    this.begin();
    this.bytes = null;
    this.tracker = null;
    this.credential = null;
    this.receipt = null;
    this.state = null;
  }

  /** What the server says of the slip's public credential: "unused", "used", "voided", "unknown". */
  learn(credential, { state, tracker }) {
    this.credential = credential;
    this.state = state;
    this.tracker = tracker;
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
   * contradicts, by their places: then all is as before. A later answer that contradicts this one
   * is dropped, and asked for again.
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
      const { steps } = this;
      const [broken] = this.interview.findContradictions(listGiven(steps));
      if (broken === undefined) return null;
      const reasons = findReasons(this.questionnaire, steps, broken);
      const others = reasons.filter((place) => steps[place].id !== id);
      const last = steps[reasons[reasons.length - 1]]?.id ?? id;
      if (last === id || others.length === reasons.length) {
        Object.assign(this, { chosen, known, dropped, typed: numbers });
        return others;
      }
      this.dropped.set(last, { answers: this.chosen.get(last) ?? [], by: id });
      this.chosen.delete(last);
      this.typed.delete(last);
    }
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

  /** It is encrypted; what was chosen is kept to be looked at until it is sent. */
  seal(bytes, tracker) {
    this.bytes = bytes;
    this.tracker = tracker;
  }

  /** It is not sent as it is: what was chosen may change, and is encrypted anew. */
  unseal() {
    this.bytes = null;
    this.tracker = null;
  }

  /** It is on its way: what was chosen is forgotten. */
  depart() {
    this.begin();
  }

  /** It is on its way no longer. */
  release() {
    this.bytes = null;
  }

  /** The server promised to count the ballot that the receipt names. */
  accept(receipt) {
    this.state = "used";
    this.tracker = receipt.tracker;
    this.receipt = receipt;
  }
}
