// A threshold trustee's own key while the ceremony runs (in the worker): what it says at each step,
// and the protected file in which it is kept meanwhile and afterwards.

import { createComplaint } from "../../campaign/ceremony/complaints.js";
import { acknowledge, commit, repeatCommitment, reveal, share, start } from "../../campaign/ceremony/steps.js";
import { restoreThresholdKey } from "../../campaign/keys/restored.js";
import {
  createPublic,
  createSecret,
  openThresholdKey,
  protectThresholdKey,
  readPolynomial,
  readThresholdPublic,
} from "../../campaign/keys/threshold.js";
import { encodeJsonText, encodeText, hashHex, secureRandomBytes } from "../../protocol/encoding.js";
import { checkPolynomial } from "../../protocol/keys/polynomials.js";
import { createSeed } from "../../protocol/keys/pki.js";
import { requireOwn, requireSameList, write } from "./own_messages.js";
import { failure } from "../key/opened.js";

const hashPolynomials = ({ polynomials }) => hashHex(encodeText(encodeJsonText(polynomials)));

/**
 * One key; `record` is what the browser keeps: {file, sealed: null, opened: which polynomials were
 * looked at, a hash, or null}.
 */
export class ThresholdKey {
  constructor(group, task, { passphrase, shown, secret, opened = null }) {
    this.group = group;
    this.task = task;
    this.passphrase = passphrase;
    this.shown = shown;
    this.secret = secret;
    this.opened = opened;
    this.record = null;
  }

  /** Draw a key: step 1. */
  static async create(group, task, passphrase, options) {
    const seed = createSeed(secureRandomBytes);
    const { size, threshold, position: index } = task;
    const certificate = start(group, seed, { size, threshold, index, randomBytes: secureRandomBytes });
    const [shown, secret] = [createPublic(certificate), createSecret(seed)];
    const key = new ThresholdKey(group, task, { passphrase, shown, secret });
    await key.keep(options);
    return key;
  }

  /** Go on with what this browser kept. */
  static async open(group, task, record, passphrase, options) {
    const shown = readThresholdPublic(record.file);
    const secret = await openThresholdKey(record.file, passphrase, options);
    const { opened = null } = record;
    const key = new ThresholdKey(group, task, { passphrase, shown, secret, opened });
    key.record = record;
    return key;
  }

  /** Write the file anew, with everything that is known now. */
  async keep(options) {
    const file = await protectThresholdKey(this.shown, this.secret, this.passphrase, secureRandomBytes, options);
    this.record = { file, sealed: null, opened: this.opened };
  }

  /** What the server shows under our number must be what we said; throws OwnMessageError. */
  check(transcript) {
    const { polynomial, commitments } = this.secret;
    requireOwn(transcript, this.task.position, {
      certificate: encodeJsonText(this.shown.certificate),
      commit: this.repeatCommitment(transcript.certificates),
      reveal: polynomial,
    });
    requireSameList(commitments, transcript.commitments);
    if (this.opened !== null && transcript.polynomials !== null && hashPolynomials(transcript) !== this.opened) {
      throw failure("StoryError");
    }
  }

  /** The text of what we committed to, or null before that. */
  repeatCommitment(certificates) {
    const { seed, polynomial } = this.secret;
    if (polynomial === "" || certificates === null) return null;
    return write(repeatCommitment(this.group, seed, certificates, readPolynomial(this.secret)));
  }

  /** What to say at a step: {step, message}. The record is to be kept before it is said. */
  async act(step, transcript, options) {
    const { certificates } = transcript;
    switch (step) {
      case "certificate":
        return { step, message: encodeJsonText(this.shown.certificate) };
      case "commit":
        return { step, message: await this.commit(certificates, options) };
      case "acknowledge":
        return { step, message: write(await this.acknowledge(transcript, options)) };
      case "reveal":
        return { step, message: encodeJsonText(this.reveal(transcript)) };
      default:
        return this.share(transcript);
    }
  }

  async commit(certificates, options) {
    const { group, secret } = this;
    if (secret.polynomial === "") {
      const { polynomial } = await commit(group, secret.seed, certificates, secureRandomBytes);
      secret.polynomial = encodeJsonText(polynomial);
      await this.keep(options);
    }
    this.requireSameCertificates(certificates);
    return this.repeatCommitment(certificates);
  }

  reveal({ certificates, agreed }) {
    return reveal(this.group, this.secret.seed, certificates, agreed, readPolynomial(this.secret));
  }

  /** The polynomial's shares are sealed for the certificates of then: it is good for no others. */
  requireSameCertificates(certificates) {
    try {
      checkPolynomial(this.group, certificates, this.task.position, readPolynomial(this.secret));
    } catch (error) {
      if (error.name !== "ProtocolError") throw error;
      throw failure("StoryError");
    }
  }

  async acknowledge({ certificates, commitments }, options) {
    const { group, secret } = this;
    const polynomial = readPolynomial(secret);
    const said = acknowledge(group, secret.seed, certificates, commitments, polynomial, secureRandomBytes);
    if (secret.commitments.length === 0) {
      secret.commitments = [...commitments];
      await this.keep(options);
    }
    return said;
  }

  /**
   * The own share's public half; or, when somebody's share is wrong, a complaint about it. A
   * complaint opens one message for all to see, and whoever tells several stories could choose
   * which: so this trustee answers to one set of polynomials, and never to another.
   */
  async share(transcript) {
    const { group, secret, task } = this;
    const { certificates, agreed, polynomials, rows } = transcript;
    this.opened = hashPolynomials(transcript);
    this.record = { ...this.record, opened: this.opened };
    try {
      const { voutput } = await share(group, secret.seed, certificates, agreed, polynomials, secureRandomBytes, rows);
      return { step: "share", message: encodeJsonText(voutput) };
    } catch (error) {
      if (error.code !== "trustee-share" || error.trustee === task.position) throw error;
      return { step: "complain", message: write(this.complain(transcript, error.trustee)) };
    }
  }

  complain({ certificates, polynomials }, about) {
    return createComplaint(this.group, this.secret.seed, certificates, polynomials, about, secureRandomBytes);
  }

  /** The ceremony is over: the file with the share in it, and the seed. */
  async finish(transcript, options) {
    const { seed } = this.secret;
    const file = await restoreThresholdKey(seed, transcript, this.passphrase, secureRandomBytes, options);
    this.record = { file, sealed: null, opened: this.opened };
    return { file, seed };
  }
}
