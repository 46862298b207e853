// The pin: the sixth group of a slip's code, which ties the paper to one set-up and one leaf.
//
// PAPER, "Pin"; docs/formats.md, "Pin". It is keyed by the token, which the server never knows: whoever
// makes a second set-up cannot look for one that has the same pins.

import { encodeText } from "../../protocol/encoding.js";
import { sha256 } from "../../vendor/noble.js";
import { ALPHABET, checkToken, formatToken, LENGTH, readCharacters, requireLength } from "./tokens.js";

/** What stands on a slip: the token, 25 characters, and the pin, 5.
 * @typedef {{ token: string, pin: string }} SlipCode */

export const PIN_LENGTH = 5;
export const CODE_LENGTH = LENGTH + PIN_LENGTH;

/**
 * The pin of a slip: `token` normalized, the fingerprints of the campaign's elections in the manifest's
 * order, the code of the slip's leaf. The first 25 bits, five a character, of an HMAC-SHA-256.
 * @type {(token: string, fingerprints: readonly string[], leaf: string) => string}
 */
export function computePin(token, fingerprints, leaf) {
  return shorten(begin(token, fingerprints), leaf);
}

/**
 * Which of these leaves the code can belong to, in their order. None where the slip was printed for
 * another set-up (or one character of the pin is mistyped); two fit by chance about once in 2^25 pairs.
 * @type {(code: SlipCode, fingerprints: readonly string[], leaves: readonly string[]) => string[]}
 */
export function findLeaves({ token, pin }, fingerprints, leaves) {
  const begun = begin(token, fingerprints);
  return leaves.filter((leaf) => shorten(begun, leaf) === pin);
}

/**
 * Read what a person typed, scanned or pasted, the whole address as well; what does not matter in a
 * token does not matter here. Throws TokenError; whether the pin fits is another question (`findLeaves`).
 * @type {(text: string) => SlipCode}
 */
export function readSlipCode(text) {
  const characters = readCharacters(text);
  requireLength(characters, CODE_LENGTH);
  const token = characters.slice(0, LENGTH);
  checkToken(token);
  return { token, pin: characters.slice(LENGTH) };
}

/** Six groups of five, for people.
 * @type {(code: SlipCode) => string} */
export function formatSlipCode({ token, pin }) {
  return formatToken(token + pin);
}

/** Try leaves of nothing while the page waits: a phone's compiler is warm for the slip. */
export const warmUp = () => findLeaves({ token: "", pin: "" }, [], Array(400).fill(""));

/** HMAC (RFC 2104) of a message that ends in a leaf: the two hashes after the key and what all messages begin
 * with, each copied into the same hash for every leaf.
 * @typedef {{ inner: Sha, outer: Sha, inCopy: Sha, outCopy: Sha }} Begun */
/** @typedef {ReturnType<typeof sha256.create>} Sha */

/** @type {(token: string, fingerprints: readonly string[]) => Begun} */
function begin(token, fingerprints) {
  const key = new Uint8Array(sha256.blockLen);
  key.set(sha256(encodeText(`voteapp-pin|${token}`)));
  const create = (/** @type {number} */ pad) => sha256.create().update(key.map((byte) => byte ^ pad));
  const inner = create(0x36).update(encodeText(["voteapp-pin", ...fingerprints].join("|")));
  return { inner, outer: create(0x5c), inCopy: sha256.create(), outCopy: sha256.create() };
}

/** The pin, once the leaf is added to what was begun.
 * @type {(begun: Begun, leaf: string) => string} */
function shorten({ inner, outer, inCopy, outCopy }, leaf) {
  const digest = new Uint8Array(sha256.outputLen);
  inner
    ._cloneInto(inCopy)
    .update(encodeText(`|${leaf}`))
    .digestInto(digest);
  outer._cloneInto(outCopy).update(digest).digestInto(digest);
  const bits = ((digest[0] << 24) | (digest[1] << 16) | (digest[2] << 8) | digest[3]) >>> 7;
  return [20, 15, 10, 5, 0].map((place) => ALPHABET[(bits >>> place) & 31]).join("");
}
