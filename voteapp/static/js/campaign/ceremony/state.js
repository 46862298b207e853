// What was said so far in a ceremony, and what its checks keep; it knows no order of steps.

import { hashCertificates } from "./agreement.js";
import { checkSingles, checkSize } from "./messages.js";

/**
 * A ceremony of `size` threshold trustees, of whom `threshold` decrypt, and `singles` beside
 * them, numbered after them. Throws InvalidInputError `trustees`, `threshold` or `singles`.
 *
 * `entries`: [{trustee, step, message}...] as they came; `failure`: null or why the ceremony can't
 * be finished, {trustee, step, code, message}; `certificates`: null or what checkCertificates
 * gives, once all are in; `bodies`: the decoded messages by "trustee step"; `certKeys`: the keys in
 * the certificates, `rowOf`: the powers of the polynomials, both by trustee.
 */
export class CeremonyState {
  constructor(group, size, threshold, singles = 0) {
    checkSize(size, threshold);
    checkSingles(singles);
    this.group = group;
    this.size = size;
    this.threshold = threshold;
    this.singles = singles;
    this.entries = [];
    this.failure = null;
    this.certificates = null;
    this.bodies = new Map();
    this.certKeys = new Map();
    this.rowOf = new Map();
  }

  /** It can't be finished: `failure` says who is to blame. */
  fail(failure) {
    this.failure = failure;
  }

  /** Whether this trustee's message of that step was accepted. */
  has(trustee, step) {
    return this.bodies.has(`${trustee} ${step}`);
  }

  /** The text of an accepted message, or null. */
  message(trustee, step) {
    const found = this.entries.find((entry) => entry.trustee === trustee && entry.step === step);
    return found === undefined ? null : found.message;
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
    return this.listNumbers((number) => this.rowOf.has(number)).map((number) => this.rowOf.get(number));
  }

  /** An accepted message, decoded. */
  body(trustee, step) {
    return this.bodies.get(`${trustee} ${step}`);
  }

  /** The messages of a step so far, decoded, in the order of the numbers. */
  listBodies(step) {
    return this.listNumbers((number) => this.has(number, step)).map((number) => this.body(number, step));
  }

  listNumbers(wanted) {
    const count = this.size + this.singles;
    return Array.from({ length: count }, (_, i) => i + 1).filter(wanted);
  }
}
