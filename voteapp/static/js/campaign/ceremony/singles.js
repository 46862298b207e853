// The ceremony of a single trustee beside the threshold ones: it must always take part.
//
// Commit, acknowledge, reveal: as the others do, but what is opened is its `trustee_public_key`.
// DESIGN, "Trustees"; docs/formats.md, "The trustees' ceremony". Single trustees' numbers follow
// those of the threshold trustees.

import { bytesToInteger, encodeJsonText, encodeText } from "../../protocol/encoding.js";
import { checkSignature } from "../../protocol/keys/pki.js";
import { checkTrusteePublicKey, createTrusteePublicKey } from "../../protocol/keys/trustees.js";
import { sha512 } from "../../vendor/noble.js";
import { computeAcknowledgementText } from "./agreement.js";
import { blame } from "./messages.js";
import { checkOpening, signList, writeCommitment } from "./steps.js";
/** @import { RandomBytes } from "../../protocol/encoding.js" */
/** @import { Element, Group } from "../../protocol/group.js" */
/** @import { Certificates } from "../../protocol/keys/certificates.js" */
/** @import { TrusteePublicKey } from "../../protocol/keys/trustees.js" */
/** @import { Acknowledgement, Commitment } from "./messages.js" */

/** A single trustee's private key x: SHA-512("voteapp-single|" seed) mod q, big-endian.
 * @type {(group: Group, seed: string) => bigint} */
export function computeSingleKey(group, seed) {
  return group.reduce(bytesToInteger(sha512(encodeText(`voteapp-single|${seed}`))));
}

/** The public key of that x, proven; what is committed to, so it must be kept as it is.
 * @type {(group: Group, seed: string, randomBytes: RandomBytes) => TrusteePublicKey} */
export function createSingleKey(group, seed, randomBytes) {
  return createTrusteePublicKey(group, computeSingleKey(group, seed), randomBytes);
}

/** Commit to the key; `owner` is this trustee's number.
 * @type {(certificates: Certificates, owner: number, key: TrusteePublicKey) => Commitment} */
export function commitSingle(certificates, owner, key) {
  return writeCommitment(certificates, owner, encodeJsonText(key));
}

/**
 * Sign the ordered list with x, if it holds this trustee's own commitment; else CeremonyError
 * `ceremony-commitment`.
 * @type {(group: Group, privateKey: bigint, certificates: Certificates, commitments: string[],
 *   owner: number, key: TrusteePublicKey, randomBytes: RandomBytes) => Acknowledgement}
 */
export function acknowledgeSingle(group, privateKey, certificates, commitments, owner, key, randomBytes) {
  const own = commitSingle(certificates, owner, key);
  return signList(group, privateKey, certificates, commitments, own, randomBytes);
}

/**
 * Compare a key with its commitment and check its proof; gives the element. CeremonyError
 * `ceremony-commitment` or `trustee-proof`.
 * @type {(group: Group, certificates: Certificates, commitments: string[], owner: number,
 *   key: TrusteePublicKey) => Element}
 */
export function checkSingleKey(group, certificates, commitments, owner, key) {
  checkOpening(certificates, commitments, owner, encodeJsonText(key));
  return blame(owner, "reveal", () => checkTrusteePublicKey(group, key));
}

/** Check what could not be checked before the key was known: `ceremony-acknowledgement`.
 * @type {(group: Group, publicKey: Element, owner: number, acknowledgement: Acknowledgement) =>
 *   void} */
export function checkSingleAcknowledgement(group, publicKey, owner, acknowledgement) {
  const code = "ceremony-acknowledgement";
  const { certs_hash: certsHash, commitments, signature } = acknowledgement;
  const text = computeAcknowledgementText(certsHash, commitments);
  blame(owner, "acknowledge", () => checkSignature(group, publicKey, text, signature, code), code);
}
