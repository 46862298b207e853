// A threshold trustee's own key while the ceremony runs (in the worker): what it says at each step,
// and the protected file in which it is kept meanwhile and afterwards.

import { encodeCanonical } from "../../campaign/canonical.js";
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
import { decodeText, encodeJsonText, encodeText, hashHex, secureRandomBytes } from "../../protocol/encoding.js";
import { checkPolynomial } from "../../protocol/keys/pedersen.js";
import { createSeed } from "../../protocol/keys/pki.js";
import { failure } from "../key/opened.js";

const write = (value) => decodeText(encodeCanonical(value));
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
    const { position } = this.task;
    const differs = (step, text) => {
      const message = transcript.message(position, step);
      return message !== null && message !== text;
    };
    const { polynomial, commitments } = this.secret;
    const certificates = transcript.certificates;
    const committed =
      polynomial === "" || certificates === null
        ? null
        : write(repeatCommitment(this.group, this.secret.seed, certificates, readPolynomial(this.secret)));
    if (
      differs("certificate", encodeJsonText(this.shown.certificate)) ||
      differs("commit", committed) ||
      differs("reveal", polynomial)
    )
      throw failure("OwnMessageError");
    const listed = transcript.commitments;
    if (commitments.length > 0 && listed !== null && commitments.join() !== listed.join()) {
      throw failure("StoryError");
    }
    if (this.opened !== null && transcript.polynomials !== null && hashPolynomials(transcript) !== this.opened) {
      throw failure("StoryError");
    }
  }

  /** What to say at a step: {step, message}. The record is to be kept before it is said. */
  async act(step, transcript, options) {
    const { group, secret } = this;
    const { certificates } = transcript;
    switch (step) {
      case "certificate":
        return { step, message: encodeJsonText(this.shown.certificate) };
      case "commit":
        return { step, message: write(await this.commit(certificates, options)) };
      case "acknowledge":
        return { step, message: write(await this.acknowledge(transcript, options)) };
      case "reveal":
        return {
          step,
          message: encodeJsonText(reveal(group, secret.seed, certificates, transcript.agreed, readPolynomial(secret))),
        };
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
    return repeatCommitment(group, secret.seed, certificates, readPolynomial(secret));
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
      const complaint = createComplaint(
        group,
        secret.seed,
        certificates,
        polynomials,
        error.trustee,
        secureRandomBytes,
      );
      return { step: "complain", message: write(complaint) };
    }
  }

  /** The ceremony is over: the file with the share in it, and the seed. */
  async finish(transcript, options) {
    const { seed } = this.secret;
    const file = await restoreThresholdKey(seed, transcript, this.passphrase, secureRandomBytes, options);
    this.record = { file, sealed: null, opened: this.opened };
    return { file, seed };
  }
}
