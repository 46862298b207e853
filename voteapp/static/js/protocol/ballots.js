// Ballots: made in the phone, read by the auditor and anyone (audit/single_ballot.js checks them).
//
// Belenios specification, sections "Ballots" and "Signatures".

import { computePublicCredential, computeSecret } from "./credentials.js";
import { encodeJson, hashBase64 } from "./encoding.js";
import { decodeCanonical, types } from "./types.js";
import { MisuseError } from "./errors.js";
import { kindOf } from "./kinds.js";
import { createKnowledge, Proof } from "./proofs.js";
import { Answer } from "./answers.js";
/** @import { Bytes, Progress, RandomBytes } from "./encoding.js" */
/** @import { Value } from "./types.js" */
/** @import { Context } from "./election.js" */
/** @import { Ciphertext } from "./proofs.js" */

const Signature = types.struct({ hash: types.string, proof: Proof });
/** @typedef {Value<typeof Signature>} Signature */

/** `ballot` as it stands in the record. */
export const Ballot = types.struct({
  election_uuid: types.string,
  election_hash: types.string,
  credential: types.string,
  answers: types.list(Answer),
  signature: Signature,
});
/** @typedef {Value<typeof Ballot>} Ballot */

/** The ballot tracker: SHA-256 of the ballot's bytes in base64 without padding.
 * @type {(data: Bytes) => string} */
export function computeTracker(data) {
  return hashBase64(data);
}

/** What a ballot's signature hashes first; `hash`: of all else in the ballot.
 * @type {(hash: string) => string} */
export function prefixOf(hash) {
  return `sig|${hash}`;
}

/** Everything of a ballot but its signature, and the hash that this signs.
 * @typedef {{ unsigned: Omit<Ballot, "signature">, hash: string }} Unsigned */

/**
 * Encrypt, prove and sign a vote; `choices` has a row of zeros and ones a question.
 *
 * `context` comes from createContext (election.js). `onProgress(done, total)` is called after
 * each encrypted choice. Throws MisuseError for choices that the questions do not allow.
 * @type {(context: Context, credential: string, choices: number[][], randomBytes: RandomBytes,
 *   onProgress?: Progress) => Bytes}
 */
export function createBallot(context, credential, choices, randomBytes, onProgress = () => {}) {
  const publicCredential = computePublicCredential(context.group, context.election.uuid, credential);
  const unsigned = createUnsigned(context, publicCredential, choices, randomBytes, onProgress);
  return signBallot(context, credential, unsigned, randomBytes);
}

/**
 * Encrypt and prove a vote, as `createBallot` does. Throws MisuseError.
 * @type {(context: Context, publicCredential: string, choices: number[][], randomBytes: RandomBytes,
 *   onProgress?: Progress) => Unsigned}
 */
export function createUnsigned(context, publicCredential, choices, randomBytes, onProgress = () => {}) {
  const { election, fingerprint } = context;
  if (choices.length !== election.questions.length) {
    throw new MisuseError("there must be one row of choices for each question");
  }
  const unsigned = {
    election_uuid: election.uuid,
    election_hash: fingerprint,
    credential: publicCredential,
    answers: createAnswers(context, publicCredential, choices, randomBytes, onProgress),
  };
  return { unsigned, hash: hashBase64(encodeJson(unsigned)) };
}

/** The ballot's bytes; only the nonce of the signature is drawn.
 * @type {(context: Context, credential: string, unsigned: Unsigned, randomBytes: RandomBytes) => Bytes} */
export function signBallot({ group, election }, credential, { unsigned, hash }, randomBytes) {
  const secret = computeSecret(group, election.uuid, credential);
  const proof = createKnowledge(group, prefixOf(hash), secret, randomBytes);
  return encodeJson({ ...unsigned, signature: { hash, proof } });
}

/** @type {(context: Context, publicCredential: string, choices: number[][], randomBytes: RandomBytes,
 *   onProgress: Progress) => Answer[]} */
function createAnswers(
  { group, election, publicKey, fingerprint },
  publicCredential,
  choices,
  randomBytes,
  onProgress,
) {
  const total = choices.reduce((sum, row) => sum + row.length, 0);
  let done = 0;
  const step = () => onProgress((done += 1), total);
  const prefix = `${fingerprint}|${publicCredential}`;
  return election.questions.map((question, i) =>
    kindOf(question).createAnswer(group, publicKey, question, choices[i], prefix, randomBytes, step),
  );
}

/** Read a ballot in canonical form; throws `ballot-encoding`.
 * @type {(data: Bytes) => Ballot} */
export function decodeBallot(data) {
  return decodeCanonical(data, Ballot, "ballot-encoding", "the ballot");
}

/** What every answer adds to the tally, of a ballot that has as many as there are questions.
 * @type {(context: Context, ballot: Ballot) => Ciphertext[][]} */
export function listCiphertexts({ election }, ballot) {
  return election.questions.map((question, i) => kindOf(question).listCiphertexts(ballot.answers[i]));
}
