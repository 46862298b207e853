// Arithmetic on edwards25519 for public data only: quick, of a running time that tells the numbers.

import { ed25519, sha256 } from "../vendor/noble.js";
import { encodeText } from "./encoding.js";
/** @import { Bytes } from "./encoding.js" */
/** @import { Element } from "./group.js" */

const { Point } = ed25519;
const { Fp } = Point;
const P = Fp.ORDER;

// A checker raises the same public element to several exponents: the order (to see that it lies in
// the subgroup) and a challenge for each branch of each proof. All share one chain of doublings:
// the elements base^(16^i). They take 15 KB, so those of the latest elements only are kept: a ballot
// with thousands of answers may not fill the memory.
const DIGITS = 64;
const MOST_CHAINS = 2048;
/** @type {Map<Element, Element[]>} */
const chains = new Map();

/** @type {(element: Element) => Element[]} */
function chainOf(element) {
  let chain = chains.get(element);
  if (chain === undefined) {
    chain = [element];
    for (let i = 1; i < DIGITS; i += 1) {
      chain.push(chain[i - 1].double().double().double().double());
    }
    if (chains.size === MOST_CHAINS) chains.delete(/** @type {Element} */ (chains.keys().next().value));
    chains.set(element, chain);
  }
  return chain;
}

/** What is to be raised to 1, 2, ... 8: the exponent's digits in base 16, from -7 to 8.
 * @type {(chain: Element[], exponent: bigint) => (Element | null)[]} */
function sortByDigit(chain, exponent) {
  const digits = exponent.toString(16);
  /** @type {(Element | null)[]} */
  const buckets = Array(8).fill(null);
  let carry = 0;
  for (let i = 0; i < digits.length || carry > 0; i += 1) {
    const digit = carry + (i < digits.length ? parseInt(digits[digits.length - 1 - i], 16) : 0);
    carry = digit > 8 ? 1 : 0;
    if (digit === 0 || digit === 16) continue;
    const index = (carry === 1 ? 16 - digit : digit) - 1;
    const part = carry === 1 ? chain[i].negate() : chain[i];
    const bucket = buckets[index];
    buckets[index] = bucket === null ? part : bucket.add(part);
  }
  return buckets;
}

/** base^exponent, 0 <= exponent < 2^254; not reduced, so base^order tells.
 * @type {(base: Element, exponent: bigint) => Element} */
export function raise(base, exponent) {
  let sum = Point.ZERO;
  let total = Point.ZERO;
  for (const bucket of sortByDigit(chainOf(base), exponent).reverse()) {
    if (bucket !== null) sum = sum.add(bucket);
    total = total.add(sum);
  }
  return total;
}

/** Compressed points in big-endian hex, with one inversion for all.
 * @type {(elements: Element[]) => string[]} */
export function encodePoints(elements) {
  const partial = [];
  let product = 1n;
  for (const { Z } of elements) {
    partial.push(product);
    product = (product * Z) % P;
  }
  let inverse = Fp.inv(product);
  const texts = new Array(elements.length);
  for (let i = elements.length - 1; i >= 0; i -= 1) {
    const { X, Y, Z } = elements[i];
    const inverseZ = (inverse * partial[i]) % P;
    inverse = (inverse * Z) % P;
    const x = (X * inverseZ) % P;
    const y = (Y * inverseZ) % P;
    texts[i] = (y | ((x & 1n) << 255n)).toString(16).padStart(64, "0");
  }
  return texts;
}

// Whether many points are of prime order, for less than to raise each to the order. A coin says of each point whether it
// goes into a sum. Where a point has a part of small order, a sum shows it with probability one half at least, whatever
// the others have: with it in and with it out the sum differs. After 128 throws nothing is overlooked (2^-128 for each
// list that somebody tries). The coins follow from all points together, so that nobody who writes the list can choose
// points for coins that he knows. docs/adr/0039-many-points-by-sums.md has the argument.
const THROWS = 16; // bytes: eight coins each
const FEW = 256; // of fewer points each is raised

/** The coins of points, of which the texts are given: sixteen bytes each.
 * @type {(texts: string[]) => Bytes} */
export function throwCoins(texts) {
  const seed = sha256(encodeText(texts.join()));
  const coins = new Uint8Array(THROWS * texts.length);
  texts.forEach((_, i) => {
    const thrown = sha256
      .create()
      .update(seed)
      .update(encodeText(`|${i}`))
      .digest();
    coins.set(thrown.subarray(0, THROWS), THROWS * i);
  });
  return coins;
}

/** Of eight coins each (a byte), the eight sums of the points for which they say yes.
 * @type {(points: Element[], coins: Bytes, place: number) => Element[]} */
function addUp(points, coins, place) {
  const buckets = Array(256).fill(Point.ZERO);
  points.forEach((point, i) => {
    const byte = coins[THROWS * i + place];
    buckets[byte] = buckets[byte].add(point);
  });
  return Array.from({ length: 8 }, (_, bit) =>
    buckets.filter((_bucket, byte) => (byte >> bit) & 1).reduce((sum, bucket) => sum.add(bucket), Point.ZERO),
  );
}

/** Whether the points from `first` to before `end` are all of the order; `coins` are those of all points.
 * @type {(points: Element[], coins: Bytes, first: number, end: number, order: bigint) => boolean} */
export function haveOrder(points, coins, first, end, order) {
  const some = points.slice(first, end);
  if (some.length < FEW) return some.every((point) => raise(point, order).is0());
  const theirs = coins.subarray(THROWS * first, THROWS * end);
  for (let place = 0; place < THROWS; place += 1) {
    if (!addUp(some, theirs, place).every((sum) => raise(sum, order).is0())) return false;
  }
  return true;
}
