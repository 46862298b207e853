// What a threshold trustee keeps: seed, polynomial and at last the share, under a passphrase.
//
// DESIGN, "Trustees"; docs/formats.md, "Protected files". The file is written again at each step
// of the ceremony that adds something secret. The same as voteapp/campaign/keys/threshold.py.

import { t } from "../../i18n.js";
import { decodeText, encodeText, isHex } from "../../protocol/encoding.js";
import { applyType, decodeCanonical, types } from "../../protocol/types.js";
import { ConflictError, InvalidInputError, ProtocolError } from "../../protocol/errors.js";
import { GROUP_NAME, getGroup } from "../../protocol/group.js";
import { Polynomial } from "../../protocol/keys/polynomials.js";
import { computePrivateKeys, createSeed, SignedMessage } from "../../protocol/keys/pki.js";
import { TrusteePublicKey } from "../../protocol/keys/trustees.js";
import { CertKeys, checkCertificate } from "../../protocol/keys/certificates.js";
import { more } from "../canonical.js";
import { checkSize } from "../ceremony/messages.js";
import { start } from "../ceremony/steps.js";
import { KINDS, openEnvelope, protect, readEnvelope } from "../protection.js";
import { computeDigest } from "./rehearsal.js";
import { openTrusteeKey, readTrusteePublicKey } from "./single.js";
/** @import { Bytes, RandomBytes } from "../../protocol/encoding.js" */
/** @import { Value } from "../../protocol/types.js" */
/** @import { Group } from "../../protocol/group.js" */
/** @import { WorkOptions } from "../protection.js" */

const CODE = "file-encoding";

const ThresholdKeyPublic = types.struct({
  group: more.exactly(GROUP_NAME),
  certificate: SignedMessage,
  certs_hash: more.nullable(types.string),
  trustee_public_key: more.nullable(TrusteePublicKey),
});
/** @typedef {Value<typeof ThresholdKeyPublic>} ThresholdKeyPublic */
const ThresholdKeySecret = types.struct({
  seed: types.string,
  polynomial: types.string,
  commitments: types.list(types.string),
  private_key: types.string,
});
/** @typedef {Value<typeof ThresholdKeySecret>} ThresholdKeySecret */

/** What either kind of key file opens to: `digest` and `number` are the rehearsal's.
 * @typedef {{ publicKey: string, privateKey: bigint, signingKey: bigint, digest: string, number: number }}
 *   Secrets */

/**
 * Draw a seed (or take `options.seed`): {certificate, file, seed}: the certificate to publish and
 * the protected file to keep. Throws InvalidInputError `trustees`, `threshold` or `index`, and
 * PassphraseError.
 * @type {(passphrase: string, context: { size: number, threshold: number, index: number },
 *   randomBytes: RandomBytes, options?: WorkOptions & { seed?: string }) =>
 *   Promise<{ certificate: SignedMessage, file: Bytes, seed: string }>}
 */
export async function createThresholdKey(passphrase, context, randomBytes, options = {}) {
  const { size, threshold, index } = context;
  checkSize(size, threshold);
  if (!(Number.isInteger(index) && index >= 1 && index <= size)) {
    throw new InvalidInputError("index", t("Trustees are numbered from 1 to {size}.", { size }));
  }
  const seed = options.seed ?? createSeed(randomBytes);
  const place = { size, threshold, index, randomBytes };
  const certificate = start(getGroup(GROUP_NAME), seed, place);
  const shown = createPublic(certificate);
  const file = await protectThresholdKey(shown, createSecret(seed), passphrase, randomBytes, options);
  return { certificate, file, seed };
}

/** What a file shows; the last two are null until the ceremony's end.
 * @type {(certificate: SignedMessage, certsHash?: string | null,
 *   trusteePublicKey?: TrusteePublicKey | null) => ThresholdKeyPublic} */
export function createPublic(certificate, certsHash = null, trusteePublicKey = null) {
  return { group: GROUP_NAME, certificate, certs_hash: certsHash, trustee_public_key: trusteePublicKey };
}

/**
 * What a file keeps secret: `polynomial` (text of the step 4 object) and `private_key` are empty,
 * `commitments` is [], until they are made. `commitments`: the list that this trustee
 * acknowledged; it never signs another.
 * @type {(seed: string, known?: { polynomial?: string, commitments?: string[],
 *   privateKey?: string }) => ThresholdKeySecret}
 */
export function createSecret(seed, { polynomial = "", commitments = [], privateKey = "" } = {}) {
  return { seed, polynomial, commitments, private_key: privateKey };
}

/** The file's bytes, with fresh salt and nonce.
 * @type {(shown: ThresholdKeyPublic, secret: ThresholdKeySecret, passphrase: string,
 *   randomBytes: RandomBytes, options?: WorkOptions) => Promise<Bytes>} */
export function protectThresholdKey(shown, secret, passphrase, randomBytes, options) {
  return protect(KINDS.thresholdKey, shown, secret, passphrase, randomBytes, options);
}

/** What the file shows, its certificate checked; throws `file-encoding` and others.
 * @type {(data: Bytes) => ThresholdKeyPublic} */
export function readThresholdPublic(data) {
  const { public: given } = readEnvelope(data, KINDS.thresholdKey);
  const shown = applyType(given, ThresholdKeyPublic, CODE, "what the key file shows");
  checkCertificate(getGroup(GROUP_NAME), shown.certificate, readContext(shown));
  const { certs_hash: certsHash, trustee_public_key: key } = shown;
  if ((certsHash === null) !== (key === null) || (certsHash !== null && !isHex(certsHash, 32))) {
    throw new ProtocolError(CODE, "the key file shows half of a ceremony's end");
  }
  return shown;
}

/** @type {(shown: ThresholdKeyPublic) => CertKeys} */
function readCertKeys(shown) {
  return decodeCanonical(encodeText(shown.certificate.message), CertKeys, CODE, "the certificate");
}

/** For which ceremony, and as which trustee: {group, size, threshold, index}.
 * @type {(shown: ThresholdKeyPublic) => CertKeys["context"]} */
export function readContext(shown) {
  return readCertKeys(shown).context;
}

/** The secrets; throws PassphraseError, ProtocolError `file-encoding`.
 * @type {(data: Bytes, passphrase: string, options?: WorkOptions) => Promise<ThresholdKeySecret>} */
export async function openThresholdKey(data, passphrase, options) {
  const shown = readThresholdPublic(data);
  const envelope = readEnvelope(data, KINDS.thresholdKey);
  const secret = await openEnvelope(envelope, passphrase, ThresholdKeySecret, options);
  const group = getGroup(GROUP_NAME);
  const { signing } = computePrivateKeys(group, secret.seed);
  if (group.encode(group.basePower(signing)) !== readCertKeys(shown).verification) {
    throw new ProtocolError(CODE, "seed and certificate do not belong together");
  }
  return secret;
}

/** The polynomial that was committed to; throws ConflictError before that.
 * @type {(secret: ThresholdKeySecret) => Polynomial} */
export function readPolynomial(secret) {
  if (secret.polynomial === "") {
    throw new ConflictError(t("This key has not committed to a polynomial yet."));
  }
  return decodeCanonical(encodeText(secret.polynomial), Polynomial, CODE, "the polynomial");
}

/**
 * Open either kind of key file: {publicKey (hex), privateKey, signingKey, digest, number};
 * `index` numbers a single trustee's rehearsal. Throws PassphraseError, ConflictError,
 * ProtocolError `file-encoding`.
 * @type {(data: Bytes, passphrase: string, index?: number, options?: WorkOptions) => Promise<Secrets>}
 */
export async function openSecrets(data, passphrase, index = 1, options = {}) {
  if (!isThresholdKey(data)) return openSingle(data, passphrase, index, options);
  const shown = readThresholdPublic(data);
  const { key, digest } = finished(shown);
  const secret = await openThresholdKey(data, passphrase, options);
  const group = getGroup(GROUP_NAME);
  return {
    publicKey: key.public_key,
    privateKey: readShare(group, secret, key),
    signingKey: computePrivateKeys(group, secret.seed).signing,
    digest,
    number: readContext(shown).index,
  };
}

/** @type {(data: Bytes, passphrase: string, number: number, options: WorkOptions) => Promise<Secrets>} */
async function openSingle(data, passphrase, number, options) {
  const key = readTrusteePublicKey(data);
  const privateKey = await openTrusteeKey(data, passphrase, options);
  return { publicKey: key.public_key, privateKey, signingKey: privateKey, digest: computeDigest(key), number };
}

/** @type {(group: Group, secret: ThresholdKeySecret, key: TrusteePublicKey) => bigint} */
function readShare(group, secret, key) {
  let share;
  try {
    share = group.decodeScalar(secret.private_key);
  } catch {
    throw new ProtocolError(CODE, "the file holds no share");
  }
  if (group.encode(group.basePower(share)) !== key.public_key) {
    throw new ProtocolError(CODE, "share and public key do not belong together");
  }
  return share;
}

/** Whether a key file says that it is a threshold trustee's.
 * @type {(data: Bytes) => boolean} */
export function isThresholdKey(data) {
  try {
    return JSON.parse(decodeText(data)).type === KINDS.thresholdKey;
  } catch {
    return false;
  }
}

/** @type {(shown: ThresholdKeyPublic) => { key: TrusteePublicKey, digest: string }} */
function finished({ certs_hash: digest, trustee_public_key: key }) {
  if (key === null || digest === null) {
    throw new ConflictError(t("This key's ceremony is not over: it holds no share yet."));
  }
  return { key, digest };
}
