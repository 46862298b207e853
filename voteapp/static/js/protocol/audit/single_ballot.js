// One ballot, and the first thing that is wrong with it.
//
// Belenios specification, sections "Ballots" and "Signatures".

import { Ballot, decodeBallot, listCiphertexts, prefixOf } from "../ballots.js";
import { encodeJson, hashBase64 } from "../encoding.js";
import { ProtocolError, recode } from "../errors.js";
import { computeWidths, kindOf } from "../kinds.js";
import { checkKnowledge, decodeCiphertext } from "../proofs.js";
import { decodeJson } from "../types.js";
/** @import { Bytes } from "../encoding.js" */
/** @import { Context } from "../election.js" */
/** @import { Pair } from "../proofs.js" */
/** @import { Matrix } from "../tally.js" */

/** What was found; `pairs`: the ballot's ciphertexts, null where they cannot go into a tally.
 * @typedef {{ pairs: Matrix<Pair> | null, problem: ProtocolError | null }} Checked */
/** `listed`: whether its credential is; the proofs of a `known` ballot are not checked again: they
 * depend on its bytes and the election's alone.
 * @typedef {{ listed: boolean, known: boolean }} Circumstances */

/** Right election, right shape; throws `ballot-election` or `ballot-shape`.
 * @type {(context: Context, ballot: Ballot) => void} */
function checkBallotHeader({ election, fingerprint }, ballot) {
  if (ballot.election_uuid !== election.uuid || ballot.election_hash !== fingerprint) {
    throw new ProtocolError("ballot-election", "the ballot is for another election");
  }
  if (ballot.answers.length !== election.questions.length) {
    throw new ProtocolError("ballot-shape", "the ballot has the wrong number of answers");
  }
  election.questions.forEach((question, i) => kindOf(question).checkShape(question, ballot.answers[i]));
}

/** Decode every ciphertext of such a ballot; throws `ballot-element`.
 * @type {(context: Context, ballot: Ballot) => Pair[][]} */
function decodePairs(context, ballot) {
  const { group } = context;
  return recode("ballot-element", "a ciphertext", () =>
    listCiphertexts(context, ballot).map((row) => row.map((one) => decodeCiphertext(group, one))),
  );
}

/** Check the form of every number before anything is computed: `ballot-scalar`.
 * @type {(context: Context, ballot: Ballot) => void} */
function checkScalars({ group, election }, ballot) {
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
function checkBallotSignature({ group }, ballot) {
  const { signature, ...unsigned } = ballot;
  if (signature.hash !== hashBase64(encodeJson(unsigned))) {
    throw new ProtocolError("ballot-signature", "the signed hash is not the ballot's");
  }
  const element = recode("ballot-element", "the credential", () => group.decode(ballot.credential));
  checkKnowledge(group, prefixOf(signature.hash), element, signature.proof, "ballot-signature");
}

/** Check the proofs of every answer; throws `ballot-*-proof`.
 * @type {(context: Context, ballot: Ballot, pairs: Pair[][]) => void} */
function checkProofs({ group, election, publicKey, fingerprint }, ballot, pairs) {
  const prefix = `${fingerprint}|${ballot.credential}`;
  election.questions.forEach((question, i) =>
    kindOf(question).checkAnswer(group, publicKey, question, ballot.answers[i], pairs[i], prefix),
  );
}

/** The result of `work`, or null where it throws a ProtocolError.
 * @type {<T>(work: () => T) => T | null} */
export function attempt(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

/** Ciphertexts that can go into the tally, or null.
 * @type {(context: Context, ballot: Ballot) => Matrix<Pair> | null} */
function pairsOfShape(context, ballot) {
  const { questions } = context.election;
  if (ballot.answers.length !== questions.length) return null;
  const widths = computeWidths(questions);
  const fits = listCiphertexts(context, ballot).every((row, i) => row.length === widths[i]);
  return fits ? attempt(() => decodePairs(context, ballot)) : null;
}

/** The checks of a ballot that could be read, cheapest first.
 * @type {(context: Context, ballot: Ballot, circumstances: Circumstances) => Checked} */
function checkRead(context, ballot, { listed, known }) {
  const pairs = pairsOfShape(context, ballot);
  try {
    checkBallotHeader(context, ballot);
    if (!listed) throw new ProtocolError("ballot-credential", "the ballot's credential is not listed");
    const decoded = pairs ?? decodePairs(context, ballot);
    if (!known) {
      checkScalars(context, ballot);
      checkBallotSignature(context, ballot);
      checkProofs(context, ballot, decoded);
    }
  } catch (problem) {
    if (!(problem instanceof ProtocolError)) throw problem;
    return { pairs, problem };
  }
  return { pairs, problem: null };
}

/** The ballot's ciphertexts, if they can be read at all, and its first problem, with a `ballot-` code.
 * @type {(context: Context, body: Bytes, circumstances: Circumstances) => Checked} */
export function checkBallot(context, body, circumstances) {
  let ballot;
  try {
    ballot = decodeBallot(body);
  } catch (problem) {
    if (!(problem instanceof ProtocolError)) throw problem;
    const loose = attempt(() => decodeJson(body, Ballot, problem.code, "the ballot"));
    return { pairs: loose === null ? null : pairsOfShape(context, loose), problem };
  }
  return checkRead(context, ballot, circumstances);
}
