// Polynomials: step 3 of the key ceremony, and what everybody can compute from them.
//
// Belenios specification, sections "Polynomials" and "Threshold parameters". A trustee's number,
// from 1, is the place where its share is taken.

import { encodeJsonText, encodeText } from "../encoding.js";
import { ProtocolError, recode } from "../errors.js";
import { Proof } from "../proofs.js";
import { decodeCanonical, types } from "../types.js";
import { findIndex } from "./certificates.js";
import { sendMessage } from "./channels.js";
import { checkSignature, computePrivateKeys, createSignature, SignedMessage } from "./pki.js";
/** @import { RandomBytes } from "../encoding.js" */
/** @import { Element, Group } from "../group.js" */
/** @import { Value } from "../types.js" */
/** @import { Certificates } from "./certificates.js" */

/** What a trustee publishes in step 3; shares and coefficients are encrypted. */
export const Polynomial = types.struct({
  polynomial: types.string,
  secrets: types.list(types.string),
  coefexps: SignedMessage,
  signature: Proof,
});
/** @typedef {Value<typeof Polynomial>} Polynomial */

const RawCoefexps = types.struct({ coefexps: types.list(types.string) });
/** @typedef {Value<typeof RawCoefexps>} RawCoefexps */

/**
 * Step 3: draw a polynomial; send each trustee its value ("Polynomials"). Draws the coefficients,
 * then the signatures and the channels in the order of the fields.
 * @type {(group: Group, seed: string, certificates: Certificates, randomBytes: RandomBytes) =>
 *   Promise<Polynomial>}
 */
export async function createPolynomial(group, seed, certificates, randomBytes) {
  const keys = computePrivateKeys(group, seed);
  const own = certificates.keys[findIndex(group, certificates, keys) - 1].encryption;
  const coefficients = Array.from({ length: certificates.threshold }, () => group.randomScalar(randomBytes));
  /** @type {(recipient: string, value: unknown) => Promise<string>} */
  const send = (recipient, value) => sendMessage(group, keys.signing, recipient, encodeJsonText(value), randomBytes);
  const polynomial = await send(own, { polynomial: coefficients.map((value) => group.encodeScalar(value)) });
  const secrets = [];
  for (const [i, cert] of certificates.keys.entries()) {
    // One after the other: the order of the draws is fixed.
    const secret = group.encodeScalar(evaluate(group, coefficients, i + 1));
    secrets.push(await send(cert.encryption, { secret }));
  }
  return { polynomial, secrets, ...signPowers(group, keys.signing, certificates, coefficients, randomBytes) };
}

/** The coefficients' powers, signed alone and with all certificates.
 * @type {(group: Group, signingKey: bigint, certificates: Certificates, coefficients: bigint[],
 *   randomBytes: RandomBytes) => Pick<Polynomial, "coefexps" | "signature">} */
function signPowers(group, signingKey, certificates, coefficients, randomBytes) {
  /** @type {(text: string) => Proof} */
  const sign = (text) => createSignature(group, signingKey, text, randomBytes);
  const powers = group.encodeAll(coefficients.map((value) => group.basePower(value)));
  const message = encodeJsonText({ coefexps: powers });
  const coefexps = { message, signature: sign(message) };
  return { coefexps, signature: sign(computeCertsMessage(certificates.certs, powers)) };
}

/** The polynomial's value at `number`.
 * @type {(group: Group, coefficients: bigint[], number: number) => bigint} */
function evaluate(group, coefficients, number) {
  return coefficients.reduceRight((total, coefficient) => group.reduce(total * BigInt(number) + coefficient), 0n);
}

/**
 * Check what can be seen of trustee `index`'s polynomial; gives its coefficients' powers. Throws
 * `trustee-coefexps` or `trustee-signature`.
 * @type {(group: Group, certificates: Certificates, index: number, polynomial: Polynomial) => Element[]}
 */
export function checkPolynomial(group, certificates, index, polynomial) {
  if (polynomial.secrets.length !== certificates.certs.length) {
    throw new ProtocolError("trustee-coefexps", `trustee ${index} sent too few or many shares`);
  }
  return checkRow(group, certificates, index, polynomial.coefexps, polynomial.signature);
}

/** Check trustee `index`'s coefficients and what it signed with them; gives their powers.
 * @type {(group: Group, certificates: Certificates, index: number, coefexps: SignedMessage,
 *   signature: Proof) => Element[]} */
export function checkRow(group, certificates, index, coefexps, signature) {
  const verification = certificates.verification[index - 1];
  const row = recode("trustee-coefexps", `trustee ${index}`, () =>
    checkCoefexps(group, coefexps, verification, certificates.threshold),
  );
  checkRowSignature(group, { certs: certificates.certs, verification, index }, row, signature);
  return row;
}

/** Check what trustee `index` signed of all certificates and its own powers: `trustee-signature`.
 * @type {(group: Group, signer: { certs: SignedMessage[], verification: Element, index: number },
 *   row: Element[], signature: Proof) => void} */
export function checkRowSignature(group, { certs, verification, index }, row, signature) {
  const code = "trustee-signature";
  const message = computeCertsMessage(certs, group.encodeAll(row));
  recode(code, `trustee ${index}`, () => checkSignature(group, verification, message, signature, code));
}

/** Check a trustee's signed coefficients and return them: `trustee-coefexps`.
 * @type {(group: Group, signed: SignedMessage, verification: Element, threshold: number) => Element[]} */
function checkCoefexps(group, signed, verification, threshold) {
  const texts = checkSignedCoefexps(group, signed, verification, threshold);
  return recode("trustee-coefexps", "coefficients", () => group.decodeAll(texts));
}

/** The same of all trustees together, which takes less than of each by itself; `verification` are their keys.
 * @type {(group: Group, coefexps: SignedMessage[], verification: Element[], threshold: number) => Element[][]} */
export function checkAllCoefexps(group, coefexps, verification, threshold) {
  const rows = coefexps.map((signed, i) => checkSignedCoefexps(group, signed, verification[i], threshold));
  const elements = recode("trustee-coefexps", "coefficients", () => group.decodeAll(rows.flat()));
  return rows.map((_, i) => elements.slice(threshold * i, threshold * (i + 1)));
}

/** Check number and signature of a trustee's coefficients; gives their texts.
 * @type {(group: Group, signed: SignedMessage, verification: Element, threshold: number) => string[]} */
function checkSignedCoefexps(group, signed, verification, threshold) {
  const code = "trustee-coefexps";
  const raw = decodeCanonical(encodeText(signed.message), RawCoefexps, code, "coefficients");
  if (raw.coefexps.length !== threshold) {
    throw new ProtocolError(code, "a trustee's polynomial has the wrong degree");
  }
  recode(code, "coefficients", () => checkSignature(group, verification, signed.message, signed.signature, code));
  return raw.coefexps;
}

/** What `signatures[i]` signs: all certificates and trustee i's own coefficients.
 * @type {(certs: SignedMessage[], coefexps: string[]) => string} */
function computeCertsMessage(certs, coefexps) {
  return `certs_sig|${encodeJsonText({ certs, coefexps })}`;
}

/** ∏_i A_ik for each k: the coefficients' powers of the sum of all polynomials, of which every trustee's
 * key is a value. It is computed once, not for each of them.
 * @type {(group: Group, coefexps: Element[][]) => Element[]} */
export function combinePolynomials(group, coefexps) {
  return coefexps[0].map((_, k) => group.product(coefexps.map((row) => row[k])));
}

/** ∏_k A_k^(index^k): g to the value at `index` (from 1) of the polynomial of whose coefficients `powers`
 * are the powers. Of all polynomials together it is that trustee's key.
 * @type {(group: Group, powers: Element[], index: number) => Element} */
export function computeVerificationKey(group, powers, index) {
  return powers.reduceRight((total, element) => group.multiply(group.smallPower(total, index), element), group.neutral);
}
