// A complaint about a wrong share: who sent it is proven to everybody.
//
// docs/formats.md, "The trustees' ceremony" (Complaint). The complaining trustee shows alpha^dk of
// the one ciphertext, with a proof that it is that; whoever has it reads the message and judges. A
// liar may have copied alpha from another message, which is then open too: after a proven
// complaint the ceremony is over, and its keys are never used.

import { findIndex } from "../../protocol/keys/certificates.js";
import { ProtocolError, recode } from "../../protocol/errors.js";
import { readShare, WrongShareError } from "../../protocol/keys/shares.js";
import { checkSignature, computePrivateKeys, createSignature } from "../../protocol/keys/pki.js";
import { checkEncryptedMessage, decryptShared, readMessage } from "../../protocol/keys/channels.js";
import { checkEquality, createEquality } from "../../protocol/decryptions.js";
import { TYPES } from "./messages.js";
import { computeCertsHash } from "./steps.js";
/** @import { RandomBytes } from "../../protocol/encoding.js" */
/** @import { Element, Group } from "../../protocol/group.js" */
/** @import { Certificates } from "../../protocol/keys/certificates.js" */
/** @import { Polynomial } from "../../protocol/keys/polynomials.js" */
/** @import { Sealed } from "../../protocol/keys/channels.js" */
/** @import { Complaint } from "./messages.js" */

const CODE = "ceremony-complaint";
const SHARE = "trustee-share";

/** @type {(place: Pick<Complaint, "certs_hash" | "index" | "sender">, rest: string) => string} */
function prefixOf({ certs_hash: certsHash, index, sender }, rest) {
  return `voteapp-complaint|${certsHash}|${index}|${sender}|${rest}`;
}

/**
 * Open what trustee `sender` sent to the holder of the seed. Draws the proof's nonce, then the
 * signature's. Throws ProtocolError `ceremony-complaint` where there is no such message.
 * @type {(group: Group, seed: string, certificates: Certificates, polynomials: Polynomial[],
 *   sender: number, randomBytes: RandomBytes) => Complaint}
 */
export function createComplaint(group, seed, certificates, polynomials, sender, randomBytes) {
  const keys = computePrivateKeys(group, seed);
  const index = findIndex(group, certificates, keys);
  const { alpha, wire } = findMessage(group, polynomials, sender, index);
  /** @type {Omit<Complaint, "proof" | "signature">} */
  const complaint = {
    type: TYPES.complaint,
    version: 1,
    index,
    sender,
    certs_hash: computeCertsHash(certificates),
    shared: group.encode(group.power(alpha, keys.decryption)),
  };
  const nonce = group.randomScalar(randomBytes);
  const prefix = prefixOf(complaint, `${wire.alpha}|${complaint.shared}`);
  const proof = createEquality(group, prefix, alpha, keys.decryption, nonce);
  const signature = createSignature(group, keys.signing, prefixOf(complaint, complaint.shared), randomBytes);
  return { ...complaint, proof, signature };
}

/**
 * What is wrong with the share, in words; `rows` are everybody's powers. Throws ProtocolError
 * `ceremony-complaint` where the complaint itself is wrong, or the share is right.
 * @type {(group: Group, certificates: Certificates, polynomials: Polynomial[], rows: Element[][],
 *   complaint: Complaint) => Promise<string>}
 */
export async function judgeComplaint(group, certificates, polynomials, rows, complaint) {
  const { index, sender } = complaint;
  if (complaint.certs_hash !== computeCertsHash(certificates)) {
    throw new ProtocolError(CODE, "it was made for other certificates");
  }
  if (index === sender) throw new ProtocolError(CODE, "nobody complains of a share of its own");
  const sealed = findMessage(group, polynomials, sender, index);
  const shared = checkOpened(group, certificates, sealed, complaint);
  const { encryption } = certificates.keys[index - 1];
  const problem = await findProblem(async () => {
    const plain = await decryptShared(group, shared, sealed, SHARE);
    const from = certificates.verification[sender - 1];
    const text = readMessage(group, encryption, from, plain, SHARE);
    readShare(group, sender, index, rows[sender - 1], text);
  });
  if (problem === null) throw new ProtocolError(CODE, `the share of trustee ${sender} is right`);
  const named = problem instanceof WrongShareError;
  return named ? problem.message : `trustee ${sender}: ${problem.message}`;
}

/** @type {(work: () => Promise<void>) => Promise<ProtocolError | null>} */
async function findProblem(work) {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return error;
  }
}

/** @type {(group: Group, polynomials: Polynomial[], sender: number, index: number) => Sealed} */
function findMessage(group, polynomials, sender, index) {
  if (!(sender >= 1 && sender <= polynomials.length)) {
    throw new ProtocolError(CODE, "it is about nobody of the trustees");
  }
  return checkEncryptedMessage(group, polynomials[sender - 1].secrets[index - 1], CODE);
}

/** The proven alpha^dk as an element; throws `ceremony-complaint`.
 * @type {(group: Group, certificates: Certificates, sealed: Sealed, complaint: Complaint) => Element} */
function checkOpened(group, certificates, { alpha, wire }, complaint) {
  const { verification, keys } = certificates;
  return recode(CODE, "the complaint", () => {
    const shared = group.decode(complaint.shared);
    const publicElement = group.decode(keys[complaint.index - 1].encryption);
    const statement = { publicElement, base: alpha, factor: shared };
    const prefix = prefixOf(complaint, `${wire.alpha}|${complaint.shared}`);
    checkEquality(group, prefix, statement, complaint.proof, CODE);
    const text = prefixOf(complaint, complaint.shared);
    checkSignature(group, verification[complaint.index - 1], text, complaint.signature, CODE);
    return shared;
  });
}
