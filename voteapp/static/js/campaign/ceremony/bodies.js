// The bodies of the ceremony's messages: reading them, and what in them may be said only once.

import {
  CeremonyError,
  checkChannels,
  decodeAcknowledgement,
  decodeCertificate,
  decodeCommitment,
  decodeComplaint,
  decodePolynomial,
  decodeSingleKey,
  decodeVoutput,
} from "./messages.js";

const DECODERS = {
  certificate: decodeCertificate,
  commit: decodeCommitment,
  acknowledge: decodeAcknowledgement,
  complain: decodeComplaint,
};

/**
 * Read what `trustee` says at `step`; numbers above `size` are single trustees'. Throws
 * CeremonyError `ceremony-encoding`.
 */
export function decodeBody(group, size, trustee, step, data) {
  if (step === "share") {
    const voutput = decodeVoutput(data, trustee);
    checkChannels(group, [voutput.private_key], trustee, step);
    return voutput;
  }
  if (step !== "reveal") return DECODERS[step](data, trustee);
  if (trustee > size) return decodeSingleKey(data, trustee);
  const polynomial = decodePolynomial(data, trustee);
  if (polynomial.secrets.length !== size) {
    const problem = "it does not hold one share for each trustee";
    throw new CeremonyError("ceremony-encoding", trustee, step, problem);
  }
  checkChannels(group, [polynomial.polynomial, ...polynomial.secrets], trustee, step);
  return polynomial;
}

/** What nobody can say twice by chance: hashes, keys, signatures, ciphertexts. */
export function listMarks(step, body) {
  if (step === "commit") return [`commitment ${body.commitment}`];
  if (step === "complain") return [mark(body.proof), mark(body.signature)];
  if (step === "share") return [`channel ${body.private_key}`, ...keyMarks(body.public_key)];
  if (step !== "reveal") return [mark(body.signature)];
  if (body.secrets === undefined) return keyMarks(body);
  const texts = [body.polynomial, ...body.secrets].map((text) => `channel ${text}`);
  return [...texts, mark(body.coefexps.signature), mark(body.signature)];
}

function keyMarks(key) {
  const marks = [`key ${key.public_key}`, mark(key.pok)];
  return key.signature === undefined ? marks : [...marks, mark(key.signature)];
}

function mark({ challenge, response }) {
  return `proof ${challenge} ${response}`;
}
