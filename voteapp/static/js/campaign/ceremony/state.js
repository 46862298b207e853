// How far a ceremony is: who said what, who owes what. It checks nothing; ceremony/transcript.js
// does.

import { checkSingles, checkSize, SINGLE_STEPS, STEPS } from "./messages.js";
import { computeCertsHash } from "./steps.js";

/**
 * A ceremony of `size` threshold trustees, of whom `threshold` decrypt, and `singles` beside
 * them, numbered after them. Throws InvalidInputError `trustees`, `threshold` or `singles`.
 *
 * `entries`: [{trustee, step, message}...] as they came; `failure`: null or why the ceremony can't
 * be finished, {trustee, step, code, message}; `certificates`: null or what checkCertificates
 * gives, once all are in.
 */
export class CeremonyState {
  constructor(group, size, threshold, singles = 0) {
    checkSize(size, threshold);
    checkSingles(singles);
    Object.assign(this, { group, size, threshold, singles });
    this.entries = [];
    this.failure = null;
    this.certificates = null;
    this.bodies = new Map();
  }

  /** The first step that somebody still owes; `done` when nobody owes any. */
  get step() {
    return STEPS.find((step) => !this.isComplete(step)) ?? "done";
  }

  /** Who owes the present step. */
  get missing() {
    const { step } = this;
    return step === "done" ? [] : this.listMissing(step);
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
    return this.certificates === null ? null : computeCertsHash(this.certificates);
  }

  /** All commitments in the order of the numbers, single trustees' too; null before. */
  get commitments() {
    if (!this.isComplete("commit")) return null;
    return this.listBodies("commit").map((body) => body.commitment);
  }

  /** {commitments, acknowledgements}, once all acknowledged; null before. */
  get agreed() {
    if (!this.isComplete("acknowledge")) return null;
    const acknowledgements = this.listBodies("acknowledge").map((body) => body.signature);
    return { commitments: this.commitments, acknowledgements };
  }

  /** The threshold trustees' polynomials, once all trustees revealed; null before. */
  get polynomials() {
    return this.isComplete("reveal") ? this.listBodies("reveal").slice(0, this.size) : null;
  }

  /** The single trustees' keys, once all trustees revealed; null before. */
  get singleKeys() {
    return this.isComplete("reveal") ? this.listBodies("reveal").slice(this.size) : null;
  }

  /** The threshold trustees' keys, once they are in; null before. */
  get voutputs() {
    return this.isComplete("share") ? this.listBodies("share") : null;
  }

  /** The numbers of those whose step this is. */
  listTrustees(step) {
    const count = this.size + (SINGLE_STEPS.includes(step) ? this.singles : 0);
    return Array.from({ length: count }, (_, i) => i + 1);
  }

  listMissing(step) {
    return this.listTrustees(step).filter((number) => !this.has(number, step));
  }

  isComplete(step) {
    return this.listMissing(step).length === 0;
  }

  body(trustee, step) {
    return this.bodies.get(`${trustee} ${step}`);
  }

  listBodies(step) {
    return this.listTrustees(step).map((number) => this.body(number, step));
  }
}
