// Shares: steps 4 and 5 of the key ceremony, as far as each trustee opens what it was sent.
//
// Belenios specification, sections "Vinputs" and "Voutputs".

import { encodeText } from "../encoding.js";
import { ProtocolError, recode } from "../errors.js";
import { Proof } from "../proofs.js";
import { decodeCanonical, types } from "../types.js";
import { findIndex } from "./certificates.js";
import { receiveMessage } from "./channels.js";
import { computePrivateKeys, SignedMessage } from "./pki.js";
import { checkRow, computeVerificationKey } from "./polynomials.js";
/** @import { Element, Group } from "../group.js" */
/** @import { Value } from "../types.js" */
/** @import { Certificates } from "./certificates.js" */
/** @import { PrivateKeys } from "./pki.js" */
/** @import { Polynomial } from "./polynomials.js" */

/** What one trustee receives for step 5. */
export const Vinput = types.struct({
  polynomial: types.string,
  secrets: types.list(types.string),
  coefexps: types.list(SignedMessage),
  signatures: types.list(Proof),
});
/** @typedef {Value<typeof Vinput>} Vinput */

const RawPolynomial = types.struct({ polynomial: types.list(types.string) });
/** @typedef {Value<typeof RawPolynomial>} RawPolynomial */
const Secret = types.struct({ secret: types.string });
/** @typedef {Value<typeof Secret>} Secret */

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
  const rows = checkRows(group, certificates, vinput, known);
  const own = certificates.verification[index - 1];
  await checkOwnPolynomial(group, keys, own, vinput.polynomial, rows[index - 1]);
  let total = 0n;
  for (const [i, secret] of vinput.secrets.entries()) {
    const sender = { number: i + 1, verification: certificates.verification[i], row: rows[i] };
    total += await openShare(group, keys, sender, secret, index);
  }
  return { number: index, share: group.reduce(total), coefexps: rows };
}

/** Everybody's powers, one row from each trustee.
 * @type {(group: Group, certificates: Certificates, vinput: Vinput, known: Element[][] | null) => Element[][]} */
function checkRows(group, certificates, { secrets, coefexps, signatures }, known) {
  const size = certificates.certs.length;
  if (![secrets, coefexps, signatures].every((list) => list.length === size)) {
    throw new ProtocolError("trustee-coefexps", "the messages are not one from each trustee");
  }
  return known ?? coefexps.map((signed, i) => checkRow(group, certificates, i + 1, signed, signatures[i]));
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
  const expected = computeVerificationKey(group, row, index);
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
