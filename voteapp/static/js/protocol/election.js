// The election object: what is asked, under which key, by whom.
//
// Belenios specification, section "Elections".

import { hashBase64, isUuid } from "./encoding.js";
import { decodeCanonical, decodeJson, isRecord, MAX_PAPER_BYTES, types } from "./types.js";
import { ProtocolError, recode, UnsupportedError } from "./errors.js";
import { getGroup } from "./group.js";
import { isKnown, kindOf } from "./kinds.js";
import { Question } from "./questions.js";
/** @import { Bytes } from "./encoding.js" */
/** @import { Value } from "./types.js" */
/** @import { Element, Group } from "./group.js" */

/** `election`; `language` is the format's last field, as version 3.3.0 writes it. */
const Election = types.struct({
  version: types.integer,
  description: types.string,
  name: types.string,
  group: types.string,
  public_key: types.string,
  questions: types.list(Question),
  uuid: types.string,
  administrator: types.optional(types.string),
  credential_authority: types.optional(types.string),
  language: types.optional(types.list(types.string)),
});
/** @typedef {Value<typeof Election>} Election */

/** `setup_data`: the hashes of the objects that define an election. */
export const SetupData = types.struct({
  election: types.string,
  trustees: types.string,
  credentials: types.string,
  credentials_certificate: types.optional(types.string),
});
/** @typedef {Value<typeof SetupData>} SetupData */

/** An election that was read, for checking and making ballots.
 * @typedef {{ election: Election, group: Group, publicKey: Element, fingerprint: string }} Context */

/**
 * Throw UnsupportedError for a group or a question type that we do not know. Bytes that are no
 * election at all pass: decoding them gives the finding.
 * @type {(data: Bytes) => void}
 */
function checkSupported(data) {
  let loose;
  try {
    loose = decodeJson(data, (value) => value, "election-encoding", "the election", MAX_PAPER_BYTES);
  } catch {
    return;
  }
  if (!isRecord(loose) || typeof loose.group !== "string" || !Array.isArray(loose.questions)) return;
  if (!loose.questions.every(isRecord)) return;
  getGroup(loose.group);
  for (const { type } of loose.questions) {
    if (typeof type === "string" && !isKnown(type)) {
      throw new UnsupportedError(`questions of type "${type.slice(0, 40)}" are not supported yet`);
    }
  }
}

/**
 * Read an election and check all that it says of itself. Throws ProtocolError
 * `election-encoding`, `election-question`; UnsupportedError.
 * @type {(data: Bytes) => Election}
 */
export function decodeElection(data) {
  checkSupported(data);
  const election = decodeCanonical(data, Election, "election-encoding", "the election", MAX_PAPER_BYTES);
  if (election.version !== 1) {
    throw new UnsupportedError(`protocol version ${election.version} is not supported; 1 is`);
  }
  if (!isUuid(election.uuid)) {
    throw new ProtocolError("election-encoding", "the uuid is not 14 or more Base58 characters");
  }
  if (election.questions.length === 0) {
    throw new ProtocolError("election-question", "the election asks nothing");
  }
  for (const question of election.questions) kindOf(question).checkQuestion(question);
  return election;
}

/** φ: SHA-256 of the election's bytes in base64 without padding.
 * @type {(data: Bytes) => string} */
export function computeFingerprint(data) {
  return hashBase64(data);
}

/**
 * Decode an election for checking and making ballots: {election, group, publicKey, fingerprint}.
 * Throws as `decodeElection` does, and `election-key`.
 * @type {(data: Bytes) => Context}
 */
export function createContext(data) {
  const election = decodeElection(data);
  const group = getGroup(election.group);
  const publicKey = recode("election-key", "the election's key", () =>
    group.prepare(group.decode(election.public_key)),
  );
  return { election, group, publicKey, fingerprint: computeFingerprint(data) };
}
