// Strong proofs of decryption: one Chaum-Pedersen proof a ciphertext, bound to its place.
//
// DESIGN, "The evidence and the bundle"; docs/formats.md, "Evidence" (Strong proofs). The
// challenge hashes the ciphertext, the factor, the trustee and the state of the record, and the
// nonce is never the format proof's.
//
// A context is {group, fingerprint, parent, owner, publicKey}; `parent`: hash (hex) of the last
// event before the archive's first PartialDecryption; `publicKey`: that trustee's, an element.

import { bytesToInteger, encodeText } from "../../protocol/encoding.js";
import { ProtocolError, recode } from "../../protocol/errors.js";
import { sameShape } from "../../protocol/tally.js";
import { sha512 } from "../../vendor/noble.js";
/** @import { RandomBytes } from "../../protocol/encoding.js" */
/** @import { Element, Group } from "../../protocol/group.js" */
/** @import { Pair, Proof } from "../../protocol/proofs.js" */
/** @import { Matrix } from "../../protocol/tally.js" */

/** What a proof is bound to; `parent`: hash (hex) of the last event before the archive's first
 * PartialDecryption; `publicKey`: that trustee's.
 * @typedef {{ group: Group, fingerprint: string, parent: string, owner: number, publicKey: Element }} Bound */

/** @type {(context: Bound, path: number[], elements: Element[]) => bigint} */
function computeChallenge(context, path, elements) {
  const { group, fingerprint, parent, owner } = context;
  const [key, alpha, factor, first, second] = group.encodeAll([context.publicKey, ...elements]);
  const where = `${fingerprint}|${parent}|${owner}|${path.join(",")}`;
  const text = `voteapp-decrypt|${where}|${key}|${alpha}|${factor}|${first},${second}`;
  return group.reduce(bytesToInteger(sha512(encodeText(text))));
}

/** Prove every factor α^x of the tally, row by row; one fresh nonce a ciphertext.
 * @type {(context: Bound, privateKey: bigint, tally: Matrix<Pair>, randomBytes: RandomBytes) =>
 *   Matrix<Proof>} */
export function createStrongProofs(context, privateKey, tally, randomBytes) {
  const { group } = context;
  return tally.map((row, i) =>
    row.map(({ alpha }, j) => {
      const nonce = group.randomScalar(randomBytes);
      const factor = group.power(alpha, privateKey);
      const commitments = [group.basePower(nonce), group.power(alpha, nonce)];
      const challenge = computeChallenge(context, [i, j], [alpha, factor, ...commitments]);
      return {
        challenge: group.encodeScalar(challenge),
        response: group.encodeScalar(group.reduce(nonce - privateKey * challenge)),
      };
    }),
  );
}

/**
 * Check one trustee's proofs against checked factors. Throws `strong-proof-shape`,
 * `strong-proof-scalar` or `strong-proof-invalid`.
 * @type {(context: Bound, tally: Matrix<Pair>, factors: Matrix<Element>, proofs: Matrix<Proof>) => void}
 */
export function checkStrongProofs(context, tally, factors, proofs) {
  if (!sameShape(proofs, tally)) {
    throw new ProtocolError("strong-proof-shape", "the strong proofs do not match the tally");
  }
  tally.forEach((row, i) =>
    row.forEach(({ alpha }, j) => checkOne(context, [i, j], alpha, factors[i][j], proofs[i][j])),
  );
}

/** @type {(context: Bound, path: number[], alpha: Element, factor: Element, proof: Proof) => void} */
function checkOne(context, path, alpha, factor, proof) {
  const { group, owner, publicKey } = context;
  const place = `question ${path[0] + 1}, choice ${path[1] + 1}`;
  const { challenge, response } = recode("strong-proof-scalar", place, () => ({
    challenge: group.decodeScalar(proof.challenge),
    response: group.decodeScalar(proof.response),
  }));
  const commitments = [
    group.commit(response, publicKey, challenge),
    group.commitPair(alpha, response, factor, challenge),
  ];
  if (computeChallenge(context, path, [alpha, factor, ...commitments]) !== challenge) {
    throw new ProtocolError("strong-proof-invalid", `trustee ${owner}: the factor of ${place} is not proved`);
  }
}
