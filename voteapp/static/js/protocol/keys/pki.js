// The trustees' own public key infrastructure: keys from a seed, and what they sign.
//
// Belenios specification, section "Public key infrastructure" (Deriving keys, Signing).

import { bytesToInteger, encodeBase58, hashToInteger } from "../encoding.js";
import { checkKnowledge, createKnowledge, Proof } from "../proofs.js";
import { types } from "../types.js";
/** @import { RandomBytes } from "../encoding.js" */
/** @import { Element, Group } from "../group.js" */
/** @import { Value } from "../types.js" */

/** `signed_msg`: a text and its Schnorr signature. */
export const SignedMessage = types.struct({ message: types.string, signature: Proof });
/** @typedef {Value<typeof SignedMessage>} SignedMessage */

/** Both exponents of a trustee.
 * @typedef {{ signing: bigint, decryption: bigint }} PrivateKeys */

/** Draw a secret seed: 22 Base58 characters.
 * @type {(randomBytes: RandomBytes) => string} */
export function createSeed(randomBytes) {
  return encodeBase58(bytesToInteger(randomBytes(48)), 22);
}

/** Derive both exponents from the seed ("Deriving keys"): {signing, decryption}.
 * @type {(group: Group, seed: string) => PrivateKeys} */
export function computePrivateKeys(group, seed) {
  return { signing: group.reduce(hashToInteger(`sk|${seed}`)), decryption: group.reduce(hashToInteger(`dk|${seed}`)) };
}

/** Sign a text ("Signing").
 * @type {(group: Group, signingKey: bigint, message: string, randomBytes: RandomBytes) => Proof} */
export function createSignature(group, signingKey, message, randomBytes) {
  return createKnowledge(group, `sigmsg|${message}`, signingKey, randomBytes);
}

/** Check a text's signature; throws ProtocolError with `code` (or `scalar`).
 * @type {(group: Group, verificationKey: Element, message: string, signature: Proof,
 *   code: string) => void} */
export function checkSignature(group, verificationKey, message, signature, code) {
  checkKnowledge(group, `sigmsg|${message}`, verificationKey, signature, code);
}
