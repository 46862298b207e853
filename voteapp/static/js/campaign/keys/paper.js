// A trustee's seed on paper: thirty characters that a person can type, or a QR code.
//
// docs/formats.md, "Restore code". Whoever has the code has the key; no error repeats it.

import { t } from "../../i18n.js";
import { BASE58, bytesToInteger, encodeText } from "../../protocol/encoding.js";
import { InvalidInputError, MisuseError } from "../../protocol/errors.js";
import { sha256 } from "../../vendor/noble.js";
import { ALPHABET } from "../slips/tokens.js";
import { dropSeparators, READ_AS } from "../slips/typed.js";

const PREFIX = "VOTEAPP-KEY-";
/** Base58 characters of a seed. */
export const SEED_LENGTH = 22;
const BODY = 26;
const CHECK = 4;

/** The digits of a number, most significant first.
 * @type {(number: bigint, alphabet: string, length: number) => string} */
function writeDigits(number, alphabet, length) {
  const base = BigInt(alphabet.length);
  let rest = number;
  let text = "";
  for (let i = 0; i < length; i += 1) {
    text = alphabet[Number(rest % base)] + text;
    rest /= base;
  }
  return text;
}

/** @type {(text: string, alphabet: string) => bigint} */
function readDigits(text, alphabet) {
  const base = BigInt(alphabet.length);
  return [...text].reduce((total, digit) => total * base + BigInt(alphabet.indexOf(digit)), 0n);
}

/** First 20 bits of SHA-256("voteapp-restore|" body), five a character.
 * @type {(body: string) => string} */
function computeCheck(body) {
  const digest = sha256(encodeText(`voteapp-restore|${body}`)).subarray(0, 3);
  return writeDigits(bytesToInteger(digest) >> 4n, ALPHABET, CHECK);
}

/** @type {(seed: string) => string} */
function encodePlain(seed) {
  if (seed.length !== SEED_LENGTH || [...seed].some((digit) => !BASE58.includes(digit))) {
    throw new MisuseError("a seed is 22 characters of base 58");
  }
  const body = writeDigits(readDigits(seed, BASE58), ALPHABET, BODY);
  return body + computeCheck(body);
}

/** The code as it is printed and typed: six groups of five characters.
 * @type {(seed: string) => string} */
export function encodeRestoreCode(seed) {
  return (encodePlain(seed).match(/.{5}/g) ?? []).join("-");
}

/** What the printed QR code holds.
 * @type {(seed: string) => string} */
export function encodeRestoreQr(seed) {
  return PREFIX + encodePlain(seed);
}

/**
 * The seed of a code as a person typed it or a camera read it. Case, spaces and hyphens do not
 * matter, I and L are read as 1, O as 0. Throws InvalidInputError `restore_code`.
 * @type {(text: string) => string}
 */
export function decodeRestoreCode(text) {
  const code = readCode(text);
  const body = code.slice(0, BODY);
  const number = readDigits(body, ALPHABET);
  if (computeCheck(body) !== code.slice(BODY) || number >= 58n ** BigInt(SEED_LENGTH)) {
    throw refuse(t("One character or more of the code is wrong: compare it with the paper."));
  }
  return writeDigits(number, BASE58, SEED_LENGTH);
}

/** @type {(text: string) => string} */
function readCode(text) {
  const dropped = dropSeparators(text.trim());
  const prefix = dropSeparators(PREFIX);
  const kept = dropped.startsWith(prefix) ? dropped.slice(prefix.length) : dropped;
  const characters = [...kept].map((one) => READ_AS[one] ?? one);
  const wrong = characters.findIndex((one) => one.length !== 1 || !ALPHABET.includes(one));
  if (wrong >= 0) {
    throw refuse(t("Character {place} cannot be in a restore code.", { place: wrong + 1 }));
  }
  if (characters.length !== BODY + CHECK) {
    throw refuse(
      t("A restore code has {wanted} characters; this has {found}.", {
        wanted: BODY + CHECK,
        found: characters.length,
      }),
    );
  }
  return characters.join("");
}

/** @type {(message: string) => InvalidInputError} */
function refuse(message) {
  return new InvalidInputError("restore_code", message);
}
