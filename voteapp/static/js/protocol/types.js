// Types of the wire, and JSON that is read by them.
//
// Belenios specification, sections "Conventions" and "Basic types". A type is a function
// (value, path) -> the value with its fields in the specification's order; it throws
// ProtocolError for anything else, so that one definition says both what may stand in an object
// and how it is written.

import { decodeText, encodeJsonText, requirePairedEscapes } from "./encoding.js";
import { ProtocolError } from "./errors.js";
/** @import { Bytes } from "./encoding.js" */

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

// How large JSON may be, looked at before it is parsed: what is refused here would take many times its
// bytes in memory. The same bounds hold in Python (voteapp/protocol/limits.py).
export const MAX_OBJECT_BYTES = 16 * 1024 * 1024;
/** Of election, manifest, questionnaire. */
export const MAX_PAPER_BYTES = 4 * 1024 * 1024;
export const MAX_TRUSTEES_BYTES = 1024 * 1024;
const MAX_VALUES = 1000000;
const MAX_NESTING = 64;
const MAX_TEXT_BYTES = 1024 * 1024;
const MAX_LARGE = 1000; // numbers of sixteen digits or more, of which an honest object has none

const QUOTE = 0x22;
const ESCAPE = 0x5c;
const MINUS = 0x2d;
const isBeforeNumber = (/** @type {number} */ byte) => byte === 0x3a || byte === 0x2c || byte === 0x5b;
/** What a byte does: +1 and -1 to the depth; whether it begins or parts values. */
const STEPS = new Int8Array(256);
const COUNTS = new Uint8Array(256);
for (const sign of "[{") STEPS[sign.charCodeAt(0)] = 1;
for (const sign of "]}") STEPS[sign.charCodeAt(0)] = -1;
for (const sign of ",:[{") COUNTS[sign.charCodeAt(0)] = 1;

/** Where the text that begins behind `start` ends.
 * @type {(data: Bytes, start: number) => number} */
function findEnd(data, start) {
  let place = start;
  while (place < data.length && data[place] !== QUOTE) place += data[place] === ESCAPE ? 2 : 1;
  return place;
}

/** @type {(data: Bytes) => { values: number, quotes: number }} */
function count(data) {
  let [values, quotes] = [0, 0];
  for (let i = 0; i < data.length; i += 1) {
    values += COUNTS[data[i]];
    if (data[i] === QUOTE) quotes += 1;
  }
  return { values, quotes };
}

/** How many numbers have sixteen digits or more.
 * @type {(data: Bytes) => number} */
function countLarge(data) {
  let [large, digits, begins] = [0, 0, false];
  for (let i = 0; i < data.length; i += 1) {
    const byte = data[i];
    if (isDigit(byte)) {
      digits += 1;
      if (digits === 16 && begins) large += 1;
    } else {
      begins = isBeforeNumber(byte) || (byte === MINUS && i > 0 && isBeforeNumber(data[i - 1]));
      digits = 0;
    }
  }
  return large;
}

const isDigit = (/** @type {number} */ byte) => byte >= 0x30 && byte <= 0x39;
/** A point, or what begins an exponent. */
const isFraction = (/** @type {number} */ byte) => byte === 0x2e || byte === 0x65 || byte === 0x45;

/** The longest text; the most within each other, -1 where brackets do not fit; whether all numbers are whole: our
 * formats have no others, and what is too large to be read is not always seen.
 * @type {(data: Bytes) => { longest: number, depth: number, whole: boolean }} */
function measure(data) {
  let [longest, depth, deepest, whole] = [0, 0, 0, true];
  for (let i = 0; i < data.length; i += 1) {
    if (data[i] === QUOTE) {
      const end = findEnd(data, i + 1);
      longest = Math.max(longest, end - i - 1);
      i = end;
    } else {
      if (isFraction(data[i]) && isDigit(data[i - 1])) whole = false;
      depth += STEPS[data[i]];
      if (depth < 0) return { longest, depth: -1, whole };
      deepest = Math.max(deepest, depth);
    }
  }
  return { longest, depth: depth === 0 ? deepest : -1, whole };
}

/** Require that parsing is cheap; `most`: bytes of such an object. Throws ProtocolError with `code`.
 * @type {(data: Bytes, code: string, what: string, most?: number) => void} */
export function checkJsonLimits(data, code, what, most = MAX_OBJECT_BYTES) {
  /** @type {(message: string) => never} */
  const fail = (message) => {
    throw new ProtocolError(code, `${what} ${message}`);
  };
  if (data.length > most) fail(`is larger than ${most} bytes`);
  const { values, quotes } = count(data);
  if (values > MAX_VALUES || quotes > MAX_VALUES) fail(`has more than ${MAX_VALUES} values`);
  if (countLarge(data) > MAX_LARGE) fail(`has more than ${MAX_LARGE} large numbers`);
  const { longest, depth, whole } = measure(data);
  if (longest > MAX_TEXT_BYTES) fail(`has a text of more than ${MAX_TEXT_BYTES} bytes`);
  if (!whole) fail("has a number that is not whole");
  if (depth < 0) fail("is malformed JSON");
  if (depth > MAX_NESTING) fail("is nested too deeply");
}

// JSON numbers of 16 digits or more may be no exact Numbers, and only hostile records hold one.
// Between text and value such a number stands as {"": digits}; it becomes a BigInt, so that what
// is wrong with it can be said.
const MAYBE_LARGE = /[:,[]-?\d{16}/;
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const LARGE = /^-?[1-9]\d{15,}$/;

/** JSON text in which every large number is marked; throws SyntaxError for marks of others.
 * @type {(text: string) => string} */
function markLargeNumbers(text) {
  if (text.includes('{"":')) throw new SyntaxError("no object has an empty name");
  if (!MAYBE_LARGE.test(text)) return text;
  return text.replace(TEXT_OR_NUMBER, (part) => (LARGE.test(part) ? `{"":"${part}"}` : part));
}

/** The number that a mark stands for; null for anything else.
 * @type {(value: unknown) => bigint | null} */
function readLargeNumber(value) {
  const digits = /** @type {{ ""?: unknown }} */ (value ?? {})[""];
  return typeof digits === "string" && LARGE.test(digits) ? BigInt(digits) : null;
}

/** @type {(value: unknown) => value is Record<string, unknown>} */
export function isRecord(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** @type {(path: string, wanted: string) => never} */
function mismatch(path, wanted) {
  throw new ProtocolError("type", `${path} is not ${wanted}`);
}

/** @typedef {{ name: string, type: Type<unknown>, required: boolean }} Field */

/** The fields of an object that has these and no other, in their order.
 * @type {(value: unknown, path: string, fields: Field[], known: Set<string>) => Record<string, unknown>} */
function readFields(value, path, fields, known) {
  if (!isRecord(value)) return mismatch(path, "an object");
  for (const key of Object.keys(value)) {
    if (!known.has(key)) mismatch(`${path}: a field`, "known");
  }
  /** @type {Record<string, unknown>} */
  const result = {};
  for (const { name, type, required } of fields) {
    if (Object.prototype.hasOwnProperty.call(value, name)) {
      result[name] = type(value[name], `${path}.${name}`);
    } else if (required) {
      mismatch(`${path}.${name}`, "there");
    }
  }
  return result;
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
    return (value, path) => /** @type {Fields<typeof fields>} */ (readFields(value, path, entries, known));
  },
  fail: mismatch,
};

/** @type {(data: Bytes, code: string, what: string, most?: number) => string} */
function decodeMarkedText(data, code, what, most) {
  checkJsonLimits(data, code, what, most);
  try {
    return markLargeNumbers(decodeText(data));
  } catch {
    throw new ProtocolError(code, `${what}: malformed JSON`);
  }
}

/** @type {<T>(text: string, type: Type<T>, code: string, what: string) => T} */
function parseMarkedText(text, type, code, what) {
  let raw;
  try {
    raw = JSON.parse(text);
    requirePairedEscapes(text);
  } catch {
    throw new ProtocolError(code, `${what}: malformed JSON`);
  }
  return applyType(raw, type, code, what);
}

/** Parse JSON bytes as `type` without comparing; errors carry `code`.
 * @type {<T>(data: Bytes, type: Type<T>, code: string, what: string, most?: number) => T} */
export function decodeJson(data, type, code, what, most) {
  return parseMarkedText(decodeMarkedText(data, code, what, most), type, code, what);
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
 * @type {<T>(data: Bytes, type: Type<T>, code: string, what: string, most?: number) => T}
 */
export function decodeCanonical(data, type, code, what, most) {
  const text = decodeMarkedText(data, code, what, most);
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
