// Whether many points are of prime order, for less than to raise each to the order.
//
// A coin says of each point whether it goes into a sum. Where a point has a part of small order, at least every second
// such sum has one: after 128 throws none is overlooked (2^-128). The coins follow from all points together, so that
// nobody who writes the list can choose points for coins that he knows.

import { ed25519, sha256 } from "../../vendor/noble.js";
import { encodeText } from "../encoding.js";
import { raise } from "./fast25519.js";
/** @import { Bytes } from "../encoding.js" */
/** @import { Element } from "../group.js" */

const { Point } = ed25519;
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
