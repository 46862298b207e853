// What the server and tellers sign, with Ed25519 (RFC 8032): receipts, heads, statements.
//
// docs/formats.md, "Common rules" (Signed objects).

import { bytesToInteger, encodeText, fromHex, isHex, sameBytes, toHex } from "../protocol/encoding.js";
import { ProtocolError } from "../protocol/errors.js";
import { GROUP_NAME, getGroup } from "../protocol/group.js";
import { ed25519, sha512 } from "../vendor/noble.js";
import { encodeCanonical } from "./canonical.js";
/** @import { Bytes } from "../protocol/encoding.js" */

/** What is signed: the canonical JSON of the object without `signature`.
 * @type {(value: { signature?: string }) => Bytes} */
export function computeSignedBytes(value) {
  const { signature, ...fields } = value;
  return encodeCanonical(fields);
}

/** @type {(bytes: Bytes) => bigint} */
function littleEndian(bytes) {
  return bytesToInteger(Uint8Array.from(bytes).reverse());
}

// RFC 8032 lets a verifier multiply its equation by eight or not, and a dishonest signer can make
// signatures that only some accept. A receipt must convince everybody: R is compared byte for
// byte with S·B - k·A, as the other implementation's library does.
/** @type {(signature: Bytes, message: Bytes, key: Bytes) => boolean} */
function isExact(signature, message, key) {
  const { Point } = ed25519;
  const [first, second] = [signature.subarray(0, 32), littleEndian(signature.subarray(32))];
  if (second >= Point.Fn.ORDER) return false;
  const hashed = new Uint8Array(64 + message.length);
  hashed.set(first, 0);
  hashed.set(key, 32);
  hashed.set(message, 64);
  const challenge = littleEndian(sha512(hashed)) % Point.Fn.ORDER;
  const expected = Point.BASE.multiplyUnsafe(second).subtract(Point.fromBytes(key).multiplyUnsafe(challenge));
  return sameBytes(expected.toBytes(), first);
}

/** Keys that were looked at, with what was found.
 * @type {Map<string, boolean>} */
const known = new Map();

/**
 * Whether 64 hex digits are a key that can prove anything: canonical, on the curve, of prime order, not
 * neutral. Under another, signatures can be found that some accept and others do not. RFC 8032 writes the
 * bytes in the order that is the reverse of an element's in the record.
 * @type {(serverKey: string) => boolean}
 */
export function isKey(serverKey) {
  let found = known.get(serverKey);
  if (found === undefined) {
    try {
      getGroup(GROUP_NAME).decode(toHex(fromHex(serverKey).reverse()));
      found = true;
    } catch {
      found = false;
    }
    known.set(serverKey, found);
  }
  return found;
}

/** The public key (64 hex) of a private Ed25519 key of 32 bytes.
 * @type {(privateKey: Bytes) => string} */
export function computeServerKey(privateKey) {
  return toHex(ed25519.getPublicKey(privateKey));
}

/** The same object with its signature; `privateKey` is 32 bytes.
 * @type {<T extends object>(value: T, privateKey: Bytes) => T & { signature: string }} */
export function sign(value, privateKey) {
  return { ...value, signature: toHex(ed25519.sign(computeSignedBytes(value), privateKey)) };
}

/** The signature (128 hex) of a text's UTF-8 bytes.
 * @type {(text: string, privateKey: Bytes) => string} */
export function signText(text, privateKey) {
  return toHex(ed25519.sign(encodeText(text), privateKey));
}

/** Check the signature under a key, the server's or a teller's; throws ProtocolError with `code`.
 * @type {(value: { signature: string }, serverKey: string, code: string) => void} */
export function checkSigned(value, serverKey, code) {
  check(() => computeSignedBytes(value), value.signature, serverKey, code);
}

/** Check a text's signature (hex) under a key (hex); throws ProtocolError with `code`.
 * @type {(text: string, signature: string, key: string, code: string) => void} */
export function checkText(text, signature, key, code) {
  check(() => encodeText(text), signature, key, code);
}

/** @type {(write: () => Bytes, signature: string, key: string, code: string) => void} */
function check(write, signature, key, code) {
  if (!isHex(signature, 64) || !isHex(key, 32)) {
    throw new ProtocolError(code, "a signature or its key is not written as hex");
  }
  if (!isKey(key)) throw new ProtocolError(code, "the signing key is no element of prime order");
  let valid;
  try {
    valid = isExact(fromHex(signature), write(), fromHex(key));
  } catch {
    valid = false;
  }
  if (!valid) throw new ProtocolError(code, "the signature does not verify");
}
