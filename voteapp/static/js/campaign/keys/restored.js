// Key files made from a seed that is there already: restored from paper, or drawn for a single
// trustee.
//
// DESIGN, "Trustees". After the ceremony a seed and what everybody knows are enough: the share
// stands in the trustee's own voutput, encrypted for itself. As voteapp/campaign/keys/restored.py.

import { t } from "../../i18n.js";
import { findIndex } from "../../protocol/keys/certificates.js";
import { encodeJsonText } from "../../protocol/encoding.js";
import { ConflictError, InvalidInputError, ProtocolError } from "../../protocol/errors.js";
import { GROUP_NAME, getGroup } from "../../protocol/group.js";
import { openDecryptionKey } from "../../protocol/keys/pedersen.js";
import { computePrivateKeys } from "../../protocol/keys/pki.js";
import { computeSingleKey, createSingleKey } from "../ceremony/singles.js";
import { createPublic, createSecret, protectThresholdKey } from "./threshold.js";
import { protectTrusteeKey } from "./single.js";
/** @import { Bytes, RandomBytes } from "../../protocol/encoding.js" */
/** @import { Element, Group } from "../../protocol/group.js" */
/** @import { Certificates } from "../../protocol/keys/certificates.js" */
/** @import { Voutput } from "../../protocol/keys/pedersen.js" */
/** @import { PrivateKeys } from "../../protocol/keys/pki.js" */
/** @import { TrusteePublicKey } from "../../protocol/keys/trustees.js" */
/** @import { Transcript } from "../ceremony/transcript.js" */
/** @import { WorkOptions } from "../protection.js" */

/**
 * The key file of the threshold trustee who holds `seed`, as at the ceremony's end. Throws
 * ConflictError before that, InvalidInputError `restore_code` for a seed of somebody else's,
 * ProtocolError `decryption-key`.
 * @type {(seed: string, transcript: Transcript, passphrase: string, randomBytes: RandomBytes,
 *   options?: WorkOptions) => Promise<Bytes>}
 */
export async function restoreThresholdKey(seed, transcript, passphrase, randomBytes, options) {
  const { group, certificates, agreed, polynomials, voutputs, certsHash } = transcript;
  if (certificates === null || agreed === null || polynomials === null || voutputs === null) {
    throw new ConflictError(t("The trustees' ceremony is not over."));
  }
  const keys = computePrivateKeys(group, seed);
  const index = findOwner(group, certificates, keys);
  const voutput = voutputs[index - 1];
  const share = await openShare(group, seed, certificates.verification[index - 1], voutput);
  const shown = createPublic(certificates.certs[index - 1], certsHash, voutput.public_key);
  const secret = createSecret(seed, {
    polynomial: encodeJsonText(polynomials[index - 1]),
    commitments: agreed.commitments,
    privateKey: group.encodeScalar(share),
  });
  return protectThresholdKey(shown, secret, passphrase, randomBytes, options);
}

/** @type {(group: Group, seed: string, verification: Element, voutput: Voutput) => Promise<bigint>} */
async function openShare(group, seed, verification, voutput) {
  const share = await openDecryptionKey(group, seed, verification, voutput.private_key);
  if (group.encode(group.basePower(share)) !== voutput.public_key.public_key) {
    throw new ProtocolError("decryption-key", "share and public key do not belong together");
  }
  return share;
}

/** @type {(group: Group, certificates: Certificates, keys: PrivateKeys) => number} */
function findOwner(group, certificates, keys) {
  try {
    return findIndex(group, certificates, keys);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw refuse();
  }
}

/**
 * The key file of the single trustee who holds `seed`; `key` is what it revealed. Throws
 * InvalidInputError `restore_code` for a seed of somebody else's.
 * @type {(seed: string, key: TrusteePublicKey, passphrase: string, randomBytes: RandomBytes,
 *   options?: WorkOptions) => Promise<Bytes>}
 */
export async function restoreSingleKey(seed, key, passphrase, randomBytes, options) {
  const group = getGroup(GROUP_NAME);
  const privateKey = computeSingleKey(group, seed);
  if (group.encode(group.basePower(privateKey)) !== key.public_key) throw refuse();
  return protectTrusteeKey(key, privateKey, passphrase, randomBytes, options);
}

/** A single trustee's key from a fresh seed: {key, file}: what to commit to, and the file.
 * @type {(seed: string, passphrase: string, randomBytes: RandomBytes, options?: WorkOptions) =>
 *   Promise<{ key: TrusteePublicKey, file: Bytes }>} */
export async function createSingleFile(seed, passphrase, randomBytes, options) {
  const key = createSingleKey(getGroup(GROUP_NAME), seed, randomBytes);
  return { key, file: await restoreSingleKey(seed, key, passphrase, randomBytes, options) };
}

/** @type {() => InvalidInputError} */
function refuse() {
  return new InvalidInputError("restore_code", t("This code is of none of these trustees."));
}
