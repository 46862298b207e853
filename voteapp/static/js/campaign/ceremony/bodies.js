// The bodies of the ceremony's messages: their form, and what in them may be said only once.

import { isHex } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { checkEncryptedMessage } from "../../protocol/keys/pki.js";
import { ENCODING } from "./messages.js";

/** Require a hash; throws ProtocolError `ceremony-encoding`, as all of these. */
export function checkCommitmentForm(_group, _size, body) {
  if (!isHex(body.commitment, 32)) throw new ProtocolError(ENCODING, "the commitment is no hash");
}

/** Require a share for each of `size` threshold trustees, sealed in the only form. */
export function checkPolynomialForm(group, size, body) {
  if (body.secrets.length !== size) {
    throw new ProtocolError(ENCODING, "it does not hold one share for each trustee");
  }
  checkChannels(group, [body.polynomial, ...body.secrets]);
}

/** Require that a single trustee's key is not signed. */
export function checkKeyForm(_group, _size, body) {
  if (body.signature !== undefined) {
    throw new ProtocolError(ENCODING, "a single trustee's key is not signed");
  }
}

/** Require the trustee's own share, sealed in the only form. */
export function checkVoutputForm(group, _size, body) {
  checkChannels(group, [body.private_key]);
}

function checkChannels(group, texts) {
  for (const text of texts) checkEncryptedMessage(group, text, ENCODING);
}

/** The hash. */
export function listCommitmentMarks(body) {
  return [`commitment ${body.commitment}`];
}

/** Ciphertexts and signatures. */
export function listPolynomialMarks(body) {
  const texts = [body.polynomial, ...body.secrets].map((text) => `channel ${text}`);
  return [...texts, markProof(body.coefexps.signature), markProof(body.signature)];
}

/** The key, its proof, and its signature where it is signed. */
export function listKeyMarks(body) {
  const key = [`key ${body.public_key}`, markProof(body.pok)];
  return body.signature === undefined ? key : [...key, markProof(body.signature)];
}

/** The ciphertext and the key. */
export function listVoutputMarks(body) {
  return [`channel ${body.private_key}`, ...listKeyMarks(body.public_key)];
}

/** The proof and the signature. */
export function listComplaintMarks(body) {
  return [markProof(body.proof), markProof(body.signature)];
}

/** A proof or a signature. */
export function markProof({ challenge, response }) {
  return `proof ${challenge} ${response}`;
}
