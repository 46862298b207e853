// What a witness or a mirror keeps: a key that signs and decrypts nothing, in a protected file.
//
// docs/formats.md, "Statements" (A witness's or mirror's key), "Protected files". The same as
// voteapp/campaign/keys/signing_keys.py.

import { BASE58, bytesToInteger, encodeText } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { GROUP_NAME, getGroup } from "../../protocol/group.js";
import { applyType, types } from "../../protocol/types.js";
import { sha512 } from "../../vendor/noble.js";
import { more } from "../canonical.js";
import { KINDS, openEnvelope, protect, readEnvelope } from "../protection.js";
import { SEED_LENGTH } from "./paper.js";
/** @import { Bytes, RandomBytes } from "../../protocol/encoding.js" */
/** @import { Group } from "../../protocol/group.js" */
/** @import { Value } from "../../protocol/types.js" */
/** @import { WorkOptions } from "../protection.js" */

/** @typedef {"witness" | "mirror"} SigningRole */

const CODE = "file-encoding";
const KIND_OF = /** @type {const} */ ({ witness: KINDS.witnessKey, mirror: KINDS.mirrorKey });

const SigningKeyPublic = types.struct({ group: more.exactly(GROUP_NAME), name: types.string, key: types.string });
const SigningKeySecret = types.struct({ seed: types.string });
/** What the file shows without its passphrase; `key` is an element (64 hex).
 * @typedef {Value<typeof SigningKeyPublic>} SigningKeyPublic */

/** The private key x: SHA-512("voteapp-witness|" seed), of a mirror "voteapp-mirror|", as a big-endian number, mod q.
 * @type {(group: Group, role: SigningRole, seed: string) => bigint} */
export function computeSigningKey(group, role, seed) {
  return group.reduce(bytesToInteger(sha512(encodeText(`voteapp-${role}|${seed}`))));
}

/** The element (64 hex) of a seed, which everybody may see.
 * @type {(group: Group, role: SigningRole, seed: string) => string} */
export function computePublicKey(group, role, seed) {
  return group.encode(group.basePower(computeSigningKey(group, role, seed)));
}

/** The protected file of a seed; throws PassphraseError.
 * @type {(role: SigningRole, name: string, seed: string, passphrase: string, randomBytes: RandomBytes,
 *   options?: WorkOptions) => Promise<Bytes>} */
export function createSigningFile(role, name, seed, passphrase, randomBytes, options) {
  const key = computePublicKey(getGroup(GROUP_NAME), role, seed);
  return protect(KIND_OF[role], { group: GROUP_NAME, name, key }, { seed }, passphrase, randomBytes, options);
}

/** What a file shows, its key checked; the file stays closed. Throws ProtocolError `file-encoding` or `element`.
 * @type {(data: Bytes, role: SigningRole) => SigningKeyPublic} */
export function readSigningPublic(data, role) {
  const { public: shown } = readEnvelope(data, KIND_OF[role]);
  const found = applyType(shown, SigningKeyPublic, CODE, "what the key file shows");
  getGroup(GROUP_NAME).decode(found.key);
  return found;
}

/** The seed; throws PassphraseError, ProtocolError `file-encoding`.
 * @type {(data: Bytes, role: SigningRole, passphrase: string, options?: WorkOptions) => Promise<string>} */
export async function openSigningSeed(data, role, passphrase, options) {
  const { key } = readSigningPublic(data, role);
  const { seed } = await openEnvelope(readEnvelope(data, KIND_OF[role]), passphrase, SigningKeySecret, options);
  if (seed.length !== SEED_LENGTH || [...seed].some((digit) => !BASE58.includes(digit))) {
    throw new ProtocolError(CODE, "the file holds no seed");
  }
  if (computePublicKey(getGroup(GROUP_NAME), role, seed) !== key) {
    throw new ProtocolError(CODE, "seed and public key do not belong together");
  }
  return seed;
}
