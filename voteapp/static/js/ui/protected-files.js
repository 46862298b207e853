// Files that only a passphrase opens: the teller's tokens, the trustee's key.
//
// docs/formats.md, "Protected files": scrypt and AES-256-GCM, one envelope for both.

import { decodeStrict, encodeCanonical, isHex } from "../campaign/canonical.js";
import { encodeText, fromHex, secureRandomBytes, toHex, types } from "../protocol/encoding.js";
import { ProtocolError } from "../protocol/errors.js";
import { scrypt } from "../vendor/scrypt.js";

export const SHORTEST_PASSPHRASE = 12;
const COST = 131072;
const LARGEST_COST = 2 ** 20;

const any = (value) => value;

const Protection = types.struct({
  cipher: types.literal("AES-256-GCM"),
  kdf: types.literal("scrypt"),
  n: types.integer,
  nonce: types.string,
  p: types.integer,
  r: types.integer,
  salt: types.string,
});

const Envelope = types.struct({
  type: types.string,
  version: types.integer,
  public: any,
  protection: Protection,
  ciphertext: types.string,
});

/** The passphrase does not open the file. */
export class WrongPassphraseError extends Error {
  constructor() {
    super("wrong passphrase");
    this.name = "WrongPassphraseError";
  }
}

async function deriveKey(passphrase, protection, report) {
  const { n, r, p, salt } = protection;
  const password = encodeText(passphrase.normalize("NFC"));
  const bytes = scrypt(password, fromHex(salt), { N: n, r, p, dkLen: 32, maxmem: 2 ** 31, onProgress: report });
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function cipherFor({ ciphertext, ...open }) {
  return {
    name: "AES-GCM",
    iv: fromHex(open.protection.nonce),
    additionalData: encodeCanonical(open),
    tagLength: 128,
  };
}

/** Write `secret` (a JSON value) into a protected file; gives its bytes. */
export async function protect(type, open, secret, passphrase, report = () => {}) {
  const envelope = {
    type,
    version: 1,
    public: open,
    protection: {
      kdf: "scrypt", n: COST, r: 8, p: 1, salt: toHex(secureRandomBytes(16)),
      cipher: "AES-256-GCM", nonce: toHex(secureRandomBytes(12)),
    },
  };
  const key = await deriveKey(passphrase, envelope.protection, report);
  const data = await crypto.subtle.encrypt(cipherFor(envelope), key, encodeCanonical(secret));
  return encodeCanonical({ ...envelope, ciphertext: toHex(new Uint8Array(data)) });
}

/**
 * Read a protected file of a type: {open, secret}. Throws ProtocolError `protected-file` for a
 * file that is not one, WrongPassphraseError where the passphrase does not open it.
 */
export async function unprotect(type, bytes, passphrase, report = () => {}) {
  const envelope = decodeStrict(bytes, Envelope, "protected-file", "the file");
  const { n, r, p, salt, nonce } = envelope.protection;
  const powerOfTwo = n >= 2 ** 14 && n <= LARGEST_COST && Number.isInteger(Math.log2(n));
  const wellFormed = isHex(salt, 16) && isHex(nonce, 12) && /^([0-9a-f]{2})+$/.test(envelope.ciphertext);
  if (envelope.type !== type || envelope.version !== 1 || !powerOfTwo || r !== 8 || p !== 1 || !wellFormed) {
    throw new ProtocolError("protected-file", "the file is of another kind");
  }
  const key = await deriveKey(passphrase, envelope.protection, report);
  let data;
  try {
    data = await crypto.subtle.decrypt(cipherFor(envelope), key, fromHex(envelope.ciphertext));
  } catch {
    throw new WrongPassphraseError();
  }
  const text = new TextDecoder("utf-8", { fatal: true }).decode(data);
  return { open: envelope.public, secret: JSON.parse(text) };
}
