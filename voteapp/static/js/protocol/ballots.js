// Ballots: made in the phone, checked by the server, the auditor and anyone.
//
// Belenios specification, sections "Ballots" and "Signatures".

import { computeSecret } from "./credentials.js";
import { encodeJson, hashBase64 } from "./encoding.js";
import { decodeCanonical, types } from "./types.js";
import { MisuseError, ProtocolError, recode } from "./errors.js";
import { kindOf } from "./kinds.js";
import { checkKnowledge, createKnowledge, decodeCiphertext, Proof } from "./proofs.js";
import { Answer } from "./answers.js";
/** @import { Bytes, Progress, RandomBytes } from "./encoding.js" */
/** @import { Value } from "./types.js" */
/** @import { Context } from "./election.js" */
/** @import { Ciphertext, Pair } from "./proofs.js" */

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

/**
 * Encrypt, prove and sign a vote; `choices` has a row of zeros and ones a question.
 *
 * `context` comes from createContext (election.js). `onProgress(done, total)` is called after
 * each encrypted choice. Throws MisuseError for choices that the questions do not allow.
 * @type {(context: Context, credential: string, choices: number[][], randomBytes: RandomBytes,
 *   onProgress?: Progress) => Bytes}
 */
export function createBallot(context, credential, choices, randomBytes, onProgress = () => {}) {
  const { group, election, publicKey, fingerprint } = context;
  if (choices.length !== election.questions.length) {
    throw new MisuseError("there must be one row of choices for each question");
  }
  const secret = computeSecret(group, election.uuid, credential);
  const publicCredential = group.encode(group.basePower(secret));
  const total = choices.reduce((sum, row) => sum + row.length, 0);
  let done = 0;
  const step = () => onProgress((done += 1), total);
  const prefix = `${fingerprint}|${publicCredential}`;
  const ballot = {
    election_uuid: election.uuid,
    election_hash: fingerprint,
    credential: publicCredential,
    answers: election.questions.map((question, i) =>
      kindOf(question).createAnswer(group, publicKey, question, choices[i], prefix, randomBytes, step),
    ),
  };
  const hash = hashBase64(encodeJson(ballot));
  const proof = createKnowledge(group, `sig|${hash}`, secret, randomBytes);
  return encodeJson({ ...ballot, signature: { hash, proof } });
}

/** Read a ballot in canonical form; throws `ballot-encoding`.
 * @type {(data: Bytes) => Ballot} */
export function decodeBallot(data) {
  return decodeCanonical(data, Ballot, "ballot-encoding", "the ballot");
}

/** Right election, right shape; throws `ballot-election` or `ballot-shape`.
 * @type {(context: Context, ballot: Ballot) => void} */
export function checkBallotHeader({ election, fingerprint }, ballot) {
  if (ballot.election_uuid !== election.uuid || ballot.election_hash !== fingerprint) {
    throw new ProtocolError("ballot-election", "the ballot is for another election");
  }
  if (ballot.answers.length !== election.questions.length) {
    throw new ProtocolError("ballot-shape", "the ballot has the wrong number of answers");
  }
  election.questions.forEach((question, i) => kindOf(question).checkShape(question, ballot.answers[i]));
}

/** What every answer adds to the tally, of a ballot that has as many as there are questions.
 * @type {(context: Context, ballot: Ballot) => Ciphertext[][]} */
export function listCiphertexts({ election }, ballot) {
  return election.questions.map((question, i) => kindOf(question).listCiphertexts(ballot.answers[i]));
}

/** Decode every ciphertext of such a ballot; throws `ballot-element`.
 * @type {(context: Context, ballot: Ballot) => Pair[][]} */
export function decodePairs(context, ballot) {
  const { group } = context;
  return recode("ballot-element", "a ciphertext", () =>
    listCiphertexts(context, ballot).map((row) => row.map((one) => decodeCiphertext(group, one))),
  );
}

/** Check the form of every number before anything is computed: `ballot-scalar`.
 * @type {(context: Context, ballot: Ballot) => void} */
export function checkScalars({ group, election }, ballot) {
  const proofs = [ballot.signature.proof];
  election.questions.forEach((question, i) => proofs.push(...kindOf(question).listProofs(ballot.answers[i])));
  recode("ballot-scalar", "a proof", () => {
    for (const { challenge, response } of proofs) {
      group.decodeScalar(challenge);
      group.decodeScalar(response);
    }
  });
}

/** Check hash and proof; throws `ballot-signature` (`ballot-element` for a bad credential).
 * @type {(context: Context, ballot: Ballot) => void} */
export function checkBallotSignature({ group }, ballot) {
  const { signature, ...unsigned } = ballot;
  if (signature.hash !== hashBase64(encodeJson(unsigned))) {
    throw new ProtocolError("ballot-signature", "the signed hash is not the ballot's");
  }
  const element = recode("ballot-element", "the credential", () => group.decode(ballot.credential));
  checkKnowledge(group, `sig|${signature.hash}`, element, signature.proof, "ballot-signature");
}

/** Check the proofs of every answer; throws `ballot-*-proof`.
 * @type {(context: Context, ballot: Ballot, pairs: Pair[][]) => void} */
export function checkProofs({ group, election, publicKey, fingerprint }, ballot, pairs) {
  const prefix = `${fingerprint}|${ballot.credential}`;
  election.questions.forEach((question, i) =>
    kindOf(question).checkAnswer(group, publicKey, question, ballot.answers[i], pairs[i], prefix),
  );
}
