// What a trustee keeps (the key file) and posts (the decryption).
//
// DESIGN, "Trustees"; docs/formats.md, "Protected files" and "What a trustee posts".

import { applyType, types } from "../../protocol/types.js";
import { ProtocolError } from "../../protocol/errors.js";
import { GROUP_NAME, getGroup } from "../../protocol/group.js";
import { createPartialDecryption } from "../../protocol/decryptions.js";
import { checkTrusteePublicKey, TrusteePublicKey } from "../../protocol/keys/trustees.js";
import { DECRYPTION, more } from "../canonical.js";
import { KINDS, openEnvelope, protect, readEnvelope } from "../protection.js";
import { createStrongProofs } from "../counting/strong_proofs.js";
/** @import { Bytes, RandomBytes } from "../../protocol/encoding.js" */
/** @import { Context } from "../../protocol/election.js" */
/** @import { Pair } from "../../protocol/proofs.js" */
/** @import { Matrix } from "../../protocol/tally.js" */
/** @import { WorkOptions } from "../protection.js" */

const TrusteeKeyPublic = types.struct({ group: more.exactly(GROUP_NAME), trustee_public_key: TrusteePublicKey });
const TrusteeKeySecret = types.struct({ private_key: types.string });

/** The file's bytes, with fresh salt and nonce.
 * @type {(trusteePublicKey: TrusteePublicKey, privateKey: bigint, passphrase: string,
 *   randomBytes: RandomBytes, options?: WorkOptions) => Promise<Bytes>} */
export function protectTrusteeKey(trusteePublicKey, privateKey, passphrase, randomBytes, options) {
  const shown = { group: GROUP_NAME, trustee_public_key: trusteePublicKey };
  const secret = { private_key: getGroup(GROUP_NAME).encodeScalar(privateKey) };
  return protect(KINDS.trusteeKey, shown, secret, passphrase, randomBytes, options);
}

/**
 * The public key that a key file shows, its proof checked; the file stays closed. Throws
 * `file-encoding` or `trustee-proof`.
 * @type {(data: Bytes) => TrusteePublicKey}
 */
export function readTrusteePublicKey(data) {
  const { public: shown } = readEnvelope(data, KINDS.trusteeKey);
  const what = "what the key file shows";
  const { trustee_public_key: key } = applyType(shown, TrusteeKeyPublic, "file-encoding", what);
  checkTrusteePublicKey(getGroup(GROUP_NAME), key);
  return key;
}

/** The private key; throws PassphraseError, ProtocolError `file-encoding`.
 * @type {(data: Bytes, passphrase: string, options?: WorkOptions) => Promise<bigint>} */
export async function openTrusteeKey(data, passphrase, options) {
  const key = readTrusteePublicKey(data);
  const envelope = readEnvelope(data, KINDS.trusteeKey);
  const secret = await openEnvelope(envelope, passphrase, TrusteeKeySecret, options);
  const group = getGroup(GROUP_NAME);
  let privateKey;
  try {
    privateKey = group.decodeScalar(secret.private_key);
  } catch {
    throw new ProtocolError("file-encoding", "the file holds no private key");
  }
  if (group.encode(group.basePower(privateKey)) !== key.public_key) {
    throw new ProtocolError("file-encoding", "private and public key do not belong together");
  }
  return privateKey;
}

/**
 * What a trustee posts after closing. `context` is that of createContext, `tally` the decoded
 * encrypted tally that the caller recomputed itself from the record's ballots, `parent` the hash
 * of the record's last event, `groupCode` the plan's group. Draws the format's nonces, then the
 * strong proofs'.
 * @param {Context} context @param {{ owner: number, privateKey: bigint, tally: Matrix<Pair>,
 *   parent: string, groupCode: string }} given @param {RandomBytes} randomBytes
 */
export function createDecryption(context, { owner, privateKey, tally, parent, groupCode }, randomBytes) {
  const { group, election, fingerprint } = context;
  const publicKey = group.basePower(privateKey);
  const bound = { group, fingerprint, parent, owner, publicKey };
  return {
    type: DECRYPTION,
    version: 1,
    uuid: election.uuid,
    group: groupCode,
    owner,
    partial_decryption: createPartialDecryption(group, fingerprint, privateKey, tally, randomBytes),
    strong_proofs: createStrongProofs(bound, privateKey, tally, randomBytes),
  };
}
