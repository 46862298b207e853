// Files protected by a passphrase: scrypt, then AES-256-GCM over canonical JSON.
//
// docs/formats.md, "Protected files". The token file and all key files share the
// envelope. AES is WebCrypto's, which pages have on HTTPS and on 127.0.0.1.

import { t } from "../i18n.js";
import { encodeText, fromHex, isHex, toHex } from "../protocol/encoding.js";
import { isRecord, types } from "../protocol/types.js";
import { ProtocolError, VoteappError } from "../protocol/errors.js";
import { scryptAsync } from "../vendor/scrypt.js";
import { decodeStrict, encodeCanonical, more } from "./canonical.js";
/** @import { Bytes, RandomBytes } from "../protocol/encoding.js" */
/** @import { Type, Value } from "../protocol/types.js" */

const SCRYPT_N = 2 ** 17;
export const MIN_PASSPHRASE = 12;

/** What a protected file is. */
export const KINDS = /** @type {const} */ ({
  slips: "voteapp-token-file",
  trusteeKey: "voteapp-trustee-key",
  thresholdKey: "voteapp-threshold-key",
  witnessKey: "voteapp-witness-key",
  mirrorKey: "voteapp-mirror-key",
});

/** @type {Type<object>} */
function anyObject(value, path) {
  return isRecord(value) ? value : types.fail(path, "an object");
}

const Envelope = types.struct({
  type: more.oneOf(...Object.values(KINDS)),
  version: more.exactly(1),
  public: anyObject,
  protection: types.struct({
    kdf: more.exactly("scrypt"),
    n: types.integer,
    r: more.exactly(8),
    p: more.exactly(1),
    salt: types.string,
    cipher: more.exactly("AES-256-GCM"),
    nonce: types.string,
  }),
  ciphertext: types.string,
});
/** @typedef {Value<typeof Envelope>} Envelope */

/** A passphrase that cannot be used, or does not open the file; the message is for people. */
class PassphraseError extends VoteappError {}

/** `onProgress(share)`: called while the key is derived; `n`: scrypt's work, for tests.
 * @typedef {{ n?: number, onProgress?: (share: number) => void }} WorkOptions */

/** Require the least length; throws PassphraseError.
 * @type {(passphrase: string) => void} */
function checkPassphrase(passphrase) {
  if ([...passphrase.normalize("NFC")].length < MIN_PASSPHRASE) {
    throw new PassphraseError(t("A passphrase has at least {count} characters.", { count: MIN_PASSPHRASE }));
  }
}

/** @type {(passphrase: string, protection: Pick<Envelope["protection"], "n" | "r" | "p" | "salt">,
 *   onProgress?: (share: number) => void) => Promise<CryptoKey>} */
async function importKey(passphrase, { n, r, p, salt }, onProgress) {
  const options = { N: n, r, p, dkLen: 32, onProgress };
  const secret = encodeText(passphrase.normalize("NFC"));
  const key = await scryptAsync(secret, fromHex(salt), options);
  return globalThis.crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** @type {(envelope: Omit<Envelope, "ciphertext"> & { ciphertext?: string }) => AesGcmParams} */
function cipher(envelope) {
  const { ciphertext, ...rest } = envelope;
  const additionalData = encodeCanonical(rest);
  return { name: "AES-GCM", iv: fromHex(envelope.protection.nonce), additionalData };
}

/**
 * Encrypt `secret` (canonical JSON) under a passphrase; gives the file's bytes. Draws the salt
 * (16 bytes), then the nonce (12). `onProgress(share)` is called while the key is derived.
 * @type {(kind: Envelope["type"], shown: object, secret: unknown, passphrase: string,
 *   randomBytes: RandomBytes, options?: WorkOptions) => Promise<Bytes>}
 */
export async function protect(kind, shown, secret, passphrase, randomBytes, options = {}) {
  checkPassphrase(passphrase);
  /** @type {Envelope["protection"]} */
  const protection = {
    kdf: "scrypt",
    n: options.n ?? SCRYPT_N,
    r: 8,
    p: 1,
    salt: toHex(randomBytes(16)),
    cipher: "AES-256-GCM",
    nonce: toHex(randomBytes(12)),
  };
  /** @type {Omit<Envelope, "ciphertext">} */
  const envelope = { type: kind, version: 1, public: shown, protection };
  const key = await importKey(passphrase, protection, options.onProgress);
  const clear = encodeCanonical(secret);
  const sealed = await globalThis.crypto.subtle.encrypt(cipher(envelope), key, clear);
  return encodeCanonical({ ...envelope, ciphertext: toHex(new Uint8Array(sealed)) });
}

/** Read a protected file without opening it; throws ProtocolError `file-encoding`.
 * @type {(data: Bytes, kind: Envelope["type"]) => Envelope} */
export function readEnvelope(data, kind) {
  const code = "file-encoding";
  const envelope = decodeStrict(data, Envelope, code, "the protected file");
  const { protection, ciphertext } = envelope;
  const { n, salt, nonce } = protection;
  if (envelope.type !== kind) {
    throw new ProtocolError(code, `this is a ${envelope.type}, not a ${kind}`);
  }
  if (!(n >= 2 ** 14 && n <= 2 ** 20 && (n & (n - 1)) === 0)) {
    throw new ProtocolError(code, "the protected file asks for unusual work (scrypt)");
  }
  if (!isHex(salt, 16) || !isHex(nonce, 12) || !isHex(ciphertext)) {
    throw new ProtocolError(code, "salt, nonce or ciphertext are not written as hex");
  }
  return envelope;
}

/** Decrypt and read the secret; throws PassphraseError, ProtocolError `file-encoding`.
 * @type {<T>(envelope: Envelope, passphrase: string, type: Type<T>, options?: WorkOptions) =>
 *   Promise<T>} */
export async function openEnvelope(envelope, passphrase, type, options = {}) {
  const key = await importKey(passphrase, envelope.protection, options.onProgress);
  let clear;
  try {
    const sealed = fromHex(envelope.ciphertext);
    clear = await globalThis.crypto.subtle.decrypt(cipher(envelope), key, sealed);
  } catch {
    throw new PassphraseError(t("The passphrase does not open this file."));
  }
  return decodeStrict(new Uint8Array(clear), type, "file-encoding", "the file's secret part");
}
