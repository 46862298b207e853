// What people type or paste where a code is asked for: what is dropped, what is read as what. The
// same as voteapp/campaign/slips/typed.py; tests/vectors-deterministic/typed-tokens.json.

/** Letters that the alphabet of codes leaves out, because people take them for digits. U is left
 * out as well, and is never read as V: nobody can tell which of the two was meant.
 * @type {Record<string, string>} */
export const READ_AS = { I: "1", L: "1", O: "0" };
const DROPPED = /[\p{Pd}\p{Pc}\p{Pi}\p{Pf}\p{Zs}\p{Zl}\p{Zp}\p{Cc}\p{Cf}.,'"`´·•‧・。、′″−]/gu;
const HASH = /#|%(?:25)*23/;
const DIGIT = /\p{Nd}/u;

/** Where a whole address was pasted, what stands behind its "#" (or "%23"); else the text.
 * @type {(text: string) => string} */
export function findCode(text) {
  const parts = text.split(HASH);
  return parts.length > 1 ? parts[parts.length - 1].replace(/[/ \t\r\n]+$/, "") : text;
}

/** What was typed, in upper case and in the digits 0 to 9: without spaces, dashes, dots,
 * underscores and quotation marks of any kind.
 * @type {(text: string) => string} */
export function dropSeparators(text) {
  const plain = text.replace(DROPPED, "").normalize("NFKC").toUpperCase();
  return [...plain.replace(DROPPED, "")].map(readDigit).join("");
}

/** A digit of any script as one of 0 to 9; anything else as it is. Unicode gives every script its
 * ten digits in a row, from zero on.
 * @type {(character: string) => string} */
export function readDigit(character) {
  if (!DIGIT.test(character)) return character;
  const place = character.codePointAt(0) ?? 0;
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(place - before - 1))) before += 1;
  return String(before % 10);
}

/** What a slip's square code or a pasted address holds: {code, token}; `code` is the campaign's, or null.
 * @type {(text: string) => { code: string | null, token: string }} */
export function parseSlip(text) {
  const match = /\/b\/([^/?#%\s]+)[/.]*(?:#|%)/i.exec(text);
  const code = match ? [...dropSeparators(match[1])].map((one) => READ_AS[one] ?? one).join("") : null;
  return { code, token: findCode(text).trim() };
}
