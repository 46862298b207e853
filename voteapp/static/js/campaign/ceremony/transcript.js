// Everything that was said in a ceremony, checked message by message as it arrives.
//
// One class for all who listen: a trustee's browser, which does not believe the server, and the
// auditor, who replays the messages of the evidence. DESIGN, "Trustees"; docs/formats.md, "The
// trustees' ceremony". The same as voteapp/campaign/ceremony/transcript.py.

import { t } from "../../i18n.js";
import { decodeText, encodeJsonText, encodeText } from "../../protocol/encoding.js";
import { ConflictError, ProtocolError, recode } from "../../protocol/errors.js";
import { checkPolynomial, checkVoutput, computeThresholdParameters } from "../../protocol/keys/pedersen.js";
import { checkSignature } from "../../protocol/keys/pki.js";
import { checkCertificate, checkTrustees, computeSigningKeys } from "../../protocol/keys/trustees.js";
import { checkCeremony, computeAcknowledgementText } from "./agreement.js";
import { decodeBody, listMarks } from "./bodies.js";
import { judgeComplaint } from "./complaints.js";
import { accuse, CeremonyError, STEPS } from "./messages.js";
import { checkSingleAcknowledgement, checkSingleKey } from "./singles.js";
import { CeremonyState } from "./state.js";
import { checkOpening } from "./steps.js";

const SAID_IN_ONE = ["commit", "acknowledge", "complain"];

/** A ceremony that checks whatever is added to it. */
export class Transcript extends CeremonyState {
  constructor(group, size, threshold, singles = 0) {
    super(group, size, threshold, singles);
    this.marks = new Set();
    this.certKeys = new Map();
    this.rowOf = new Map();
    this.last = Promise.resolve();
  }

  /**
   * Check a message (bytes or text) and append it, after those given before. Rejects with
   * CeremonyError, and then nothing has changed: `ceremony-step`, `-replay`, `-early`,
   * `-encoding`, and the codes of the step. A proven complaint is appended too; it ends the
   * ceremony (`failure`).
   */
  add(trustee, step, message) {
    const added = this.last.then(() => this.addNext(trustee, step, message));
    this.last = added.catch(() => {});
    return added;
  }

  async addNext(trustee, step, message) {
    const data = typeof message === "string" ? encodeText(message) : message;
    this.checkTurn(trustee, step);
    const body = decodeBody(this.group, this.size, trustee, step, data);
    const marks = this.checkNew(trustee, step, body);
    try {
      await this.checkBody(trustee, step, body);
    } catch (error) {
      throw accuse(trustee, step, error);
    }
    for (const mark of marks) this.marks.add(mark);
    this.bodies.set(`${trustee} ${step}`, body);
    this.entries.push({ trustee, step, message: decodeText(data) });
    if (step === "certificate" && this.isComplete(step)) this.joinCertificates();
  }

  /** Everybody's powers, once all trustees revealed; null before. */
  get rows() {
    if (!this.isComplete("reveal")) return null;
    return Array.from({ length: this.size }, (_, i) => this.rowOf.get(i + 1));
  }

  /**
   * What record and evidence hold: {parameters, trustees: [[kind, value]...], trusteesText,
   * ceremony}. Throws ConflictError before all is said.
   */
  assemble() {
    const { group, certificates, agreed, polynomials, voutputs } = this;
    if (this.failure !== null || this.step !== "done") {
      throw new ConflictError(t("The trustees' ceremony is not over."));
    }
    const parameters = computeThresholdParameters(certificates, polynomials, voutputs);
    const trustees = [["Pedersen", parameters], ...this.singleKeys.map((key) => ["Single", key])];
    const ceremony = {
      certs_hash: this.certsHash,
      commitments: agreed.commitments,
      acknowledgements: agreed.acknowledgements,
      messages: this.entries.map((entry) => ({ ...entry })),
      refused: [],
    };
    checkTrustees(group, trustees);
    checkCeremony(group, trustees, computeSigningKeys(group, trustees), ceremony);
    return { parameters, trustees, trusteesText: encodeJsonText(trustees), ceremony };
  }

  checkTurn(trustee, step) {
    const refuse = (code, message) => new CeremonyError(code, trustee, step, message);
    if (this.failure !== null) throw refuse("ceremony-step", "the ceremony has failed");
    const known = STEPS.includes(step) || step === "complain";
    if (!known || !this.listTrustees(step).includes(trustee)) {
      throw refuse("ceremony-step", "this trustee has no such step");
    }
    if (step === "complain" && this.has(trustee, "share")) {
      throw refuse("ceremony-step", "it took all shares as right");
    }
    if (this.has(trustee, step)) throw refuse("ceremony-replay", "this step was done before");
    const place = STEPS.indexOf(step === "complain" ? "share" : step);
    const early = STEPS.slice(0, place).find((earlier) => !this.isComplete(earlier));
    if (early !== undefined) {
      throw refuse("ceremony-early", `the step ${early} is not over for all`);
    }
  }

  checkNew(trustee, step, body) {
    const code = "ceremony-replay";
    const marks = listMarks(step, body);
    const known = marks.some((mark) => this.marks.has(mark));
    if (known || new Set(marks).size !== marks.length) {
      const problem = "this, or a part of it, was said before";
      throw new CeremonyError(code, trustee, step, problem);
    }
    if (SAID_IN_ONE.includes(step) && body.certs_hash !== this.certsHash) {
      throw new CeremonyError(code, trustee, step, "it was said in another ceremony");
    }
    return marks;
  }

  /** The step's own check; what it keeps, it keeps last. */
  checkBody(trustee, step, body) {
    if (step === "certificate") return this.checkCertificate(trustee, body);
    if (step === "commit") return checkIndex(trustee, body.index, "ceremony-commitment");
    if (step === "acknowledge") return this.checkAcknowledgement(trustee, body);
    if (step === "complain") return this.judge(trustee, body);
    if (step === "share") {
      const { group, certificates } = this;
      return checkVoutput(group, certificates, [this.computeJointRow()], trustee, body);
    }
    return trustee > this.size ? this.checkSingle(trustee, body) : this.checkRow(trustee, body);
  }

  checkCertificate(trustee, cert) {
    const { group, size, threshold } = this;
    const keys = checkCertificate(group, cert, { size, threshold, index: trustee });
    const others = [...this.certKeys.values()];
    if (others.some((other) => other.verification === keys.verification)) {
      throw new ProtocolError("trustee-certificate", "another trustee has the same key");
    }
    this.certKeys.set(trustee, keys);
  }

  joinCertificates() {
    const { group, threshold } = this;
    const keys = this.listTrustees("certificate").map((number) => this.certKeys.get(number));
    const verification = keys.map((key) => group.decode(key.verification));
    this.certificates = { threshold, certs: this.listBodies("certificate"), keys, verification };
  }

  checkAcknowledgement(trustee, body) {
    const code = "ceremony-acknowledgement";
    checkIndex(trustee, body.index, code);
    const { commitments } = this;
    const same = body.commitments.length === commitments.length;
    if (!same || body.commitments.some((commitment, i) => commitment !== commitments[i])) {
      throw new ProtocolError(code, "it is of another list of commitments");
    }
    if (trustee > this.size) return; // signed by a key that nobody knows yet: checkSingle
    const text = computeAcknowledgementText(body.certs_hash, body.commitments);
    const key = this.certificates.verification[trustee - 1];
    recode(code, "the signature", () => checkSignature(this.group, key, text, body.signature, code));
  }

  checkRow(trustee, body) {
    const { group, certificates, commitments } = this;
    checkOpening(certificates, commitments, trustee, body.coefexps.message);
    this.rowOf.set(trustee, checkPolynomial(group, certificates, trustee, body));
  }

  checkSingle(trustee, body) {
    const { group, certificates, commitments } = this;
    const key = checkSingleKey(group, certificates, commitments, trustee, body);
    checkSingleAcknowledgement(group, key, trustee, this.body(trustee, "acknowledge"));
  }

  /** The joint polynomial's powers: any key follows from it as from all together. */
  computeJointRow() {
    const { group, rows } = this;
    return rows[0].map((_, k) => group.product(rows.map((row) => row[k])));
  }

  async judge(trustee, body) {
    checkIndex(trustee, body.index, "ceremony-complaint");
    const { group, certificates, polynomials, rows } = this;
    const reason = await judgeComplaint(group, certificates, polynomials, rows, body);
    const { sender } = body;
    const message = `trustee ${sender}, step share: trustee ${trustee} proved it: ${reason}`;
    this.failure = { trustee: sender, step: "share", code: "trustee-share", message };
  }
}

function checkIndex(trustee, index, code) {
  if (index !== trustee) throw new ProtocolError(code, "this is another trustee's message");
}
