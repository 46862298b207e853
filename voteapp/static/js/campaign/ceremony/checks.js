// The steps' own checks: whether a message, well-formed and new, is right after what was said.
//
// docs/formats.md, "The trustees' ceremony". Each gets the ceremony so far, the trustee who speaks
// and the decoded message; what it keeps in the ceremony, it keeps last. Throws ProtocolError, or
// CeremonyError where another trustee or step is to blame.

import { ProtocolError, recode } from "../../protocol/errors.js";
import { checkVoutput } from "../../protocol/keys/pedersen.js";
import { checkPolynomial } from "../../protocol/keys/polynomials.js";
import { checkSignature } from "../../protocol/keys/pki.js";
import { checkCertificate } from "../../protocol/keys/certificates.js";
import { computeAcknowledgementText } from "./agreement.js";
import { judgeComplaint } from "./complaints.js";
import { checkSingleAcknowledgement, checkSingleKey } from "./singles.js";
import { checkOpening } from "./steps.js";
/** @import { Voutput } from "../../protocol/keys/pedersen.js" */
/** @import { Polynomial } from "../../protocol/keys/polynomials.js" */
/** @import { SignedMessage } from "../../protocol/keys/pki.js" */
/** @import { TrusteePublicKey } from "../../protocol/keys/trustees.js" */
/** @import { Acknowledgement, Complaint } from "./messages.js" */
/** @import { CeremonyState } from "./state.js" */

/** A certificate of this ceremony with a key of its own: `trustee-certificate`.
 * @type {(ceremony: CeremonyState, trustee: number, body: SignedMessage) => void} */
export function checkCertificateMessage(ceremony, trustee, body) {
  const { group, size, threshold, certKeys } = ceremony;
  const keys = checkCertificate(group, body, { size, threshold, index: trustee });
  if ([...certKeys.values()].some((known) => known.verification === keys.verification)) {
    throw new ProtocolError("trustee-certificate", "another trustee has the same key");
  }
  certKeys.set(trustee, keys);
}

/** Nobody can look into a commitment before it is opened. */
export function checkCommitment() {}

/** The list of all, signed: `ceremony-acknowledgement`.
 * @type {(ceremony: CeremonyState, trustee: number, body: Acknowledgement) => void} */
export function checkAcknowledgement(ceremony, trustee, body) {
  const code = "ceremony-acknowledgement";
  const commitments = ceremony.listCommitments();
  const same = body.commitments.length === commitments.length;
  if (!same || body.commitments.some((commitment, i) => commitment !== commitments[i])) {
    throw new ProtocolError(code, "it is of another list of commitments");
  }
  if (trustee > ceremony.size) return; // signed by a key that nobody knows yet: checkRevealedKey
  const text = computeAcknowledgementText(body.certs_hash, body.commitments);
  const key = ceremony.getCertificates().verification[trustee - 1];
  recode(code, "the signature", () => checkSignature(ceremony.group, key, text, body.signature, code));
}

/**
 * What was committed to, and right: `ceremony-commitment`, `trustee-coefexps`,
 * `trustee-signature`.
 * @type {(ceremony: CeremonyState, trustee: number, body: Polynomial) => void}
 */
export function checkRevealedPolynomial(ceremony, trustee, body) {
  const certificates = ceremony.getCertificates();
  checkOpening(certificates, ceremony.listCommitments(), trustee, body.coefexps.message);
  ceremony.rowOf.set(trustee, checkPolynomial(ceremony.group, certificates, trustee, body));
}

/**
 * A single trustee's key, and what it signed before anybody knew it: `ceremony-commitment`,
 * `trustee-proof`, `ceremony-acknowledgement`.
 * @type {(ceremony: CeremonyState, trustee: number, body: TrusteePublicKey) => void}
 */
export function checkRevealedKey(ceremony, trustee, body) {
  const { group } = ceremony;
  const certificates = ceremony.getCertificates();
  const key = checkSingleKey(group, certificates, ceremony.listCommitments(), trustee, body);
  checkSingleAcknowledgement(group, key, trustee, ceremony.getBody(trustee, "acknowledge"));
}

/** The key that follows from all polynomials: `trustee-proof`, `trustee-verification-key`.
 * @type {(ceremony: CeremonyState, trustee: number, body: Voutput) => void} */
export function checkShare(ceremony, trustee, body) {
  const { group } = ceremony;
  const rows = ceremony.listRows();
  // The joint polynomial's powers: any key follows from it as from all together.
  const joint = rows[0].map((_, k) => group.product(rows.map((row) => row[k])));
  checkVoutput(group, ceremony.getCertificates(), [joint], trustee, body);
}

/** A complaint that is right ends the ceremony; one that is wrong: `ceremony-complaint`.
 * @type {(ceremony: CeremonyState, trustee: number, body: Complaint) => Promise<void>} */
export async function judge(ceremony, trustee, body) {
  const certificates = ceremony.getCertificates();
  const [polynomials, rows] = [ceremony.listPolynomials(), ceremony.listRows()];
  const reason = await judgeComplaint(ceremony.group, certificates, polynomials, rows, body);
  const { sender } = body;
  const message = `trustee ${sender}, step share: trustee ${trustee} proved it: ${reason}`;
  ceremony.fail({ trustee: sender, step: "share", code: "trustee-share", message });
}
