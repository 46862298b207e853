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
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Group } from "../../protocol/group.js" */
/** @import { ThresholdParameters, Trustee, TrusteePublicKey } from "../../protocol/keys/trustees.js" */
/** @import { Ceremony } from "./agreement.js" */
/** @import { Agreement } from "./steps.js" */
/** @import { Message, Step } from "./table.js" */

/** A ceremony that checks whatever is added to it. */
export class Transcript extends CeremonyState {
  /** @param {Group} group @param {number} size @param {number} threshold @param {number} singles */
  constructor(group, size, threshold, singles = 0) {
    super(group, size, threshold, singles);
    /** @type {Set<string>} */
    this.marks = new Set();
    /** @type {Promise<void>} */
    this.last = Promise.resolve();
  }

  /**
   * Check a message (bytes or text) and append it, after those given before. Rejects with
   * CeremonyError, and then nothing has changed: `ceremony-step`, `-replay`, `-early`,
   * `-encoding`, and the codes of the step. A proven complaint is appended too; it ends the
   * ceremony (`failure`).
   * @type {(trustee: number, step: string, text: Bytes | string) => Promise<void>}
   */
  add(trustee, step, text) {
    const added = this.last.then(() => this.addNext(trustee, step, text));
    this.last = added.catch(() => {});
    return added;
  }

  /** @type {(trustee: number, step: string, text: Bytes | string) => Promise<void>} */
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

  /** Commitments and signatures, once all acknowledged; null before.
   * @type {Agreement | null} */
  get agreed() {
    if (!this.isComplete("acknowledge")) return null;
    const acknowledgements = this.listBodies("acknowledge").map((body) => body.signature);
    return { commitments: this.listCommitments(), acknowledgements };
  }

  /** The threshold trustees' polynomials, once all trustees revealed; null before. */
  get polynomials() {
    return this.isComplete("reveal") ? this.listPolynomials() : null;
  }

  /** The single trustees' keys, once all trustees revealed; null before. */
  get singleKeys() {
    if (!this.isComplete("reveal")) return null;
    return /** @type {TrusteePublicKey[]} */ (this.listBodies("reveal").slice(this.size));
  }

  /** The threshold trustees' keys, once they are in; null before. */
  get voutputs() {
    return this.isComplete("share") ? this.listBodies("share") : null;
  }

  /** Everybody's powers, once all trustees revealed; null before. */
  get rows() {
    return this.isComplete("reveal") ? this.listRows() : null;
  }

  /** What the record will hold of the threshold trustees; null before all gave their keys.
   * @type {ThresholdParameters | null} */
  get parameters() {
    const { certificates, polynomials, voutputs } = this;
    if (certificates === null || polynomials === null || voutputs === null) return null;
    return computeThresholdParameters(certificates, polynomials, voutputs);
  }

  /** What the evidence will hold; null before all acknowledged.
   * @type {Ceremony | null} */
  get ceremony() {
    const { certsHash, agreed } = this;
    if (certsHash === null || agreed === null) return null;
    const messages = this.entries.map((entry) => ({ ...entry }));
    return { certs_hash: certsHash, ...agreed, messages, refused: [] };
  }

  /**
   * What record and evidence hold. Throws ConflictError before all is said.
   * @type {() => { parameters: ThresholdParameters, trustees: Trustee[], trusteesText: string,
   *   ceremony: Ceremony }}
   */
  assemble() {
    const { group, parameters, ceremony } = this;
    if (this.failure !== null || parameters === null || ceremony === null) {
      throw new ConflictError(t("The trustees' ceremony is not over."));
    }
    /** @type {Trustee[]} */
    const trustees = [["Pedersen", parameters]];
    for (const key of this.singleKeys ?? []) trustees.push(["Single", key]);
    checkTrustees(group, trustees);
    checkCeremony(group, trustees, computeSigningKeys(group, trustees), ceremony);
    return { parameters, trustees, trusteesText: encodeJsonText(trustees), ceremony };
  }

  /** @type {(step: Step) => boolean} */
  isComplete(step) {
    return listTrustees(step, this.size, this.singles).every((number) => this.has(number, step));
  }

  /** @type {() => void} */
  joinCertificates() {
    const { group, threshold } = this;
    const keys = [...this.certKeys].sort(([one], [other]) => one - other).map(([, own]) => own);
    const verification = keys.map((key) => group.decode(key.verification));
    this.certificates = { threshold, certs: this.listBodies("certificate"), keys, verification };
  }

  /** What this trustee says at this step, if it is time to.
   * @type {(trustee: number, step: string) => Message<any>} */
  checkTurn(trustee, step) {
    /** @type {(code: string, message: string) => CeremonyError} */
    const refuse = (code, message) => new CeremonyError(code, trustee, step, message);
    if (this.failure !== null) throw refuse("ceremony-step", "the ceremony has failed");
    const message = findMessage(step, trustee > this.size ? "single" : "threshold");
    if (message === null || !listTrustees(step, this.size, this.singles).includes(trustee)) {
      throw refuse("ceremony-step", "this trustee has no such step");
    }
    const place = message.insteadOf ?? message.step;
    if (place !== step && this.has(trustee, place)) {
      throw refuse("ceremony-step", "it took all shares as right");
    }
    if (this.has(trustee, step)) throw refuse("ceremony-replay", "this step was done before");
    const early = STEPS.slice(0, STEPS.indexOf(place)).find((earlier) => !this.isComplete(earlier));
    if (early !== undefined) throw refuse("ceremony-early", `the step ${early} is not over for all`);
    return message;
  }

  /** What nobody can say twice was not said before, and not in another ceremony.
   * @type {(message: Message<any>, trustee: number, body: any) => string[]} */
  checkNew(message, trustee, body) {
    /** @type {(problem: string) => CeremonyError} */
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

  /** @type {(message: Message<any>, trustee: number, body: any) => void} */
  checkOwner({ code, step }, trustee, body) {
    if (code !== null && body.index !== trustee) {
      throw new CeremonyError(code, trustee, step, "this is another trustee's message");
    }
  }
}
