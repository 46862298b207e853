// Pedersen's key generation: t of n trustees make one key that none of them knows.
//
// Belenios specification, sections "Certificates", "Polynomials", "Vinputs", "Voutputs" and
// "Threshold parameters". Trustees are numbered from 1. Each step is a pure function of what a
// trustee holds (its seed) and of what the others published; `certificates` is what
// checkCertificates gives. Functions that open or seal a channel are asynchronous.

import { findIndex } from "./certificates.js";
import { encodeJsonText, encodeText } from "../encoding.js";
import { decodeCanonical, types } from "../types.js";
import { ProtocolError, recode } from "../errors.js";
import {
  checkSignature,
  computePrivateKeys,
  createSignature,
  receiveMessage,
  sendMessage,
  SignedMessage,
} from "./pki.js";
import { Proof } from "../proofs.js";
import {
  checkCoefexps,
  checkVerificationKey,
  computeCertsMessage,
  computeVerificationKey,
  createTrusteePublicKey,
  TrusteePublicKey,
} from "./trustees.js";
/** @import { RandomBytes } from "../encoding.js" */
/** @import { Value } from "../types.js" */
/** @import { Element, Group } from "../group.js" */
/** @import { Certificates } from "./certificates.js" */
/** @import { PrivateKeys } from "./pki.js" */
/** @import { ThresholdParameters } from "./trustees.js" */

/** What a trustee publishes in step 3; shares and coefficients are encrypted. */
export const Polynomial = types.struct({
  polynomial: types.string,
  secrets: types.list(types.string),
  coefexps: SignedMessage,
  signature: Proof,
});
/** @typedef {Value<typeof Polynomial>} Polynomial */

/** What one trustee receives for step 5. */
export const Vinput = types.struct({
  polynomial: types.string,
  secrets: types.list(types.string),
  coefexps: types.list(SignedMessage),
  signatures: types.list(Proof),
});
/** @typedef {Value<typeof Vinput>} Vinput */

/** What a trustee answers: its key, proven and signed, and its share for itself. */
export const Voutput = types.struct({ private_key: types.string, public_key: TrusteePublicKey });
/** @typedef {Value<typeof Voutput>} Voutput */

const RawPolynomial = types.struct({ polynomial: types.list(types.string) });
/** @typedef {Value<typeof RawPolynomial>} RawPolynomial */
const Secret = types.struct({ secret: types.string });
/** @typedef {Value<typeof Secret>} Secret */
const DecryptionKey = types.struct({ decryption_key: types.string });
/** @typedef {Value<typeof DecryptionKey>} DecryptionKey */

/** What openVinput gives: this trustee's number and share, everybody's powers.
 * @typedef {{ number: number, share: bigint, coefexps: Element[][] }} Opened */

const SHARE = "trustee-share";

/** Trustee `sender` sent a share that does not fit its published polynomial. */
export class WrongShareError extends ProtocolError {
  /** @param {number} sender @param {string} message */
  constructor(sender, message) {
    super(SHARE, message);
    this.sender = sender;
  }
}

/**
 * Step 3: draw a polynomial; send each trustee its value ("Polynomials"). Draws the coefficients,
 * then the signatures and the channels in the order of the fields.
 * @type {(group: Group, seed: string, certificates: Certificates, randomBytes: RandomBytes) =>
 *   Promise<Polynomial>}
 */
export async function createPolynomial(group, seed, certificates, randomBytes) {
  const keys = computePrivateKeys(group, seed);
  const index = findIndex(group, certificates, keys);
  /** @type {bigint[]} */
  const coefficients = [];
  for (let i = 0; i < certificates.threshold; i += 1) {
    coefficients.push(group.randomScalar(randomBytes));
  }
  /** @type {(recipient: string, value: unknown) => Promise<string>} */
  const send = (recipient, value) => sendMessage(group, keys.signing, recipient, encodeJsonText(value), randomBytes);
  const texts = coefficients.map((coefficient) => group.encodeScalar(coefficient));
  const own = certificates.keys[index - 1].encryption;
  const polynomial = await send(own, { polynomial: texts });
  const secrets = [];
  for (const [i, cert] of certificates.keys.entries()) {
    // One after the other: the order of the draws is fixed.
    const secret = group.encodeScalar(evaluate(group, coefficients, i + 1));
    secrets.push(await send(cert.encryption, { secret }));
  }
  const powers = group.encodeAll(coefficients.map((value) => group.basePower(value)));
  const message = encodeJsonText({ coefexps: powers });
  /** @type {(text: string) => Proof} */
  const sign = (text) => createSignature(group, keys.signing, text, randomBytes);
  const coefexps = { message, signature: sign(message) };
  const signature = sign(computeCertsMessage(certificates.certs, powers));
  return { polynomial, secrets, coefexps, signature };
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

/** @type {(group: Group, certificates: Certificates, index: number, coefexps: SignedMessage,
 *   signature: Proof) => Element[]} */
function checkRow(group, certificates, index, coefexps, signature) {
  const verification = certificates.verification[index - 1];
  const who = `trustee ${index}`;
  const row = recode("trustee-coefexps", who, () =>
    checkCoefexps(group, coefexps, verification, certificates.threshold),
  );
  const text = computeCertsMessage(certificates.certs, group.encodeAll(row));
  const code = "trustee-signature";
  recode(code, who, () => checkSignature(group, verification, text, signature, code));
  return row;
}

/** Step 4: sort everybody's messages by recipient ("Vinputs").
 * @type {(polynomials: Polynomial[]) => Vinput[]} */
export function computeVinputs(polynomials) {
  return polynomials.map(({ polynomial }, j) => ({
    polynomial,
    secrets: polynomials.map(({ secrets }) => secrets[j]),
    coefexps: polynomials.map(({ coefexps }) => coefexps),
    signatures: polynomials.map(({ signature }) => signature),
  }));
}

/**
 * Step 5, first half: decrypt and check every share against its sender's polynomial. Gives
 * {number, share, coefexps}: this trustee's number and share, and everybody's powers. Throws
 * WrongShareError, which names the sender, `trustee-coefexps` and `trustee-signature`. `known`:
 * everybody's powers, where checkPolynomial gave them before.
 * @type {(group: Group, seed: string, certificates: Certificates, vinput: Vinput,
 *   known?: Element[][] | null) => Promise<Opened>}
 */
export async function openVinput(group, seed, certificates, vinput, known = null) {
  const keys = computePrivateKeys(group, seed);
  const index = findIndex(group, certificates, keys);
  const size = certificates.certs.length;
  const { secrets, coefexps, signatures } = vinput;
  if (![secrets, coefexps, signatures].every((list) => list.length === size)) {
    throw new ProtocolError("trustee-coefexps", "the messages are not one from each trustee");
  }
  /** @type {(signed: SignedMessage, i: number) => Element[]} */
  const check = (signed, i) => checkRow(group, certificates, i + 1, signed, signatures[i]);
  const rows = known ?? coefexps.map(check);
  const own = certificates.verification[index - 1];
  await checkOwnPolynomial(group, keys, own, vinput.polynomial, rows[index - 1]);
  let total = 0n;
  for (const [i, secret] of secrets.entries()) {
    const sender = { number: i + 1, verification: certificates.verification[i], row: rows[i] };
    total += await openShare(group, keys, sender, secret, index);
  }
  return { number: index, share: group.reduce(total), coefexps: rows };
}

/** One sender's share for trustee `index`, checked; throws WrongShareError.
 * @type {(group: Group, keys: PrivateKeys, sender: { number: number, verification: Element,
 *   row: Element[] }, secret: string, index: number) => Promise<bigint>} */
async function openShare(group, keys, { number, verification, row }, secret, index) {
  let text;
  try {
    text = await receiveMessage(group, keys, verification, secret, SHARE);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new WrongShareError(number, `trustee ${number}: ${error.message}`);
  }
  return readShare(group, number, index, row, text);
}

/**
 * A share for trustee `index` in a channel's text, against its sender's polynomial, of which
 * `row` are the powers; throws WrongShareError.
 * @type {(group: Group, sender: number, index: number, row: Element[], text: string) => bigint}
 */
export function readShare(group, sender, index, row, text) {
  let share;
  try {
    share = group.decodeScalar(decodeCanonical(encodeText(text), Secret, SHARE, "a share").secret);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new WrongShareError(sender, `trustee ${sender}: ${error.message}`);
  }
  const expected = computeVerificationKey(group, [row], index);
  if (!group.equal(group.basePower(share), expected)) {
    const problem = `trustee ${sender} sent a share that is not its polynomial's`;
    throw new WrongShareError(sender, problem);
  }
  return share;
}

/** What comes back under our own name must be what we sent.
 * @type {(group: Group, keys: PrivateKeys, verification: Element, sealed: string,
 *   row: Element[]) => Promise<void>} */
async function checkOwnPolynomial(group, keys, verification, sealed, row) {
  const code = "trustee-coefexps";
  const text = await receiveMessage(group, keys, verification, sealed, code);
  const raw = decodeCanonical(encodeText(text), RawPolynomial, code, "the polynomial");
  const powers = recode(code, "the polynomial", () =>
    raw.polynomial.map((value) => group.basePower(group.decodeScalar(value))),
  );
  if (powers.length !== row.length || !powers.every((power, k) => group.equal(power, row[k]))) {
    throw new ProtocolError(code, "the published coefficients are not this trustee's own");
  }
}

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
  checkVerificationKey(group, voutput.public_key, verification, coefexps, index);
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
