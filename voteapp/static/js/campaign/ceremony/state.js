// What was said so far in a ceremony, and what its checks keep; it knows no order of steps.

import { MisuseError } from "../../protocol/errors.js";
import { hashCertificates } from "./agreement.js";
import { checkSingles, checkSize } from "./messages.js";
/** @import { Element, Group } from "../../protocol/group.js" */
/** @import { Certificates, CertKeys } from "../../protocol/keys/certificates.js" */
/** @import { Voutput } from "../../protocol/keys/pedersen.js" */
/** @import { Polynomial } from "../../protocol/keys/polynomials.js" */
/** @import { SignedMessage } from "../../protocol/keys/pki.js" */
/** @import { TrusteePublicKey } from "../../protocol/keys/trustees.js" */
/** @import { Entry } from "./agreement.js" */
/** @import { Acknowledgement, Commitment, Complaint } from "./messages.js" */

/** What is said at each step; single trustees reveal a key.
 * @typedef {{ certificate: SignedMessage, commit: Commitment, acknowledge: Acknowledgement,
 *   reveal: Polynomial | TrusteePublicKey, share: Voutput, complain: Complaint }} Bodies */
/** Why a ceremony cannot be finished: a complaint was proven against `trustee`.
 * @typedef {{ trustee: number, step: string, code: string, message: string }} Failure */

/**
 * A ceremony of `size` threshold trustees, of whom `threshold` decrypt, and `singles` beside
 * them, numbered after them. Throws InvalidInputError `trustees`, `threshold` or `singles`.
 *
 * `entries`: what was said, as it came; `bodies`: the same decoded, by "trustee step";
 * `certificates`: once all are in; `certKeys`: the keys in the certificates, `rowOf`: the powers of
 * the polynomials, both by trustee.
 */
export class CeremonyState {
  /** @param {Group} group @param {number} size @param {number} threshold @param {number} singles */
  constructor(group, size, threshold, singles = 0) {
    checkSize(size, threshold);
    checkSingles(singles);
    this.group = group;
    this.size = size;
    this.threshold = threshold;
    this.singles = singles;
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {Failure | null} */
    this.failure = null;
    /** @type {Certificates | null} */
    this.certificates = null;
    /** @type {Map<string, unknown>} */
    this.bodies = new Map();
    /** @type {Map<number, CertKeys>} */
    this.certKeys = new Map();
    /** @type {Map<number, Element[]>} */
    this.rowOf = new Map();
  }

  /**
   * It can't be finished: `failure` says who is to blame.
   * @param {Failure} failure
   */
  fail(failure) {
    this.failure = failure;
  }

  /** Whether this trustee's message of that step was accepted.
   * @type {(trustee: number, step: string) => boolean} */
  has(trustee, step) {
    return this.bodies.has(`${trustee} ${step}`);
  }

  /** The text of an accepted message, or null.
   * @type {(trustee: number, step: string) => string | null} */
  message(trustee, step) {
    const found = this.entries.find((entry) => entry.trustee === trustee && entry.step === step);
    return found === undefined ? null : found.message;
  }

  /** All certificates; throws MisuseError before they are in.
   * @type {() => Certificates} */
  getCertificates() {
    if (this.certificates === null) throw new MisuseError("not all certificates are there yet");
    return this.certificates;
  }

  /** What the trustees read aloud before they commit; null before all certificates are in. */
  get certsHash() {
    return this.certificates === null ? null : hashCertificates(this.certificates.certs);
  }

  /** The commitments so far, single trustees' too, in the order of the numbers. */
  listCommitments() {
    return this.listBodies("commit").map((body) => body.commitment);
  }

  /** The powers of the polynomials so far, in the order of the numbers. */
  listRows() {
    return [...this.rowOf].sort(([one], [other]) => one - other).map(([, row]) => row);
  }

  /** An accepted message, decoded; throws MisuseError where there is none.
   * @type {<S extends keyof Bodies>(trustee: number, step: S) => Bodies[S]} */
  getBody(trustee, step) {
    if (!this.has(trustee, step)) throw new MisuseError("this was not said yet");
    return /** @type {Bodies[typeof step]} */ (this.bodies.get(`${trustee} ${step}`));
  }

  /** The messages of a step so far, decoded, in the order of the numbers.
   * @type {<S extends keyof Bodies>(step: S) => Bodies[S][]} */
  listBodies(step) {
    const numbers = Array.from({ length: this.size + this.singles }, (_, i) => i + 1);
    return numbers.filter((number) => this.has(number, step)).map((number) => this.getBody(number, step));
  }

  /** The threshold trustees' polynomials so far, in the order of the numbers. */
  listPolynomials() {
    return /** @type {Polynomial[]} */ (this.listBodies("reveal").slice(0, this.size));
  }
}
