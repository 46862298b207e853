// Everything that was said in a ceremony, checked message by message as it arrives.
//
// One class for all who listen: a trustee's browser, which does not believe the server, and the
// auditor, who replays the messages of the evidence. DESIGN, "Trustees"; docs/formats.md, "The
// trustees' ceremony". The same as voteapp/campaign/ceremony/transcript.py.

import { t } from "../../i18n.js";
import { decodeText, encodeJsonText, encodeText } from "../../protocol/encoding.js";
import { ConflictError } from "../../protocol/errors.js";
import { computeThresholdParameters } from "../../protocol/keys/pedersen.js";
import { checkTrustees, computeSigningKeys } from "../../protocol/keys/trustees.js";
import { checkCeremony } from "./agreement.js";
import { accuse, CeremonyError } from "./messages.js";
import { CeremonyState } from "./state.js";
import { decodeMessage, findMessage, findOwed, listTrustees, STEPS } from "./table.js";

/** A ceremony that checks whatever is added to it. */
export class Transcript extends CeremonyState {
  constructor(group, size, threshold, singles = 0) {
    super(group, size, threshold, singles);
    this.marks = new Set();
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

  async addNext(trustee, step, text) {
    const data = typeof text === "string" ? encodeText(text) : text;
    const message = this.checkTurn(trustee, step);
    const body = decodeMessage(message, this.group, this.size, trustee, data);
    const marks = this.checkNew(message, trustee, body);
    this.checkOwner(message, trustee, body);
    try {
      await message.check(this, trustee, body);
    } catch (error) {
      throw accuse(trustee, step, error);
    }
    for (const mark of marks) this.marks.add(mark);
    this.bodies.set(`${trustee} ${step}`, body);
    this.entries.push({ trustee, step, message: decodeText(data) });
    if (step === "certificate" && this.isComplete(step)) this.joinCertificates();
  }

  /** The first step that somebody still owes; `done` when nobody owes any. */
  get step() {
    return findOwed(this.size, this.singles, (number, step) => this.has(number, step)).step;
  }

  /** Who owes the present step. */
  get missing() {
    return findOwed(this.size, this.singles, (number, step) => this.has(number, step)).missing;
  }

  /** All commitments in the order of the numbers, single trustees' too; null before. */
  get commitments() {
    return this.isComplete("commit") ? this.listCommitments() : null;
  }

  /** {commitments, acknowledgements}, once all acknowledged; null before. */
  get agreed() {
    if (!this.isComplete("acknowledge")) return null;
    const acknowledgements = this.listBodies("acknowledge").map((body) => body.signature);
    return { commitments: this.listCommitments(), acknowledgements };
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

  /** Everybody's powers, once all trustees revealed; null before. */
  get rows() {
    return this.isComplete("reveal") ? this.listRows() : null;
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
    /** @type {import("../../protocol/keys/trustees.js").Trustee[]} */
    const trustees = [["Pedersen", parameters]];
    for (const key of this.singleKeys) trustees.push(["Single", key]);
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

  isComplete(step) {
    return listTrustees(step, this.size, this.singles).every((number) => this.has(number, step));
  }

  joinCertificates() {
    const { group, size, threshold } = this;
    const keys = listTrustees("certificate", size, 0).map((number) => this.certKeys.get(number));
    const verification = keys.map((key) => group.decode(key.verification));
    this.certificates = { threshold, certs: this.listBodies("certificate"), keys, verification };
  }

  /** What this trustee says at this step (of ceremony/table.js), if it is time to. */
  checkTurn(trustee, step) {
    const refuse = (code, message) => new CeremonyError(code, trustee, step, message);
    if (this.failure !== null) throw refuse("ceremony-step", "the ceremony has failed");
    const message = findMessage(step, trustee > this.size ? "single" : "threshold");
    if (message === null || !listTrustees(step, this.size, this.singles).includes(trustee)) {
      throw refuse("ceremony-step", "this trustee has no such step");
    }
    const place = message.insteadOf ?? step;
    if (place !== step && this.has(trustee, place)) {
      throw refuse("ceremony-step", "it took all shares as right");
    }
    if (this.has(trustee, step)) throw refuse("ceremony-replay", "this step was done before");
    const early = STEPS.slice(0, STEPS.indexOf(place)).find((earlier) => !this.isComplete(earlier));
    if (early !== undefined) throw refuse("ceremony-early", `the step ${early} is not over for all`);
    return message;
  }

  /** What nobody can say twice was not said before, and not in another ceremony. */
  checkNew(message, trustee, body) {
    const refuse = (problem) => new CeremonyError("ceremony-replay", trustee, message.step, problem);
    const marks = message.listMarks(body);
    const known = marks.some((mark) => this.marks.has(mark));
    if (known || new Set(marks).size !== marks.length) {
      throw refuse("this, or a part of it, was said before");
    }
    if (message.code !== null && body.certs_hash !== this.certsHash) {
      throw refuse("it was said in another ceremony");
    }
    return marks;
  }

  checkOwner({ code, step }, trustee, body) {
    if (code !== null && body.index !== trustee) {
      throw new CeremonyError(code, trustee, step, "this is another trustee's message");
    }
  }
}
