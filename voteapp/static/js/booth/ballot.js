// What the booth works with of one election: what is asked, what was chosen, what became of it.
//
// It lives in the page's memory alone. Pages read it, and change it by its methods.

import { createRecordQuestions } from "../campaign/questionnaire/record.js";
import { writeParties } from "../campaign/setup/parties.js";
import { splitDescription } from "../campaign/texts.js";
import { LARGEST_TREE } from "../campaign/units/largest.js";
import { computeFingerprint, decodeElection } from "../protocol/election.js";
import { encodeJsonText, encodeText, hashHex } from "../protocol/encoding.js";
import { Interviewed } from "./asking/interviewed.js";

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

/** All units of a tree. */
function listLeaves(node) {
  return node.children === undefined ? [node] : node.children.flatMap(listLeaves);
}

/** One election's part of a slip. */
export class Ballot extends Interviewed {
  /**
   * `item`: see BoothElection in voteapp/services/values/public.py; `wished`: languages.
   * @param {Record<string, string>} item @param {readonly string[]} wished
   */
  constructor(item, wished = []) {
    const bytes = encodeText(item.election);
    const election = decodeElection(bytes);
    const manifest = readManifest(item.manifest, election);
    const leaves = listLeaves(manifest.strata);
    demand(leaves.length <= LARGEST_TREE, "there are too many units");
    super(readQuestionnaire(item.questionnaire, manifest, election), leaves[0], wished);
    /** Units, of which the slip says one. */
    this.leaves = leaves;
    /** The campaign's elections, in their order. */
    this.siblings = manifest.campaign.uuids;
    this.uuid = election.uuid;
    this.rule = manifest.rule;
    this.text = item.election;
    this.election = election;
    this.fingerprint = computeFingerprint(bytes);
    this.serverKey = manifest.server_key;
    /** Who opens, who looks on, and who signs: the same for all that one slip opens. */
    this.parties = writeParties(election.public_key, manifest);
    this.forget();
  }

  /** It is answered by a member of this unit (its code), as the slip says. */
  belongTo(code) {
    this.answerAs(this.leaves.find((leaf) => leaf.code === code));
  }

  /** Nothing of a slip, or of what was chosen with it, is left. */
  forget() {
    this.begin();
    this.unseal();
    this.credential = null;
    this.receipt = null;
    this.state = null;
    this.told = null;
  }

  /** What the server says of the slip's public credential: "unused", "used", "voided", "unknown"; `told`: all of
   * it. */
  learn(credential, told) {
    this.credential = credential;
    this.state = told.state;
    this.tracker = told.tracker;
    this.told = told;
  }

  /** It is encrypted: the phone is committed to this hash. What was chosen is kept to be looked at until it is
   * sent. */
  seal(commitment) {
    this.commitment = commitment;
  }

  /** What this tab kept of it, once it is known to be of this very ballot. */
  recall({ commitment, language }) {
    this.seal(commitment);
    this.speak([language]);
  }

  /** It is signed, to be sent. */
  sign(bytes, tracker) {
    this.bytes = bytes;
    this.tracker = tracker;
  }

  unseal() {
    this.bytes = null;
    this.tracker = null;
    this.commitment = null;
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
