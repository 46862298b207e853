// Tokens on slips: 25 characters that a person can type, and the credential behind them.
//
// DESIGN, "Names" (Token); docs/formats.md, "Token".

import { t } from "../../i18n.js";
import { bytesToInteger, encodeBase58, encodeText } from "../../protocol/encoding.js";
import { VoteappError } from "../../protocol/errors.js";
import { sha256 } from "../../vendor/noble.js";
import { dropSeparators, findCode, READ_AS } from "./typed.js";
/** @import { RandomBytes } from "../../protocol/encoding.js" */

export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const LENGTH = 25;

/**
 * A typed token that cannot be right. `reason` is "character", "length" or "check"; `place` (from
 * 1, hyphens not counted) is the first character that cannot be, or null. The message does not
 * repeat the token.
 */
export class TokenError extends VoteappError {
  /** @param {"character" | "length" | "check"} reason @param {string} message @param {number
   *   | null} [place] */
  constructor(reason, message, place = null) {
    super(message);
    this.reason = reason;
    this.place = place;
  }
}

/** Luhn mod 32 over 24 characters of the alphabet, factor 2 at the last.
 * @type {(characters: string) => string} */
function computeCheckCharacter(characters) {
  let total = 0;
  let factor = 2;
  for (let i = characters.length - 1; i >= 0; i -= 1) {
    const addend = factor * ALPHABET.indexOf(characters[i]);
    total += Math.floor(addend / 32) + (addend % 32);
    factor = 3 - factor;
  }
  return ALPHABET[(32 - (total % 32)) % 32];
}

/** Draw a token: 24 characters from 24 bytes, each mod 32, and the check character.
 * @type {(randomBytes: RandomBytes) => string} */
export function createToken(randomBytes) {
  const body = Array.from(randomBytes(LENGTH - 1), (byte) => ALPHABET[byte % 32]).join("");
  return body + computeCheckCharacter(body);
}

/**
 * Read what a person typed or pasted, the whole address as well: 25 upper-case characters. Case,
 * spaces, dashes, dots and quotation marks do not matter, nor the script of digits; I and L are
 * read as 1, O as 0. Throws TokenError.
 * @type {(text: string) => string}
 */
export function normalizeToken(text) {
  const token = readCharacters(text);
  requireLength(token, LENGTH);
  checkToken(token);
  return token;
}

/** The characters of the alphabet, upper-case, in what a person typed or pasted. Throws TokenError.
 * @type {(text: string) => string} */
export function readCharacters(text) {
  const characters = [...dropSeparators(findCode(text))].map((character) => READ_AS[character] ?? character);
  const wrong = characters.findIndex((c) => c.length !== 1 || !ALPHABET.includes(c));
  if (wrong >= 0) {
    const place = wrong + 1;
    throw new TokenError("character", t("Character {place} cannot be in a slip's code.", { place }), place);
  }
  return characters.join("");
}

/** Require so many characters. Throws TokenError.
 * @type {(characters: string, wanted: number) => void} */
export function requireLength(characters, wanted) {
  const found = characters.length;
  if (found === wanted) return;
  throw new TokenError("length", t("A slip's code has {wanted} characters; this has {found}.", { wanted, found }));
}

/** Require that the last of a token's characters is its check. Throws TokenError.
 * @type {(token: string) => void} */
export function checkToken(token) {
  if (computeCheckCharacter(token.slice(0, -1)) === token[LENGTH - 1]) return;
  throw new TokenError("check", t("One character or more is mistyped: compare it with your slip."));
}

/** Groups of five, for people: XXXXX-XXXXX-XXXXX-XXXXX-XXXXX; a slip's code has six.
 * @type {(token: string) => string} */
export function formatToken(token) {
  return (token.match(/.{1,5}/g) ?? []).join("-");
}

/**
 * The private Belenios credential of a normalized token; the same for every election of the
 * campaign, `computePublicCredential` binds it to one.
 * @type {(token: string) => string}
 */
export function computeCredential(token) {
  const digits = encodeBase58(bytesToInteger(sha256(encodeText(`voteapp-token|${token}`))), 22);
  const text = [...digits].reverse().join("");
  return [text.slice(0, 5), text.slice(5, 11), text.slice(11, 16), text.slice(16)].join("-");
}
