// Pedersen's key generation: t of n trustees make one key that none of them knows.
//
// Belenios specification, sections "Certificates", "Polynomials", "Vinputs", "Voutputs" and
// "Threshold parameters". Trustees are numbered from 1. Each step is a pure function of what a
// trustee holds (its seed) and of what the others published; `certificates` is what
// checkCertificates gives. Functions that open or seal a channel are asynchronous.
//
// Steps 1 and 2: certificates.js; step 3: polynomials.js; step 4 and the first half of 5:
// shares.js; the rest here.

import { encodeJsonText, encodeText } from "../encoding.js";
import { recode } from "../errors.js";
import { decodeCanonical, types } from "../types.js";
import { receiveMessage, sendMessage } from "./channels.js";
import { computePrivateKeys, createSignature } from "./pki.js";
import { combinePolynomials } from "./polynomials.js";
import { checkVerificationKey, createTrusteePublicKey, TrusteePublicKey } from "./trustees.js";
/** @import { RandomBytes } from "../encoding.js" */
/** @import { Element, Group } from "../group.js" */
/** @import { Value } from "../types.js" */
/** @import { Certificates } from "./certificates.js" */
/** @import { Polynomial } from "./polynomials.js" */
/** @import { Opened } from "./shares.js" */
/** @import { ThresholdParameters } from "./trustees.js" */

/** What a trustee answers: its key, proven and signed, and its share for itself. */
export const Voutput = types.struct({ private_key: types.string, public_key: TrusteePublicKey });
/** @typedef {Value<typeof Voutput>} Voutput */

const DecryptionKey = types.struct({ decryption_key: types.string });
/** @typedef {Value<typeof DecryptionKey>} DecryptionKey */

/**
 * Step 5, second half: this trustee's key and its share, kept for itself ("Voutputs"); `opened`
 * is what openVinput gave. Draws the channel's randomness, then the proof's and the signature's.
 * @type {(group: Group, seed: string, certificates: Certificates, opened: Opened,
 *   randomBytes: RandomBytes) => Promise<Voutput>}
 */
export async function createVoutput(group, seed, certificates, opened, randomBytes) {
  const keys = computePrivateKeys(group, seed);
  const own = certificates.keys[opened.number - 1].encryption;
  const body = encodeJsonText({ decryption_key: group.encodeScalar(opened.share) });
  const sealed = await sendMessage(group, keys.signing, own, body, randomBytes);
  const key = createTrusteePublicKey(group, opened.share, randomBytes);
  const signature = createSignature(group, keys.signing, key.public_key, randomBytes);
  return { private_key: sealed, public_key: { ...key, signature } };
}

/**
 * Check a trustee's answer; `coefexps` are everybody's powers, as checkPolynomial gave them.
 * Throws `trustee-verification-key` or `trustee-proof`.
 * @type {(group: Group, certificates: Certificates, coefexps: Element[][], index: number,
 *   voutput: Voutput) => void}
 */
export function checkVoutput(group, certificates, coefexps, index, voutput) {
  const verification = certificates.verification[index - 1];
  const powers = combinePolynomials(group, coefexps);
  checkVerificationKey(group, voutput.public_key, verification, powers, index);
}

/** Step 6: what the record holds ("Threshold parameters"); all parts were checked.
 * @type {(certificates: Certificates, polynomials: Polynomial[], voutputs: Voutput[]) =>
 *   ThresholdParameters} */
export function computeThresholdParameters(certificates, polynomials, voutputs) {
  return {
    threshold: certificates.threshold,
    certs: certificates.certs,
    coefexps: polynomials.map(({ coefexps }) => coefexps),
    signatures: polynomials.map(({ signature }) => signature),
    verification_keys: voutputs.map((voutput) => voutput.public_key),
  };
}

/** A trustee's share from what it sent itself: `decryption-key`.
 * @type {(group: Group, seed: string, verificationKey: Element, privateKey: string) => Promise<bigint>} */
export async function openDecryptionKey(group, seed, verificationKey, privateKey) {
  const code = "decryption-key";
  const keys = computePrivateKeys(group, seed);
  const text = await receiveMessage(group, keys, verificationKey, privateKey, code);
  const raw = decodeCanonical(encodeText(text), DecryptionKey, code, "the decryption key");
  return recode(code, "the decryption key", () => group.decodeScalar(raw.decryption_key));
}
