// The rehearsal: a trustee shows, before opening, that the saved key file still decrypts.
//
// DESIGN, "Trustees": the challenge is α = g^r with r derived from what everybody knows, so the
// key is never used on a ciphertext that came from elsewhere. The answer is F = α^x with a proof
// that g^x and α^x have one x; its hash begins voteapp-rehearsal|DIGEST|INDEX|X.

import { bytesToInteger, encodeJson, encodeText, hashHex, types } from "../../protocol/encoding.js";
import { recode } from "../../protocol/errors.js";
import { checkEquality, createEquality, Proof } from "../../protocol/proofs.js";
import { TrusteePublicKey } from "../../protocol/keys/trustees.js";
import { sha512 } from "../../vendor/noble.js";
import { decodeStrict } from "../canonical.js";

/** What a trustee posts: the factor (hex) and its proof. */
export const RehearsalAnswer = types.struct({ factor: types.string, proof: Proof });

/** What stands for the certs-hash of a Single item: SHA-256 (hex) of its key object. */
export function computeDigest(key) {
  return hashHex(encodeJson(TrusteePublicKey(key, "the key")));
}

/** α = g^r, r = SHA-512("voteapp-rehearsal|" digest "|" index) mod q; index from 1. */
export function computeChallenge(group, digest, index) {
  const text = `voteapp-rehearsal|${digest}|${index}`;
  return group.basePower(bytesToInteger(sha512(encodeText(text))));
}

function prefixOf(digest, index, publicKey) {
  return `voteapp-rehearsal|${digest}|${index}|${publicKey}`;
}

/** Answer the challenge; one nonce is drawn. */
export function createAnswer(group, privateKey, digest, index, randomBytes) {
  const alpha = computeChallenge(group, digest, index);
  const publicKey = group.encode(group.basePower(privateKey));
  const nonce = group.randomScalar(randomBytes);
  const prefix = prefixOf(digest, index, publicKey);
  const proof = createEquality(group, prefix, alpha, privateKey, nonce);
  return { factor: group.encode(group.power(alpha, privateKey)), proof };
}

/** Read a posted answer; throws `rehearsal-encoding`. */
export function decodeAnswer(data) {
  return decodeStrict(data, RehearsalAnswer, "rehearsal-encoding", "the rehearsal's answer");
}

/** Check an answer under the trustee's public key (an element); throws `rehearsal-proof`. */
export function checkAnswer(group, publicKey, digest, index, answer) {
  const code = "rehearsal-proof";
  const prefix = prefixOf(digest, index, group.encode(publicKey));
  recode(code, "the rehearsal", () => {
    const factor = group.decode(answer.factor);
    const statement = { publicElement: publicKey, base: computeChallenge(group, digest, index), factor };
    checkEquality(group, prefix, statement, answer.proof, code);
  });
}
