// The rehearsal: a trustee shows, before opening, that the saved key file still decrypts.
//
// DESIGN, "Trustees": the challenge is α = g^r with r derived from what everybody knows, so the
// key is never used on a ciphertext that came from elsewhere. The answer is F = α^x with a proof
// that g^x and α^x have one x; its hash begins voteapp-rehearsal|DIGEST|INDEX|X.

import { bytesToInteger, encodeJson, encodeText, hashHex } from "../../protocol/encoding.js";
import { createEquality } from "../../protocol/decryptions.js";
import { TrusteePublicKey } from "../../protocol/keys/trustees.js";
import { sha512 } from "../../vendor/noble.js";
/** @import { RandomBytes } from "../../protocol/encoding.js" */
/** @import { Element, Group } from "../../protocol/group.js" */
/** @import { Proof } from "../../protocol/proofs.js" */

/** What stands for the certs-hash of a Single item: SHA-256 (hex) of its key object.
 * @type {(key: TrusteePublicKey) => string} */
export function computeDigest(key) {
  return hashHex(encodeJson(TrusteePublicKey(key, "the key")));
}

/** α = g^r, r = SHA-512("voteapp-rehearsal|" digest "|" index) mod q; index from 1.
 * @type {(group: Group, digest: string, index: number) => Element} */
export function computeChallenge(group, digest, index) {
  return group.basePower(bytesToInteger(sha512(encodeText(writeText(digest, index)))));
}

/** @type {(digest: string, index: number) => string} */
function writeText(digest, index) {
  return `voteapp-rehearsal|${digest}|${index}`;
}

/** Answer the challenge; one nonce is drawn.
 * @type {(group: Group, privateKey: bigint, digest: string, index: number,
 *   randomBytes: RandomBytes) => { factor: string, proof: Proof }} */
export function createAnswer(group, privateKey, digest, index, randomBytes) {
  const alpha = computeChallenge(group, digest, index);
  const publicKey = group.encode(group.basePower(privateKey));
  const nonce = group.randomScalar(randomBytes);
  const prefix = `${writeText(digest, index)}|${publicKey}`;
  const proof = createEquality(group, prefix, alpha, privateKey, nonce);
  return { factor: group.encode(group.power(alpha, privateKey)), proof };
}
