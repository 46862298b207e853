// What trustees say to each other in the key ceremony, and who is told off when it is wrong.
//
// DESIGN, "Trustees"; docs/formats.md, "The trustees' ceremony". Certificates, polynomials,
// voutputs and single trustees' keys are the format's own objects; commitments, acknowledgements
// and complaints are ours.

import { t } from "../../i18n.js";
import { types } from "../../protocol/types.js";
import { InvalidInputError, ProtocolError } from "../../protocol/errors.js";
import { Proof } from "../../protocol/proofs.js";
import { more } from "../canonical.js";
/** @import { Value } from "../../protocol/types.js" */

export const MAX_SIZE = 15;

/** The code of a message that is not in its step's only form. */
export const ENCODING = "ceremony-encoding";

/** What our own messages say that they are. */
export const TYPES = /** @type {const} */ ({
  commitment: "voteapp-ceremony-commitment",
  acknowledgement: "voteapp-ceremony-acknowledgement",
  complaint: "voteapp-ceremony-complaint",
});

/** A trustee's message is wrong; `trustee` (from 1) and `step` say whose and which. */
export class CeremonyError extends ProtocolError {
  /** @param {string} code @param {number} trustee @param {string} step @param {string} message */
  constructor(code, trustee, step, message) {
    super(code, `trustee ${trustee}, step ${step}: ${message}`);
    this.trustee = trustee;
    this.step = step;
  }
}

/** Run `work`; what goes wrong in it is this trustee's, in this step. `code`: else its own.
 * @type {<T>(trustee: number, step: string, work: () => T, code?: string | null) => T} */
export function blame(trustee, step, work, code = null) {
  try {
    return work();
  } catch (error) {
    throw accuse(trustee, step, error, code);
  }
}

/** An error as this trustee's CeremonyError; what is none of the protocol's is given back.
 * @type {(trustee: number, step: string, error: unknown, code?: string | null) => unknown} */
export function accuse(trustee, step, error, code = null) {
  if (!(error instanceof ProtocolError) || error instanceof CeremonyError) return error;
  return new CeremonyError(code ?? error.code, trustee, step, error.message);
}

/** Step 2: the hash of a polynomial's public part, or of a key, that is opened in step 4. */
export const Commitment = types.struct({
  type: more.exactly(TYPES.commitment),
  version: more.exactly(1),
  index: types.integer,
  certs_hash: types.string,
  commitment: types.string,
});
/** @typedef {Value<typeof Commitment>} Commitment */

/** Step 3: a trustee's signature over all commitments, in the order of the numbers. */
export const Acknowledgement = types.struct({
  type: more.exactly(TYPES.acknowledgement),
  version: more.exactly(1),
  index: types.integer,
  certs_hash: types.string,
  commitments: types.list(types.string),
  signature: Proof,
});
/** @typedef {Value<typeof Acknowledgement>} Acknowledgement */

/** Instead of step 5: trustee `index` shows what trustee `sender` sent it. */
export const Complaint = types.struct({
  type: more.exactly(TYPES.complaint),
  version: more.exactly(1),
  index: types.integer,
  sender: types.integer,
  certs_hash: types.string,
  shared: types.string,
  proof: Proof,
  signature: Proof,
});
/** @typedef {Value<typeof Complaint>} Complaint */

/** Require 2t > n and n <= 15; throws InvalidInputError `threshold` or `trustees`.
 * @type {(size: number, threshold: number) => void} */
export function checkSize(size, threshold) {
  if (!(Number.isInteger(size) && size >= 1 && size <= MAX_SIZE)) {
    throw new InvalidInputError("trustees", t("A ceremony has 1 to {most} trustees.", { most: MAX_SIZE }));
  }
  if (!(Number.isInteger(threshold) && threshold <= size && 2 * threshold > size)) {
    throw new InvalidInputError(
      "threshold",
      t("More than half of the trustees must be needed to decrypt: of {size} at least {least}.", {
        size,
        least: Math.floor(size / 2) + 1,
      }),
    );
  }
}

/** At most 15 single trustees stand beside the others; throws InvalidInputError `singles`.
 * @type {(singles: number) => void} */
export function checkSingles(singles) {
  if (!(Number.isInteger(singles) && singles >= 0 && singles <= MAX_SIZE)) {
    throw new InvalidInputError("singles", t("At most {most} trustees can always take part.", { most: MAX_SIZE }));
  }
}
