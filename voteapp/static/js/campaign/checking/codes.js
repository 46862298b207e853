// The two codes of a check: the commitment before the choice to check, and what opens it.
//
// PAPER, "Check instead of send"; docs/formats.md, "Checking a ballot". Both are data, never an address.
// The first is written by seeds.js, which every phone has; the same as voteapp/campaign/checking/codes.py.

import { BASE58, fromHex } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { FIRST } from "./seeds.js";
/** @import { Bytes } from "../../protocol/encoding.js" */

const SECOND = "voteapp-opened";
const HASH = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]$/;
const OPENED = new RegExp(`^([${BASE58}]{14,64})\\|([0-9a-f]{64})\\|([0-9a-f]{64})\\|([0-9a-f]+)$`);

/** What opens a commitment. `credential`: the public one; `choices`: all rows' zeros and ones in hex, four to a
 * digit, zeros behind the last.
 * @typedef {{ uuid: string, credential: string, seed: Bytes, choices: string }} Opened */

/** Whether a text has the form of a ballot's hash: 43 characters of base64 that stand for 32 bytes.
 * @type {(text: string) => boolean} */
export function isCommitment(text) {
  return HASH.test(text);
}

/** The second code; `seed` in hex.
 * @type {(opened: { uuid: string, credential: string, seed: string, choices: number[][] }) => string} */
export function writeOpened({ uuid, credential, seed, choices }) {
  return [SECOND, uuid, credential, seed, packChoices(choices)].join("|");
}

/**
 * The hash of a first code, or what a second one holds. Throws ProtocolError `check-code` (a code of something
 * else) or `check-half` (one of these codes, but not whole).
 * @type {(text: string) => { hash: string } | { opened: Opened }}
 */
export function readCode(text) {
  const whole = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  const bar = whole.indexOf("|");
  const [name, rest] = bar < 0 ? [whole, ""] : [whole.slice(0, bar), whole.slice(bar + 1)];
  if (name === FIRST && isCommitment(rest)) return { hash: rest };
  const match = name === SECOND ? OPENED.exec(rest) : null;
  if (match !== null) {
    return { opened: { uuid: match[1], credential: match[2], seed: fromHex(match[3]), choices: match[4] } };
  }
  const begins = whole.slice(0, SECOND.length);
  if ([FIRST, SECOND].some((one) => name === one || one.startsWith(begins))) {
    throw new ProtocolError("check-half", "this code of a check is not whole");
  }
  throw new ProtocolError("check-code", "this is no code of a check");
}

/** What a second code holds; throws as readCode, and `check-order` for a first one.
 * @type {(text: string) => Opened} */
export function readOpened(text) {
  const found = readCode(text);
  if ("opened" in found) return found.opened;
  throw new ProtocolError("check-order", "this is a first code; the second one comes now");
}

/** Rows of zeros and ones as a second code holds them.
 * @type {(choices: number[][]) => string} */
export function packChoices(choices) {
  const bits = choices.map((row) => row.join("")).join("");
  const digits = bits.match(/.{1,4}/g) ?? [];
  return digits.map((four) => parseInt(four.padEnd(4, "0"), 2).toString(16)).join("");
}

/** The rows again, of questions with so many choices each; throws `check-choices`.
 * @type {(packed: string, widths: number[]) => number[][]} */
export function unpackChoices(packed, widths) {
  const total = widths.reduce((sum, width) => sum + width, 0);
  const bits = [...packed].map((digit) => parseInt(digit, 16).toString(2).padStart(4, "0")).join("");
  if (bits.length !== 4 * Math.ceil(total / 4) || bits.slice(total).includes("1")) {
    throw new ProtocolError("check-choices", "the choices do not have the questions' shape");
  }
  let place = 0;
  return widths.map((width) => [...bits.slice(place, (place += width))].map(Number));
}
