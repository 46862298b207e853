// What the booth works with of one election: what is asked, what was chosen, what became of it.
//
// It lives in the page's memory alone. Pages read it, and change it by its methods.

import { splitDescription } from "../campaign/texts.js";
import { computeFingerprint, decodeElection } from "../protocol/election.js";
import { encodeText, hashHex } from "../protocol/encoding.js";
import { toSurvey } from "./answers.js";

/**
 * The manifest's fields; its bytes are those that the election, and so every ballot, names. The
 * auditor checks the rest of it: the booth stays small.
 */
function readManifest(text, election) {
  const { digest } = splitDescription(election.description);
  const manifest = JSON.parse(text);
  if (digest !== hashHex(encodeText(text)) || manifest.uuid !== election.uuid) {
    throw new Error("the election and its manifest do not belong together");
  }
  return manifest;
}

/** One election's part of a slip. */
export class Ballot {
  /** `item`: see BoothElection in voteapp/services/values/public.py. */
  constructor(item) {
    const bytes = encodeText(item.election);
    const election = decodeElection(bytes);
    const manifest = readManifest(item.manifest, election);
    const questionnaire = item.questionnaire ? JSON.parse(item.questionnaire) : null;
    this.uuid = election.uuid;
    this.kind = manifest.kind;
    this.rule = manifest.rule;
    this.title = election.name;
    this.description = splitDescription(election.description).text;
    this.text = item.election;
    this.election = election;
    this.fingerprint = computeFingerprint(bytes);
    this.serverKey = manifest.server_key;
    this.survey = toSurvey(election, questionnaire);
    this.forget();
  }

  /** Nothing of a slip, or of what was chosen with it, is left. */
  forget() {
    this.chosen = {};
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
    this.chosen = {};
  }

  /** Answer the question of that key; `choice` null: it is not answered. */
  choose(key, choice) {
    const { [key]: _before, ...others } = this.chosen;
    this.chosen = choice === null ? others : { ...others, [key]: choice };
  }

  get isBegun() {
    return Object.keys(this.chosen).length > 0;
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
    this.chosen = {};
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
