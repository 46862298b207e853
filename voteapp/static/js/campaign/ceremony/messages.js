// What trustees say to each other in the key ceremony, and who is told off when it is wrong.
//
// DESIGN, "Trustees"; docs/formats.md, "The trustees' ceremony". Certificates, polynomials,
// voutputs and single trustees' keys are the format's own objects; commitments, acknowledgements
// and complaints are ours.

import { t } from "../../i18n.js";
import { decodeCanonical, types } from "../../protocol/encoding.js";
import { InvalidInputError, ProtocolError } from "../../protocol/errors.js";
import { Polynomial, Voutput } from "../../protocol/keys/pedersen.js";
import { checkEncryptedMessage, SignedMessage } from "../../protocol/keys/pki.js";
import { Proof } from "../../protocol/proofs.js";
import { TrusteePublicKey } from "../../protocol/keys/trustees.js";
import { decodeStrict, isHex, more } from "../canonical.js";

export const MAX_SIZE = 15;

/** The steps in their order; single trustees have no first and no last. */
export const STEPS = ["certificate", "commit", "acknowledge", "reveal", "share"];
export const SINGLE_STEPS = ["commit", "acknowledge", "reveal"];

/** A trustee's message is wrong; `trustee` (from 1) and `step` say whose and which. */
export class CeremonyError extends ProtocolError {
  constructor(code, trustee, step, message) {
    super(code, `trustee ${trustee}, step ${step}: ${message}`);
    this.trustee = trustee;
    this.step = step;
  }
}

/** Run `work`; what goes wrong in it is this trustee's, in this step. `code`: else its own. */
export function blame(trustee, step, work, code = null) {
  try {
    return work();
  } catch (error) {
    throw accuse(trustee, step, error, code);
  }
}

/** An error as this trustee's CeremonyError; what is none of the protocol's is given back. */
export function accuse(trustee, step, error, code = null) {
  if (!(error instanceof ProtocolError) || error instanceof CeremonyError) return error;
  return new CeremonyError(code ?? error.code, trustee, step, error.message);
}

/** Step 2: the hash of a polynomial's public part, or of a key, that is opened in step 4. */
export const Commitment = types.struct({
  type: more.exactly("voteapp-ceremony-commitment"),
  version: more.exactly(1),
  index: types.integer,
  certs_hash: types.string,
  commitment: types.string,
});

/** Step 3: a trustee's signature over all commitments, in the order of the numbers. */
export const Acknowledgement = types.struct({
  type: more.exactly("voteapp-ceremony-acknowledgement"),
  version: more.exactly(1),
  index: types.integer,
  certs_hash: types.string,
  commitments: types.list(types.string),
  signature: Proof,
});

/** Instead of step 5: trustee `index` shows what trustee `sender` sent it. */
export const Complaint = types.struct({
  type: more.exactly("voteapp-ceremony-complaint"),
  version: more.exactly(1),
  index: types.integer,
  sender: types.integer,
  certs_hash: types.string,
  shared: types.string,
  proof: Proof,
  signature: Proof,
});

/** Require 2t > n and n <= 15; throws InvalidInputError `threshold` or `trustees`. */
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

/** At most 15 single trustees stand beside the others; throws InvalidInputError `singles`. */
export function checkSingles(singles) {
  if (!(Number.isInteger(singles) && singles >= 0 && singles <= MAX_SIZE)) {
    throw new InvalidInputError(
      "singles",
      t("At most {most} trustees can always take part.", { most: MAX_SIZE }),
    );
  }
}

const ENCODING = "ceremony-encoding";

function read(trustee, step, work) {
  return blame(trustee, step, work, ENCODING);
}

/** Read a certificate of the format; throws CeremonyError `ceremony-encoding`, as all below. */
export function decodeCertificate(data, trustee) {
  return read(trustee, "certificate", () =>
    decodeCanonical(data, SignedMessage, ENCODING, "the certificate"),
  );
}

/** Read a polynomial of the format; what is sealed in it is checkChannels'. */
export function decodePolynomial(data, trustee) {
  return read(trustee, "reveal", () => decodeCanonical(data, Polynomial, ENCODING, "the polynomial"));
}

/** Read a single trustee's public key. */
export function decodeSingleKey(data, trustee) {
  return read(trustee, "reveal", () => {
    const key = decodeCanonical(data, TrusteePublicKey, ENCODING, "the public key");
    if (key.signature !== undefined) {
      throw new ProtocolError(ENCODING, "a single trustee's key is not signed");
    }
    return key;
  });
}

/** Read a voutput of the format. */
export function decodeVoutput(data, trustee) {
  return read(trustee, "share", () => decodeCanonical(data, Voutput, ENCODING, "the key"));
}

/** Read a commitment. */
export function decodeCommitment(data, trustee) {
  return read(trustee, "commit", () => {
    const found = decodeStrict(data, Commitment, ENCODING, "the commitment");
    if (!isHex(found.commitment, 32)) {
      throw new ProtocolError(ENCODING, "the commitment is no hash");
    }
    return found;
  });
}

/** Read an acknowledgement. */
export function decodeAcknowledgement(data, trustee) {
  return read(trustee, "acknowledge", () =>
    decodeStrict(data, Acknowledgement, ENCODING, "the acknowledgement"),
  );
}

/** Read a complaint. */
export function decodeComplaint(data, trustee) {
  return read(trustee, "complain", () => decodeStrict(data, Complaint, ENCODING, "the complaint"));
}

/** Require encrypted messages in their only form, as far as anybody can see them. */
export function checkChannels(group, texts, trustee, step) {
  read(trustee, step, () => texts.forEach((text) => checkEncryptedMessage(group, text, ENCODING)));
}
