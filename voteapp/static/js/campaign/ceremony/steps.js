// The key ceremony, step by step, for one trustee of t of n.
//
// Certificate, commit, acknowledge, reveal, share: each step takes what everybody said before and
// gives what this trustee says next; Transcript (ceremony/transcript.js) checks what was said.
// DESIGN, "Trustees"; Belenios specification, sections "Certificates" to "Threshold parameters".
// Trustees are numbered from 1; the single ones (ceremony/singles.js) follow these.

import { createCertificate, findIndex } from "../../protocol/keys/certificates.js";
import { createVoutput } from "../../protocol/keys/pedersen.js";
import { checkPolynomial, createPolynomial } from "../../protocol/keys/polynomials.js";
import { computeVinputs, openVinput, WrongShareError } from "../../protocol/keys/shares.js";
import { computePrivateKeys, createSignature } from "../../protocol/keys/pki.js";
import { computeAcknowledgementText, computeCommitment, hashCertificates } from "./agreement.js";
import { accuse, blame, CeremonyError, checkSize, TYPES } from "./messages.js";
/** @import { RandomBytes } from "../../protocol/encoding.js" */
/** @import { Element, Group } from "../../protocol/group.js" */
/** @import { Certificates } from "../../protocol/keys/certificates.js" */
/** @import { Voutput } from "../../protocol/keys/pedersen.js" */
/** @import { Polynomial } from "../../protocol/keys/polynomials.js" */
/** @import { SignedMessage } from "../../protocol/keys/pki.js" */
/** @import { Proof } from "../../protocol/proofs.js" */
/** @import { Acknowledgement, Commitment } from "./messages.js" */

/** Step 3 done: all commitments, acknowledged by all, in the order of the numbers.
 * @typedef {{ commitments: string[], acknowledgements: Proof[] }} Agreement */

/** Step 1: this trustee's certificate. Throws InvalidInputError unless 2t > n, n <= 15.
 * @type {(group: Group, seed: string, place: { size: number, threshold: number, index: number,
 *   randomBytes: RandomBytes }) => SignedMessage} */
export function start(group, seed, { size, threshold, index, randomBytes }) {
  checkSize(size, threshold);
  return createCertificate(group, seed, { size, threshold, index, randomBytes });
}

/** What trustees read aloud before they commit: SHA-256 (hex) of all certificates.
 * @type {(certificates: Certificates) => string} */
export function computeCertsHash(certificates) {
  return hashCertificates(certificates.certs);
}

/** Trustee `index`'s commitment to `message`, as it is posted.
 * @type {(certificates: Certificates, index: number, message: string) => Commitment} */
export function writeCommitment(certificates, index, message) {
  const certsHash = computeCertsHash(certificates);
  const commitment = computeCommitment(certsHash, index, message);
  return { type: TYPES.commitment, version: 1, index, certs_hash: certsHash, commitment };
}

/** Step 2: draw the polynomial, to be kept secret until step 4: {polynomial, commitment}.
 * @type {(group: Group, seed: string, certificates: Certificates, randomBytes: RandomBytes) =>
 *   Promise<{ polynomial: Polynomial, commitment: Commitment }>} */
export async function commit(group, seed, certificates, randomBytes) {
  const polynomial = await createPolynomial(group, seed, certificates, randomBytes);
  return { polynomial, commitment: repeatCommitment(group, seed, certificates, polynomial) };
}

/** Step 2 again: the commitment to a polynomial that was drawn before.
 * @type {(group: Group, seed: string, certificates: Certificates, polynomial: Polynomial) =>
 *   Commitment} */
export function repeatCommitment(group, seed, certificates, polynomial) {
  const index = findIndex(group, certificates, computePrivateKeys(group, seed));
  return writeCommitment(certificates, index, polynomial.coefexps.message);
}

/** Step 3: sign the ordered list, if it holds this trustee's own commitment.
 * @type {(group: Group, seed: string, certificates: Certificates, commitments: string[],
 *   polynomial: Polynomial, randomBytes: RandomBytes) => Acknowledgement} */
export function acknowledge(group, seed, certificates, commitments, polynomial, randomBytes) {
  const { signing } = computePrivateKeys(group, seed);
  const own = repeatCommitment(group, seed, certificates, polynomial);
  return signList(group, signing, certificates, commitments, own, randomBytes);
}

/** Sign all commitments, if `own` is among them; else CeremonyError.
 * @type {(group: Group, signingKey: bigint, certificates: Certificates, commitments: string[],
 *   own: Commitment, randomBytes: RandomBytes) => Acknowledgement} */
export function signList(group, signingKey, certificates, commitments, own, randomBytes) {
  const { index, certs_hash: certsHash, commitment } = own;
  const least = Math.max(certificates.certs.length, index);
  if (commitments.length < least || commitments[index - 1] !== commitment) {
    const problem = "the list holds another commitment than ours";
    throw new CeremonyError("ceremony-commitment", index, "commit", problem);
  }
  const text = computeAcknowledgementText(certsHash, commitments);
  return {
    type: TYPES.acknowledgement,
    version: 1,
    index,
    certs_hash: certsHash,
    commitments: [...commitments],
    signature: createSignature(group, signingKey, text, randomBytes),
  };
}

/** Step 4: the polynomial that was committed to; only now may it be seen.
 * @type {(group: Group, seed: string, certificates: Certificates, agreed: Agreement,
 *   polynomial: Polynomial) => Polynomial} */
export function reveal(group, seed, certificates, agreed, polynomial) {
  const index = findIndex(group, certificates, computePrivateKeys(group, seed));
  checkOpening(certificates, agreed.commitments, index, polynomial.coefexps.message);
  return polynomial;
}

/** Compare what is opened with its commitment: CeremonyError `ceremony-commitment`.
 * @type {(certificates: Certificates, commitments: string[], index: number, message: string) =>
 *   void} */
export function checkOpening(certificates, commitments, index, message) {
  if (writeCommitment(certificates, index, message).commitment !== commitments[index - 1]) {
    const problem = "this is not what was committed to";
    throw new CeremonyError("ceremony-commitment", index, "reveal", problem);
  }
}

/**
 * Step 5: this trustee's share, to be kept, and its key, to be published: {share, voutput}.
 * `rows`: everybody's powers, where a Transcript checked the polynomials before. CeremonyError
 * `trustee-share` (of the sender), `ceremony-commitment`, `trustee-coefexps` or
 * `trustee-signature`.
 * @type {(group: Group, seed: string, certificates: Certificates, agreed: Agreement,
 *   polynomials: Polynomial[], randomBytes: RandomBytes, rows?: Element[][] | null) =>
 *   Promise<{ share: bigint, voutput: Voutput }>}
 */
export async function share(group, seed, certificates, agreed, polynomials, randomBytes, rows = null) {
  /** @type {(polynomial: Polynomial, i: number) => Element[]} */
  const check = (polynomial, i) => checkRevealed(group, certificates, agreed.commitments, i + 1, polynomial);
  const known = rows ?? polynomials.map(check);
  const index = findIndex(group, certificates, computePrivateKeys(group, seed));
  const vinput = computeVinputs(polynomials)[index - 1];
  let opened;
  try {
    opened = await openVinput(group, seed, certificates, vinput, known);
  } catch (error) {
    throw accuse(error instanceof WrongShareError ? error.sender : index, "share", error);
  }
  const voutput = await createVoutput(group, seed, certificates, opened, randomBytes);
  return { share: opened.share, voutput };
}

/** @type {(group: Group, certificates: Certificates, commitments: string[], index: number,
 *   polynomial: Polynomial) => Element[]} */
function checkRevealed(group, certificates, commitments, index, polynomial) {
  checkOpening(certificates, commitments, index, polynomial.coefexps.message);
  return blame(index, "reveal", () => checkPolynomial(group, certificates, index, polynomial));
}
