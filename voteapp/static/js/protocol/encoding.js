// Bytes on the wire: canonical JSON, hashes, numbers.
//
// Belenios specification, sections "Conventions" and "Basic types". JSON is read in types.js.

import { sha256 } from "../vendor/noble.js";
import { ProtocolError } from "./errors.js";

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {(length: number) => Bytes} RandomBytes */
/** How far something is; what it returns is waited for where it says so.
 * @typedef {(done: number, total: number) => unknown} Progress */

export const MAX_INTEGER = 2 ** 31;
export const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

const HEX_TEXT = /^[0-9a-f]*$/;
const UUID = new RegExp(`^[${BASE58}]{14,64}$`);
const LONE_SURROGATE = /\p{Surrogate}/u;
/** Escapes of JSON, one after the other; the two of a pair as one. */
const ESCAPES = /\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|.)/g;
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

/** A replacer for JSON.stringify, which marks BigInts as types.js does.
 * @type {(key: string, value: unknown) => unknown} */
function markLargeNumber(key, value) {
  return typeof value === "bigint" ? { "": `${value}` } : value;
}

/**
 * Write a value as the independent implementation's JSON writer does: compact, fields in the
 * object's own order, short escapes, other control characters as lower-case \u00xx, DEL as
 * \u007f, everything else raw. Throws ProtocolError `encoding` for lone surrogates.
 * @type {(value: unknown) => string}
 */
export function encodeJsonText(value) {
  const text = JSON.stringify(value, markLargeNumber);
  requireWellFormed(text, value);
  return text.replace(DELETE, "\\u007f");
}

/** Require that a value, of which `text` is the JSON, has no text with half a character, which no
 * UTF-8 can hold; throws ProtocolError `encoding`.
 * @type {(text: string, value: unknown) => void} */
function requireWellFormed(text, value) {
  if (LONE_SURROGATE.test(text) || /\\u[dD][89a-fA-F]/.test(text)) requireWellFormedTexts(value);
}

/** Require the same of JSON text that was parsed, in every place: also where a name stands again behind
 * it and the value is lost, since other readers see it. Bytes that are UTF-8 hold no half character raw.
 * @type {(text: string) => void} */
export function requirePairedEscapes(text) {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return;
  for (const [escape] of text.matchAll(ESCAPES)) {
    if (/^\\u[dD][89a-fA-F]..$/.test(escape)) {
      throw new ProtocolError("encoding", "text contains a lone surrogate");
    }
  }
}

/** @type {(value: unknown) => void} */
function requireWellFormedTexts(value) {
  if (typeof value === "string") {
    if (LONE_SURROGATE.test(value)) {
      throw new ProtocolError("encoding", "text contains a lone surrogate");
    }
  } else if (value !== null && typeof value === "object") {
    for (const [key, child] of Object.entries(value)) {
      requireWellFormedTexts(key);
      requireWellFormedTexts(child);
    }
  }
}

/** The bytes of encodeJsonText.
 * @type {(value: unknown) => Bytes} */
export function encodeJson(value) {
  return encoder.encode(encodeJsonText(value));
}

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

/** The number's lowest `length` digits in base 58, least significant first.
 * @type {(number: bigint, length: number) => string} */
export function encodeBase58(number, length) {
  let text = "";
  for (let rest = number; text.length < length; rest /= 58n) text += BASE58[Number(rest % 58n)];
  return text;
}

/** Whether two byte arrays are equal.
 * @type {(left: Uint8Array, right: Uint8Array) => boolean} */
export function sameBytes(left, right) {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i += 1) if (left[i] !== right[i]) return false;
  return true;
}

/** Whether two lists hold the same texts; joined they may be equal though they are not.
 * @type {(left: readonly string[], right: readonly string[]) => boolean} */
export function sameTexts(left, right) {
  return left.length === right.length && left.every((text, i) => text === right[i]);
}

/** Bytes from a cryptographic source, at most 65,536: what production passes as `randomBytes`.
 * @type {RandomBytes} */
export function secureRandomBytes(length) {
  return globalThis.crypto.getRandomValues(new Uint8Array(length));
}
