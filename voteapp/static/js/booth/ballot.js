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
import { listSources } from "../campaign/questionnaire/looking.js";
import { splitDescription } from "../campaign/texts.js";
import { computeFingerprint, decodeElection } from "../protocol/election.js";
import { encodeJsonText, encodeText, hashHex } from "../protocol/encoding.js";
import { t } from "../i18n.js";

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
  /** `item`: see BoothElection in voteapp/services/values/public.py. */
  constructor(item) {
    const bytes = encodeText(item.election);
    const election = decodeElection(bytes);
    const manifest = readManifest(item.manifest, election);
    this.uuid = election.uuid;
    this.kind = manifest.kind;
    this.rule = manifest.rule;
    this.title = election.name;
    this.description = splitDescription(election.description).text;
    this.text = item.election;
    this.election = election;
    this.fingerprint = computeFingerprint(bytes);
    this.serverKey = manifest.server_key;
    this.questionnaire = readQuestionnaire(item.questionnaire, manifest, election);
    this.interview = new Interview(this.questionnaire, findLeaf(manifest.strata));
    this.forget();
  }

  /** Nothing of a slip, or of what was chosen with it, is left. */
  forget() {
    /** @type {Map<string, readonly string[]>} */
    this.chosen = new Map();
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

  begin() {
    this.chosen = new Map();
  }

  /** What becomes of each question, by the rules and what was chosen so far. */
  get steps() {
    return this.interview.goThrough(this.chosen);
  }

  /**
   * Answer a question. Gives null, or the earlier question that the answer contradicts: it is not
   * kept then. A later answer that contradicts this one is dropped, and asked for again.
   */
  answer(id, answers) {
    this.chosen.set(id, answers);
    for (;;) {
      const { steps } = this;
      const [broken] = this.interview.findContradictions(listGiven(steps));
      if (broken === undefined) return null;
      const looked = listSources(this.questionnaire.rules.find((rule) => rule.id === broken));
      const places = steps.map((step, place) => place).filter((place) => looked.includes(steps[place].id));
      const asked = places.filter((place) => steps[place].how === "asked");
      const last = asked.length > 0 ? steps[asked[asked.length - 1]].id : id;
      this.chosen.delete(last);
      if (last === id) return places.find((place) => steps[place].id !== id) ?? places[0];
    }
  }

  /** The question is not answered. */
  unanswer(id) {
    this.chosen.delete(id);
  }

  get isBegun() {
    return this.chosen.size > 0;
  }

  /** The 0/1 answers that are encrypted. */
  createChoices() {
    return createChoices(this.questionnaire, this.steps);
  }

  /** What an answer to a question is called. */
  nameAnswer(question, answer) {
    const { language, words } = this.questionnaire;
    if (answer === NOT_APPLICABLE) return words[language].not_applicable;
    if (answer === PREFER_NOT) return this.kind === "survey" ? words[language].prefer_not : t("Blank vote");
    return question.answers.find(({ id }) => id === answer).texts[language].text;
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
    this.chosen = new Map();
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
