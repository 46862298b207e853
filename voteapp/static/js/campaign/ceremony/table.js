// One table of the ceremony's messages: who says what at which step, and how it is judged.
//
// DESIGN, "Trustees"; docs/formats.md, "The trustees' ceremony". The same as
// voteapp/campaign/ceremony/table.py, which names the files too. Transcript and pages read it.

import { decodeCanonical } from "../../protocol/types.js";
import { Voutput } from "../../protocol/keys/pedersen.js";
import { Polynomial } from "../../protocol/keys/polynomials.js";
import { SignedMessage } from "../../protocol/keys/pki.js";
import { TrusteePublicKey } from "../../protocol/keys/trustees.js";
import { decodeStrict } from "../canonical.js";
import * as bodies from "./bodies.js";
import * as checks from "./checks.js";
import { Acknowledgement, blame, Commitment, Complaint, ENCODING } from "./messages.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Type } from "../../protocol/types.js" */
/** @import { Group } from "../../protocol/group.js" */
/** @import { Bodies, CeremonyState } from "./state.js" */

/** @typedef {keyof Bodies} Step */
/** Of trustees: t of n are needed to decrypt, or always this one.
 * @typedef {"threshold" | "single"} Kind */
/**
 * What trustees of `kinds` say at `step`. `wanted`: what is read, and `title` what it is called if
 * it cannot be; `checkForm` looks at the bytes' meaning alone (of `size` threshold trustees),
 * `listMarks` gives what nobody can say twice by chance (hashes, keys, signatures, ciphertexts),
 * `check` is the step's own. `code`: of one of our own formats, if it names another trustee; null:
 * the format's own object, which names none. `insteadOf`: the step in whose place this one is taken.
 * @template B
 * @typedef {{ step: Step, kinds: Kind[], wanted: Type<B>, title: string,
 *   listMarks: (body: B) => string[],
 *   check: (ceremony: CeremonyState, trustee: number, body: B) => void | Promise<void>,
 *   checkForm: (group: Group, size: number, body: B) => void,
 *   code: string | null, insteadOf: Step | null }} Message
 */

/** @type {<B>(message: Omit<Message<B>, "checkForm" | "code" | "insteadOf"> & Partial<Message<B>>) =>
 *   Message<B>} */
const describe = (message) => ({ checkForm: () => {}, code: null, insteadOf: null, ...message });

/** In the order of the steps.
 * @type {Message<any>[]} */
export const MESSAGES = [
  describe({
    step: "certificate",
    kinds: ["threshold"],
    wanted: SignedMessage,
    title: "the certificate",
    listMarks: (body) => [bodies.markProof(body.signature)],
    check: checks.checkCertificateMessage,
  }),
  describe({
    step: "commit",
    kinds: ["threshold", "single"],
    wanted: Commitment,
    title: "the commitment",
    checkForm: bodies.checkCommitmentForm,
    listMarks: bodies.listCommitmentMarks,
    check: checks.checkCommitment,
    code: "ceremony-commitment",
  }),
  describe({
    step: "acknowledge",
    kinds: ["threshold", "single"],
    wanted: Acknowledgement,
    title: "the acknowledgement",
    listMarks: (body) => [bodies.markProof(body.signature)],
    check: checks.checkAcknowledgement,
    code: "ceremony-acknowledgement",
  }),
  describe({
    step: "reveal",
    kinds: ["threshold"],
    wanted: Polynomial,
    title: "the polynomial",
    checkForm: bodies.checkPolynomialForm,
    listMarks: bodies.listPolynomialMarks,
    check: checks.checkRevealedPolynomial,
  }),
  describe({
    step: "reveal",
    kinds: ["single"],
    wanted: TrusteePublicKey,
    title: "the public key",
    checkForm: bodies.checkKeyForm,
    listMarks: bodies.listKeyMarks,
    check: checks.checkRevealedKey,
  }),
  describe({
    step: "share",
    kinds: ["threshold"],
    wanted: Voutput,
    title: "the key",
    checkForm: bodies.checkVoutputForm,
    listMarks: bodies.listVoutputMarks,
    check: checks.checkShare,
  }),
  describe({
    step: "complain",
    kinds: ["threshold"],
    wanted: Complaint,
    title: "the complaint",
    listMarks: bodies.listComplaintMarks,
    check: checks.judge,
    code: "ceremony-complaint",
    insteadOf: "share",
  }),
];

/** Read a message (bytes) and check its form; throws CeremonyError `ceremony-encoding`.
 * @type {<B>(message: Message<B>, group: Group, size: number, trustee: number, data: Bytes) => B} */
export function decodeMessage(message, group, size, trustee, data) {
  const decode = message.code === null ? decodeCanonical : decodeStrict;
  return blame(
    trustee,
    message.step,
    () => {
      const body = decode(data, message.wanted, ENCODING, message.title);
      message.checkForm(group, size, body);
      return body;
    },
    ENCODING,
  );
}

/** The steps that a trustee of this kind owes, in their order.
 * @type {(kind: Kind) => Step[]} */
export function listSteps(kind) {
  return MESSAGES.filter(({ kinds, insteadOf }) => kinds.includes(kind) && insteadOf === null).map(({ step }) => step);
}

export const STEPS = listSteps("threshold");
/** @type {string[]} */
const SINGLE_STEPS = listSteps("single");

/** Whether anybody can say something at a step of this name.
 * @type {(step: string) => boolean} */
export function isStep(step) {
  return MESSAGES.some((message) => message.step === step);
}

/** What trustees of a kind say at a step; null if they have none of this name.
 * @type {(step: string, kind: Kind) => Message<any> | null} */
export function findMessage(step, kind) {
  return MESSAGES.find((message) => message.step === step && message.kinds.includes(kind)) ?? null;
}

/** The numbers of those whose step this is: single trustees do not take all of them.
 * @type {(step: string, size: number, singles: number) => number[]} */
export function listTrustees(step, size, singles) {
  const count = size + (SINGLE_STEPS.includes(step) ? singles : 0);
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** The first step that somebody still owes, and who; `done` and [] at last.
 * @type {(size: number, singles: number, has: (number: number, step: Step) => boolean) =>
 *   { step: Step | "done", missing: number[] }} */
export function findOwed(size, singles, has) {
  for (const step of STEPS) {
    const missing = listTrustees(step, size, singles).filter((number) => !has(number, step));
    if (missing.length > 0) return { step, missing };
  }
  return { step: "done", missing: [] };
}
