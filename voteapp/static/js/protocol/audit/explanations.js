// What a partial decryption that is not the tally's really decrypts, if that can be found.
//
// DESIGN, "Trustees": a trustee gives factors of the tally of all ballots and of nothing else. A
// factor of something else fails the format's proof; where its proof holds for a single ballot, or
// for the tally of fewer ballots, the trustee was made to decrypt that, or chose to.

import { Ballot } from "../ballots.js";
import { ProtocolError } from "../errors.js";
import { kindOf } from "../kinds.js";
import { checkFactor } from "../decryptions.js";
import { decodeJson } from "../types.js";
/** @import { Context } from "../election.js" */
/** @import { Bytes } from "../encoding.js" */
/** @import { Element } from "../group.js" */
/** @import { Pair, Proof } from "../proofs.js" */
/** @import { Matrix } from "../tally.js" */
/** @import { PartialDecryption } from "../decryptions.js" */

const CODE = "decryption-proof";

/** A factor in its place.
 * @typedef {{ row: number, column: number, factor: Element, proof: Proof }} Cell */

/** @type {(context: Context, publicKey: Element, cell: Cell, alpha: Element) => boolean} */
function isProved({ group, fingerprint }, publicKey, { factor, proof }, alpha) {
  try {
    checkFactor(group, fingerprint, publicKey, { alpha, factor, proof });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return false;
  }
  return true;
}

/** The first factor that is not proved: {row, column, factor, proof}, or null.
 * @type {(context: Context, publicKey: Element, tally: Matrix<Pair>,
 *   decryption: PartialDecryption) => Cell | null} */
function findCell(context, publicKey, tally, decryption) {
  for (const [row, pairs] of tally.entries()) {
    for (const [column, { alpha }] of pairs.entries()) {
      const factor = context.group.decode(decryption.decryption_factors[row][column], true);
      const cell = { row, column, factor, proof: decryption.decryption_proofs[row][column] };
      if (!isProved(context, publicKey, cell, alpha)) return cell;
    }
  }
  return null;
}

/** Ballot by ballot: what it alone gives in the cell's place, and the tally of all so far.
 * @type {(context: Context, cell: Cell, ballots: Iterable<Bytes>, weights: Map<string, number> | null) =>
 *   Generator<{ single: Element[], total: Element }, void, undefined>} */
function* addBallots({ group, election }, { row, column }, ballots, weights) {
  const kind = kindOf(election.questions[row]);
  /** @type {Map<string, Element>} */
  const last = new Map();
  let total = group.neutral;
  for (const body of ballots) {
    // Not decodeBallot: another spelling is a finding of its own, and must hide none of these.
    const { answers, credential } = decodeJson(body, Ballot, "ballot-encoding", "the ballot");
    const alpha = group.decode(kind.listCiphertexts(answers[row])[column].alpha);
    const weight = weights?.get(credential) ?? 1;
    const counted = weight === 1 ? alpha : group.power(alpha, BigInt(weight));
    total = group.divide(total, last.get(credential) ?? group.neutral);
    total = group.multiply(total, counted);
    last.set(credential, counted);
    yield { single: weight === 1 ? [alpha] : [alpha, counted], total };
  }
}

/**
 * Why a trustee's partial decryption of the tally fails with `decryption-proof`. `decryption` has
 * the tally's shape; `ballots`: an iterable of the board's (bytes), in board order, each of
 * the election's shape;
 * `weights`: a Map by public credential, or null. Gives the error to throw:
 * `decryption-single-ballot`, `decryption-older-tally` or, where nothing is found,
 * `decryption-proof`. Only the first factor that is not proved is looked at.
 * @type {(context: Context, publicKey: Element, given: { tally: Matrix<Pair>,
 *   decryption: PartialDecryption, ballots: Iterable<Bytes>, weights: Map<string, number>
 *   | null }) => ProtocolError}
 */
export function explainDecryption(context, publicKey, { tally, decryption, ballots, weights }) {
  const cell = findCell(context, publicKey, tally, decryption);
  if (cell === null) return new ProtocolError(CODE, "a decryption proof does not verify");
  const name = `question ${cell.row + 1}, choice ${cell.column + 1}`;
  let number = 0;
  for (const { single, total } of addBallots(context, cell, ballots, weights)) {
    number += 1;
    if (single.some((one) => isProved(context, publicKey, cell, one))) {
      const problem = `${name}: this is the factor of a single ballot, number ${number}`;
      return new ProtocolError("decryption-single-ballot", problem);
    }
    if (isProved(context, publicKey, cell, total)) {
      const problem = `${name}: this is the factor of an older tally, of the first ${number} ballots`;
      return new ProtocolError("decryption-older-tally", problem);
    }
  }
  return new ProtocolError(CODE, `${name}: a decryption proof does not verify`);
}
