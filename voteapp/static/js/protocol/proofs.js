// Zero-knowledge proofs: knowledge, membership in an interval, possibly-blank votes.
//
// Belenios specification, sections "Proofs of interval membership", "Proofs of possibly-blank
// votes", "Verification keys" and "Signatures"; proofs of decryption: decryptions.js. Every
// disjunctive proof has one form: a list of branches, each claiming that a ciphertext encrypts a
// given number, one of which is true.

import { hashToInteger } from "./encoding.js";
import { types } from "./types.js";
import { MisuseError, ProtocolError } from "./errors.js";
/** @import { RandomBytes } from "./encoding.js" */
/** @import { Value } from "./types.js" */
/** @import { Element, Group } from "./group.js" */

/** A (challenge, response) pair, both decimal scalars. */
export const Proof = types.struct({ challenge: types.string, response: types.string });
/** @typedef {Value<typeof Proof>} Proof */

/** An ElGamal ciphertext as it stands in the record: two elements in hex. */
export const Ciphertext = types.struct({ alpha: types.string, beta: types.string });
/** @typedef {Value<typeof Ciphertext>} Ciphertext */

/** A decoded ciphertext.
 * @typedef {{ alpha: Element, beta: Element }} Pair */
/** What a branch of a proof claims, as the prover knows it.
 * @typedef {{ exponent: bigint, plaintext: number, value: number }} Branch */
/** A proof whose challenge is not hashed yet.
 * @typedef {ReturnType<typeof startDisjunction>} Draft */

/** Decode both elements; throws ProtocolError `element`.
 * @type {(group: Group, text: Ciphertext, allowNeutral?: boolean) => Pair} */
export function decodeCiphertext(group, { alpha, beta }, allowNeutral = false) {
  return { alpha: group.decode(alpha, allowNeutral), beta: group.decode(beta, allowNeutral) };
}

/** (g^r, y^r·g^m); r is secret.
 * @type {(group: Group, publicKey: Element, exponent: bigint, value: number) => Pair} */
export function encrypt(group, publicKey, exponent, value) {
  const alpha = group.basePower(exponent);
  const shared = group.power(publicKey, exponent);
  return { alpha, beta: group.multiply(shared, group.generatorPower(value)) };
}

/** The pointwise product: it encrypts the sum.
 * @type {(group: Group, pairs: Pair[]) => Pair} */
export function multiplyPairs(group, pairs) {
  return { alpha: group.product(pairs.map((pair) => pair.alpha)), beta: group.product(pairs.map((pair) => pair.beta)) };
}

/**
 * Start proving that one branch holds without saying which: draws everything and computes the
 * commitments; `finishDisjunction` hashes them. In two steps so that the points of a whole
 * question are encoded together.
 *
 * A branch is {exponent, plaintext, value}: its ciphertext is (g^exponent, y^exponent·g^plaintext),
 * and it claims plaintext = value. As the prover knows the exponent, α^c is g^(exponent·c):
 * every commitment is a power of g and y alone.
 * For each false branch in order a challenge and a response are drawn, then the true one's nonce.
 * @param {Group} group @param {Element} publicKey @param {Branch[]} branches @param {number} trueIndex @param {RandomBytes} randomBytes
 */
export function startDisjunction(group, publicKey, branches, trueIndex, randomBytes) {
  if (!(trueIndex >= 0 && trueIndex < branches.length)) throw new MisuseError("no branch of the proof is true");
  const challenges = branches.map(() => 0n);
  const responses = branches.map(() => 0n);
  const powers = branches.map(({ exponent }, index) => {
    if (index === trueIndex) return 0n;
    challenges[index] = group.randomScalar(randomBytes);
    responses[index] = group.randomScalar(randomBytes);
    return responses[index] + exponent * challenges[index];
  });
  powers[trueIndex] = group.randomScalar(randomBytes);
  const points = branches.flatMap(({ plaintext, value }, index) => {
    const shift = index === trueIndex ? null : BigInt(plaintext - value) * challenges[index];
    return commitBranch(group, publicKey, powers[index], shift);
  });
  const secret = { nonce: powers[trueIndex], exponent: branches[trueIndex].exponent };
  return { points, challenges, responses, trueIndex, secret };
}

/** g^power and y^power·g^shift; null: the true branch, which has none.
 * @type {(group: Group, publicKey: Element, power: bigint, shift: bigint | null) => Element[]} */
function commitBranch(group, publicKey, power, shift) {
  const second = group.power(publicKey, power);
  return [group.basePower(power), shift === null ? second : group.multiply(second, group.basePower(shift))];
}

/** Finish a proof: `prefix` is all that is hashed before the commitments, `texts` are those.
 * @type {(group: Group, draft: Draft, prefix: string, texts: string[]) => Proof[]} */
export function finishDisjunction(group, draft, prefix, texts) {
  const { challenges, responses, trueIndex, secret } = draft;
  const total = hashToInteger(`${prefix}|${texts.join(",")}`);
  const others = challenges.reduce((sum, challenge) => sum + challenge, 0n);
  challenges[trueIndex] = group.reduce(total - others);
  responses[trueIndex] = group.reduce(secret.nonce - secret.exponent * challenges[trueIndex]);
  return challenges.map((challenge, index) => ({
    challenge: group.encodeScalar(challenge),
    response: group.encodeScalar(responses[index]),
  }));
}

/**
 * Check a disjunctive proof; branches are {pair, value}, `publicKey` should be prepared.
 * Throws ProtocolError with `code`, or `scalar` for numbers that are not canonical exponents.
 * @type {(group: Group, publicKey: Element, prefix: string, branches: { pair: Pair,
 *   value: number }[], proofs: Proof[], code: string) => void}
 */
export function checkDisjunction(group, publicKey, prefix, branches, proofs, code) {
  if (proofs.length !== branches.length) {
    throw new ProtocolError(code, "a proof has the wrong number of parts");
  }
  let total = 0n;
  const points = branches.flatMap(({ pair, value }, index) => {
    const challenge = group.decodeScalar(proofs[index].challenge);
    const response = group.decodeScalar(proofs[index].response);
    // (β/g^M)^c is computed as β^c · g^(-M·c): β's powers are shared by the branches.
    const second = group.commitPair(publicKey, response, pair.beta, challenge);
    const shift = group.reduce(-challenge * BigInt(value));
    total += challenge;
    const first = group.commit(response, pair.alpha, challenge);
    return [first, value === 0 ? second : group.multiply(second, group.basePower(shift))];
  });
  const expected = hashToInteger(`${prefix}|${group.encodeAll(points).join(",")}`);
  if (group.reduce(expected - total) !== 0n) throw new ProtocolError(code, "a proof does not verify");
}

/** A Schnorr proof of knowledge of `secret`; the challenge hashes `prefix|A`.
 * @type {(group: Group, prefix: string, secret: bigint, randomBytes: RandomBytes) => Proof} */
export function createKnowledge(group, prefix, secret, randomBytes) {
  const nonce = group.randomScalar(randomBytes);
  const commitment = group.encode(group.basePower(nonce));
  const challenge = group.reduce(hashToInteger(`${prefix}|${commitment}`));
  return {
    challenge: group.encodeScalar(challenge),
    response: group.encodeScalar(group.reduce(nonce - secret * challenge)),
  };
}

/** Check `createKnowledge`; throws ProtocolError with `code` (or `scalar`).
 * @type {(group: Group, prefix: string, publicElement: Element, proof: Proof, code: string) => void} */
export function checkKnowledge(group, prefix, publicElement, proof, code) {
  const challenge = group.decodeScalar(proof.challenge);
  const response = group.decodeScalar(proof.response);
  const commitment = group.encode(group.commit(response, publicElement, challenge));
  if (group.reduce(hashToInteger(`${prefix}|${commitment}`)) !== challenge) {
    throw new ProtocolError(code, "a proof of knowledge or signature does not verify");
  }
}
