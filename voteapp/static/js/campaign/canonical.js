// Canonical JSON (RFC 8785) of what stands beside the record: docs/formats.md, "Common rules".
//
// A reader parses, writes again and compares with the same bytes. Numbers are integers.

import { decodeText, encodeText, MAX_INTEGER } from "../protocol/encoding.js";
import { applyType, checkJsonLimits, isRecord, types } from "../protocol/types.js";
import { MisuseError, ProtocolError } from "../protocol/errors.js";
/** @import { Bytes } from "../protocol/encoding.js" */
/** @import { Type } from "../protocol/types.js" */

const LONE_SURROGATE = /\p{Surrogate}/u;
const INSTANT =
  /^(\d{4})-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)([+-])(0\d|1[0-4]):([0-5]\d)$/;
// Of instants: whatever lies outside is a mistake, or there to mislead.
const [FIRST_YEAR, LAST_YEAR] = [2000, 2199];

/** @type {(text: string) => string} */
function writeText(text) {
  if (LONE_SURROGATE.test(text)) throw new MisuseError("text contains a lone surrogate");
  return JSON.stringify(text);
}

/** @type {(value: unknown) => string} */
function write(value) {
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === "string") return writeText(value);
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (isRecord(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${writeText(key)}:${write(value[key])}`).join(",")}}`;
  }
  throw new MisuseError("this cannot be written as canonical JSON");
}

/** Write a value as RFC 8785 says; throws MisuseError for what cannot stand there.
 * @type {(value: unknown) => Bytes} */
export function encodeCanonical(value) {
  return encodeText(write(value));
}

/** What calls itself for each level runs out of stack where a text is nested without end.
 * @type {<T>(raw: unknown, type: Type<T>, code: string, what: string) => T} */
function readType(raw, type, code, what) {
  try {
    return applyType(raw, type, code, what);
  } catch (error) {
    if (error instanceof RangeError) throw new ProtocolError(code, `${what} is nested too deeply`);
    throw error;
  }
}

/**
 * Read canonical JSON as `type` (protocol/types.js); throws ProtocolError with `code` for
 * unknown or missing fields and any other spelling of the same value.
 * `most`: bytes of such an object.
 * @type {<T>(data: Bytes, type: Type<T>, code: string, what: string, most?: number) => T}
 */
export function decodeStrict(data, type, code, what, most) {
  checkJsonLimits(data, code, what, most);
  /** @type {<T>(work: () => T) => T} */
  const attempt = (work) => {
    try {
      return work();
    } catch {
      throw new ProtocolError(code, `${what}: malformed JSON`);
    }
  };
  const text = attempt(() => decodeText(data));
  const raw = attempt(() => JSON.parse(text));
  const value = readType(raw, type, code, what);
  const again = attempt(() => write(value));
  if (again !== text) throw new ProtocolError(code, `${what} is not canonical JSON (RFC 8785)`);
  return value;
}

/** What a posted decryption says that it is: pages without its arithmetic know it by that. */
export const DECRYPTION = "voteapp-decryption";

/** Types beside those of protocol/types.js. */
export const more = {
  /** null or a value of the type.
   * @type {<T>(type: Type<T>) => Type<T | null>} */
  nullable(type) {
    return (value, path) => (value === null ? null : type(value, path));
  },
  /** One of these texts.
   * @type {<T extends string>(...texts: T[]) => Type<T>} */
  oneOf(...texts) {
    return (value, path) => {
      const found = texts.find((text) => text === value);
      return found ?? types.fail(path, "a known word");
    };
  },
  /** Exactly this value.
   * @type {<T extends string | number>(wanted: T) => Type<T>} */
  exactly(wanted) {
    return (value, path) => {
      return value === wanted ? wanted : types.fail(path, `${wanted}`);
    };
  },
  /** An object from any text to values of the type.
   * @type {<T>(type: Type<T>) => Type<Record<string, T>>} */
  map(type) {
    return (value, path) => {
      if (!isRecord(value)) return types.fail(path, "an object");
      const result = Object.create(null);
      for (const [key, child] of Object.entries(value)) result[key] = type(child, `${path}.${key}`);
      return result;
    };
  },
};

/** Require least <= number < 2^31; throws ProtocolError with `code`.
 * @type {(number: number, code: string, what: string, least?: number) => void} */
export function checkCount(number, code, what, least = 0) {
  if (!(number >= least && number < MAX_INTEGER)) {
    throw new ProtocolError(code, `${what} is out of range`);
  }
}

/** Seconds from 1970-01-01 UTC of an ISO 8601 instant with seconds and offset, not before `firstYear`
 * nor after 2199.
 * @type {(text: string, code?: string, firstYear?: number) => number} */
export function parseInstant(text, code = "manifest-schedule", firstYear = FIRST_YEAR) {
  const match = INSTANT.exec(text);
  if (match === null || text.endsWith("-00:00")) {
    throw new ProtocolError(code, `"${text.slice(0, 40)}" is not an instant with seconds and offset`);
  }
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < firstYear || year > LAST_YEAR) {
    throw new ProtocolError(code, `"${text}" is not in the years ${firstYear} to ${LAST_YEAR}`);
  }
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    throw new ProtocolError(code, `"${text}" is not a day of the calendar`);
  }
  const offset = Number(match[8]) * 3600 + Number(match[9]) * 60;
  const local = date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
  return match[7] === "+" ? local - offset : local + offset;
}
