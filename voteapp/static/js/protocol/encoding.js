// Bytes on the wire: canonical JSON, hashes, numbers.
//
// Belenios specification, sections "Conventions" and "Basic types". A type is a function
// (value, path) -> the value with its fields in the specification's order; it throws
// ProtocolError for anything else, so that one definition says both what may stand in an object
// and how it is written.

import { sha256 } from "../vendor/noble.js";
import { ProtocolError } from "./errors.js";
import { markLargeNumbers, readLargeNumber, writeLargeNumber } from "./large_numbers.js";

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {(length: number) => Bytes} RandomBytes */
/** How far something is; what it returns is waited for where it says so.
 * @typedef {(done: number, total: number) => unknown} Progress */
/** A type of the wire: gives the value, or throws.
 * @template T
 * @typedef {(value: unknown, path: string) => T} Type */
/** A field that may be absent.
 * @template T
 * @typedef {{ optional: Type<T> }} Optional */
/** What a type gives.
 * @template T
 * @typedef {T extends Type<infer V> ? V : T extends Optional<infer W> ? W : never} Value */
/** What types.struct gives for its fields.
 * @template F
 * @typedef {{ [K in keyof F as F[K] extends Optional<unknown> ? never : K]: Value<F[K]> }
 *   & { [K in keyof F as F[K] extends Optional<unknown> ? K : never]?: Value<F[K]> }} Fields */

export const MAX_INTEGER = 2 ** 31;
export const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
export const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

const HEX_TEXT = /^[0-9a-f]*$/;
const UUID = new RegExp(`^[${BASE58}]{14,64}$`);
const LONE_SURROGATE = /\p{Surrogate}/u;
const DELETE = /\x7f/g;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 bytes of a text.
 * @type {(text: string) => Bytes} */
export function encodeText(text) {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes; throws TypeError for bytes that are not UTF-8.
 * @type {(data: Bytes) => string} */
export function decodeText(data) {
  return decoder.decode(data);
}

/**
 * Write a value as the independent implementation's JSON writer does: compact, fields in the
 * object's own order, short escapes, other control characters as lower-case \u00xx, DEL as
 * \u007f, everything else raw. Throws ProtocolError `encoding` for lone surrogates.
 * @type {(value: unknown) => string}
 */
export function encodeJsonText(value) {
  const text = JSON.stringify(value, writeLargeNumber);
  if (LONE_SURROGATE.test(text) || /\\u[dD][89a-fA-F]/.test(text)) requireWellFormed(value);
  return text.replace(DELETE, "\\u007f");
}

/** @type {(value: unknown) => void} */
function requireWellFormed(value) {
  if (typeof value === "string") {
    if (LONE_SURROGATE.test(value)) {
      throw new ProtocolError("encoding", "text contains a lone surrogate");
    }
  } else if (value !== null && typeof value === "object") {
    for (const [key, child] of Object.entries(value)) {
      requireWellFormed(key);
      requireWellFormed(child);
    }
  }
}

/** The bytes of encodeJsonText.
 * @type {(value: unknown) => Bytes} */
export function encodeJson(value) {
  return encoder.encode(encodeJsonText(value));
}

/** @type {(data: Bytes, code: string, what: string) => string} */
function decodeMarkedText(data, code, what) {
  if (data.length > MAX_OBJECT_BYTES) {
    throw new ProtocolError(code, `${what} is larger than ${MAX_OBJECT_BYTES} bytes`);
  }
  try {
    return markLargeNumbers(decoder.decode(data));
  } catch {
    throw new ProtocolError(code, `${what}: malformed JSON`);
  }
}

/** @type {<T>(text: string, type: Type<T>, code: string, what: string) => T} */
function parseMarkedText(text, type, code, what) {
  let raw;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new ProtocolError(code, `${what}: malformed JSON`);
  }
  return applyType(raw, type, code, what);
}

/** Parse JSON bytes as `type` without comparing; errors carry `code`.
 * @type {<T>(data: Bytes, type: Type<T>, code: string, what: string) => T} */
export function decodeJson(data, type, code, what) {
  return parseMarkedText(decodeMarkedText(data, code, what), type, code, what);
}

/** Apply a type to a parsed value; mismatches carry `code`, UnsupportedError passes.
 * @type {<T>(raw: unknown, type: Type<T>, code: string, what: string) => T} */
export function applyType(raw, type, code, what) {
  try {
    return type(raw, what);
  } catch (error) {
    if (error instanceof ProtocolError && error.code === "type") {
      throw new ProtocolError(code, error.message);
    }
    throw error;
  }
}

/**
 * Parse JSON as `type` and require the canonical bytes: duplicate keys, spaces, another order of
 * fields, unknown fields and other spellings of the same text all fail, because re-encoding
 * gives other bytes. Throws ProtocolError with `code`.
 * @type {<T>(data: Bytes, type: Type<T>, code: string, what: string) => T}
 */
export function decodeCanonical(data, type, code, what) {
  const text = decodeMarkedText(data, code, what);
  const value = parseMarkedText(text, type, code, what);
  let same;
  try {
    same = encodeJsonText(value) === text;
  } catch {
    same = false;
  }
  if (!same) throw new ProtocolError(code, `${what} is not in canonical form`);
  return value;
}

/** @type {(value: unknown) => value is Record<string, unknown>} */
export function isRecord(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** @type {(path: string, wanted: string) => never} */
function mismatch(path, wanted) {
  throw new ProtocolError("type", `${path} is not ${wanted}`);
}

export const types = {
  /** @type {Type<string>} */
  string(value, path) {
    return typeof value === "string" ? value : mismatch(path, "a text");
  },
  /** @type {Type<number>} */
  integer(value, path) {
    if (typeof value === "number" && Number.isSafeInteger(value)) return value;
    // The one lie of these types, and a harmless one: every number is compared with its bounds.
    const large = /** @type {number | null} */ (/** @type {unknown} */ (readLargeNumber(value)));
    return large ?? mismatch(path, "an integer");
  },
  /** @type {Type<boolean>} */
  boolean(value, path) {
    return typeof value === "boolean" ? value : mismatch(path, "true or false");
  },
  /** @type {<T>(item: Type<T>) => Type<T[]>} */
  list(item) {
    return (value, path) => {
      if (!Array.isArray(value)) mismatch(path, "a list");
      return value.map((child, index) => item(child, `${path}[${index}]`));
    };
  },
  /** @type {<T>(type: Type<T>) => Optional<T>} */
  optional(type) {
    return { optional: type };
  },
  /** An object with exactly these fields, in this order; `optional` ones may be absent.
   * @type {<F extends Record<string, Type<unknown> | Optional<unknown>>>(fields: F) => Type<Fields<F>>} */
  struct(fields) {
    const entries = Object.entries(fields).map(([name, type]) =>
      typeof type === "function" ? { name, type, required: true } : { name, type: type.optional, required: false },
    );
    const known = new Set(Object.keys(fields));
    return (value, path) => {
      if (!isRecord(value)) return mismatch(path, "an object");
      for (const key of Object.keys(value)) {
        if (!known.has(key)) mismatch(`${path}: a field`, "known");
      }
      /** @type {Record<string, unknown>} */
      const result = {};
      for (const { name, type, required } of entries) {
        if (Object.prototype.hasOwnProperty.call(value, name)) {
          result[name] = type(value[name], `${path}.${name}`);
        } else if (required) {
          mismatch(`${path}.${name}`, "there");
        }
      }
      return /** @type {Fields<typeof fields>} */ (result);
    };
  },
  fail: mismatch,
};

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));

/** Lower-case hex of bytes.
 * @type {(bytes: Uint8Array) => string} */
export function toHex(bytes) {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Bytes of a hex text; throws ProtocolError `encoding` for anything but lower-case hex.
 * @type {(text: string) => Bytes} */
export function fromHex(text) {
  if (!isHex(text)) throw new ProtocolError("encoding", "not lower-case hex digits");
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Base64 of bytes without padding.
 * @type {(bytes: Uint8Array) => string} */
function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replace(/=+$/, "");
}

/** A big-endian number.
 * @type {(bytes: Uint8Array) => bigint} */
export function bytesToInteger(bytes) {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

/** SHA-256 as 64 lower-case hex digits: names of objects and references to them.
 * @type {(data: Uint8Array) => string} */
export function hashHex(data) {
  return toHex(sha256(data));
}

/** SHA-256 in base64 without padding: election fingerprints, ballot hashes, trackers.
 * @type {(data: Uint8Array) => string} */
export function hashBase64(data) {
  return toBase64(sha256(data));
}

/** Turn a hash from its hex form into base64 without padding.
 * @type {(digest: string) => string} */
export function hexToBase64(digest) {
  return toBase64(fromHex(digest));
}

/** SHA-256 of the UTF-8 text as a 256-bit big-endian number, not yet reduced.
 * @type {(text: string) => bigint} */
export function hashToInteger(text) {
  return bytesToInteger(sha256(encoder.encode(text)));
}

/** Whether `text` is `size` bytes as lower-case hex; without a size, any number of whole bytes.
 * @type {(text: string, size?: number) => boolean} */
export function isHex(text, size = Math.floor(text.length / 2)) {
  return text.length === 2 * size && HEX_TEXT.test(text);
}

/** Whether `text` has the form of a hash: 64 lower-case hex digits.
 * @type {(text: string) => boolean} */
export function isHash(text) {
  return isHex(text, 32);
}

/** Whether `text` has the form of an election's uuid: 14 to 64 Base58 characters.
 * @type {(text: string) => boolean} */
export function isUuid(text) {
  return UUID.test(text);
}

/** Draw a uuid of 14 Base58 characters (Belenios specification, "Basic types").
 * @type {(randomBytes: RandomBytes) => string} */
export function createUuid(randomBytes) {
  let number = bytesToInteger(randomBytes(32));
  let text = "";
  for (let i = 0; i < 14; i += 1) {
    text += BASE58[Number(number % 58n)];
    number /= 58n;
  }
  return text;
}

/** Whether two byte arrays are equal.
 * @type {(left: Uint8Array, right: Uint8Array) => boolean} */
export function sameBytes(left, right) {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i += 1) if (left[i] !== right[i]) return false;
  return true;
}

/** Bytes from a cryptographic source, at most 65,536: what production passes as `randomBytes`.
 * @type {RandomBytes} */
export function secureRandomBytes(length) {
  return globalThis.crypto.getRandomValues(new Uint8Array(length));
}
