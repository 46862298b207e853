// Partial decryptions: a trustee's factors, and the proofs that they are right.
//
// Belenios specification, section "Partial decryptions". Whoever proves that something was
// decrypted as it should be proves an equality; that does not stand with the other proofs
// (proofs.js), because every phone loads those.

import { hashToInteger } from "./encoding.js";
import { ProtocolError, recode } from "./errors.js";
import { Proof } from "./proofs.js";
import { sameShape } from "./tally.js";
import { decodeCanonical, types } from "./types.js";
/** @import { Bytes, RandomBytes } from "./encoding.js" */
/** @import { Element, Group } from "./group.js" */
/** @import { Pair } from "./proofs.js" */
/** @import { Matrix } from "./tally.js" */
/** @import { Value } from "./types.js" */

/** One trustee's factors, each with the proof that it is right. */
const PartialDecryption = types.struct({
  decryption_factors: types.list(types.list(types.string)),
  decryption_proofs: types.list(types.list(Proof)),
});
/** @typedef {Value<typeof PartialDecryption>} PartialDecryption */

/** Whose partial decryption it is: `owner` counts the flattened trustees from 1. */
export const OwnedPartialDecryption = types.struct({ owner: types.integer, payload: types.string });
/** @typedef {Value<typeof OwnedPartialDecryption>} OwnedPartialDecryption */

/** g^x and base^x, for the one x of which nothing is said.
 * @typedef {{ publicElement: Element, base: Element, factor: Element }} Statement */

/**
 * Prove that g^x and base^x have one x; the challenge hashes `prefix|A,B`.
 * @type {(group: Group, prefix: string, base: Element, secret: bigint, nonce: bigint) => Proof}
 */
export function createEquality(group, prefix, base, secret, nonce) {
  const [first, second] = group.encodeAll([group.basePower(nonce), group.power(base, nonce)]);
  const challenge = group.reduce(hashToInteger(`${prefix}|${first},${second}`));
  return {
    challenge: group.encodeScalar(challenge),
    response: group.encodeScalar(group.reduce(nonce - secret * challenge)),
  };
}

/** Check `createEquality`: publicElement = g^x and factor = base^x; throws with `code`.
 * @type {(group: Group, prefix: string, statement: Statement, proof: Proof, code: string) =>
 *   void} */
export function checkEquality(group, prefix, statement, proof, code) {
  const { publicElement, base, factor } = statement;
  const challenge = group.decodeScalar(proof.challenge);
  const response = group.decodeScalar(proof.response);
  const [first, second] = group.encodeAll([
    group.commit(response, publicElement, challenge),
    group.commitPair(base, response, factor, challenge),
  ]);
  if (group.reduce(hashToInteger(`${prefix}|${first},${second}`)) !== challenge) {
    throw new ProtocolError(code, "a decryption proof does not verify");
  }
}

/** @type {(fingerprint: string, publicKeyText: string) => string} */
function decryptionPrefix(fingerprint, publicKeyText) {
  return `decrypt|${fingerprint}|${publicKeyText}`;
}

/** Factors α^x with proofs; one nonce a ciphertext, row by row. `tally` is decoded.
 * @type {(group: Group, fingerprint: string, privateKey: bigint, tally: Matrix<Pair>,
 *   randomBytes: RandomBytes) => PartialDecryption} */
export function createPartialDecryption(group, fingerprint, privateKey, tally, randomBytes) {
  const prefix = decryptionPrefix(fingerprint, group.encode(group.basePower(privateKey)));
  /** @type {Matrix<string>} */
  const factors = [];
  /** @type {Matrix<Proof>} */
  const proofs = [];
  for (const row of tally) {
    factors.push(group.encodeAll(row.map(({ alpha }) => group.power(alpha, privateKey))));
    proofs.push(
      row.map(({ alpha }) => createEquality(group, prefix, alpha, privateKey, group.randomScalar(randomBytes))),
    );
  }
  return { decryption_factors: factors, decryption_proofs: proofs };
}

/** Read a partial decryption in canonical form: `decryption-encoding`.
 * @type {(data: Bytes) => PartialDecryption} */
export function decodePartialDecryption(data) {
  return decodeCanonical(data, PartialDecryption, "decryption-encoding", "a partial decryption");
}

/**
 * Check shape, elements and every proof; gives the factors. Throws `decryption-shape`,
 * `decryption-element` or `decryption-proof`.
 * @type {(group: Group, fingerprint: string, publicKey: Element, tally: Matrix<Pair>,
 *   decryption: PartialDecryption) => Matrix<Element>}
 */
export function checkPartialDecryption(group, fingerprint, publicKey, tally, decryption) {
  const { decryption_factors: factors, decryption_proofs: proofs } = decryption;
  if (!sameShape(factors, tally) || !sameShape(proofs, tally)) {
    throw new ProtocolError("decryption-shape", "a partial decryption does not have the tally's shape");
  }
  return tally.map((row, i) =>
    row.map(({ alpha }, j) => {
      // A factor is neutral exactly when its ciphertext is (a tally without ballots).
      const factor = recode("decryption-element", "a factor", () =>
        group.decode(factors[i][j], group.equal(alpha, group.neutral)),
      );
      checkFactor(group, fingerprint, publicKey, { alpha, factor, proof: proofs[i][j] });
      return factor;
    }),
  );
}

/** Check one factor's proof: `decryption-proof`.
 * @type {(group: Group, fingerprint: string, publicKey: Element, one: { alpha: Element,
 *   factor: Element, proof: Proof }) => void} */
export function checkFactor(group, fingerprint, publicKey, { alpha, factor, proof }) {
  const code = "decryption-proof";
  const prefix = decryptionPrefix(fingerprint, group.encode(publicKey));
  const statement = { publicElement: publicKey, base: alpha, factor };
  recode(code, "a factor's proof", () => checkEquality(group, prefix, statement, proof, code));
}
