// The bodies of the ceremony's messages: their form, and what in them may be said only once.

import { isHex } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { checkEncryptedMessage } from "../../protocol/keys/channels.js";
import { ENCODING } from "./messages.js";
/** @import { Group } from "../../protocol/group.js" */
/** @import { Voutput } from "../../protocol/keys/pedersen.js" */
/** @import { Polynomial } from "../../protocol/keys/polynomials.js" */
/** @import { TrusteePublicKey } from "../../protocol/keys/trustees.js" */
/** @import { Proof } from "../../protocol/proofs.js" */
/** @import { Commitment, Complaint } from "./messages.js" */

/** Require a hash; throws ProtocolError `ceremony-encoding`, as all of these.
 * @type {(group: Group, size: number, body: Commitment) => void} */
export function checkCommitmentForm(_group, _size, body) {
  if (!isHex(body.commitment, 32)) throw new ProtocolError(ENCODING, "the commitment is no hash");
}

/** Require a share for each of `size` threshold trustees, sealed in the only form.
 * @type {(group: Group, size: number, body: Polynomial) => void} */
export function checkPolynomialForm(group, size, body) {
  if (body.secrets.length !== size) {
    throw new ProtocolError(ENCODING, "it does not hold one share for each trustee");
  }
  checkChannels(group, [body.polynomial, ...body.secrets]);
}

/** Require that a single trustee's key is not signed.
 * @type {(group: Group, size: number, body: TrusteePublicKey) => void} */
export function checkKeyForm(_group, _size, body) {
  if (body.signature !== undefined) {
    throw new ProtocolError(ENCODING, "a single trustee's key is not signed");
  }
}

/** Require the trustee's own share, sealed in the only form.
 * @type {(group: Group, size: number, body: Voutput) => void} */
export function checkVoutputForm(group, _size, body) {
  checkChannels(group, [body.private_key]);
}

/** @type {(group: Group, texts: string[]) => void} */
function checkChannels(group, texts) {
  for (const text of texts) checkEncryptedMessage(group, text, ENCODING);
}

/** The hash.
 * @type {(body: Commitment) => string[]} */
export function listCommitmentMarks(body) {
  return [`commitment ${body.commitment}`];
}

/** Ciphertexts and signatures.
 * @type {(body: Polynomial) => string[]} */
export function listPolynomialMarks(body) {
  const texts = [body.polynomial, ...body.secrets].map((text) => `channel ${text}`);
  return [...texts, markProof(body.coefexps.signature), markProof(body.signature)];
}

/** The key, its proof, and its signature where it is signed.
 * @type {(body: TrusteePublicKey) => string[]} */
export function listKeyMarks(body) {
  const key = [`key ${body.public_key}`, markProof(body.pok)];
  return body.signature === undefined ? key : [...key, markProof(body.signature)];
}

/** The ciphertext and the key.
 * @type {(body: Voutput) => string[]} */
export function listVoutputMarks(body) {
  return [`channel ${body.private_key}`, ...listKeyMarks(body.public_key)];
}

/** The proof and the signature.
 * @type {(body: Complaint) => string[]} */
export function listComplaintMarks(body) {
  return [markProof(body.proof), markProof(body.signature)];
}

/** A proof or a signature.
 * @type {(proof: Proof) => string} */
export function markProof({ challenge, response }) {
  return `proof ${challenge} ${response}`;
}
