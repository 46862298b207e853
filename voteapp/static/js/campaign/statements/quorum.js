// How many must have signed the same closing before a factor leaves.
//
// ADR 31 has the rules, models/closing.pml searches them. The same as voteapp/campaign/statements/quorum.py.

import { nameSigner } from "./people.js";
/** @import { People, Signer } from "./people.js" */

/** How many there are: trustees, of whom `threshold` decrypt, witnesses, mirrors.
 * @typedef {{ trustees: number, threshold: number, witnesses: number, mirrors: number }} Sizes */
/** What there is too little of.
 * @typedef {{ statements: number, trustees: number, mirrors: number }} Missing */

/** @type {(people: People) => Sizes} */
export function measure({ threshold, keys }) {
  return { trustees: keys.trustee.length, threshold, witnesses: keys.witness.length, mirrors: keys.mirror.length };
}

/** The statements needed of those who are not out: more than (N - outs + f) / 2, and t.
 * @type {(sizes: Sizes, outs?: number) => number} */
export function computeQuorum({ trustees, threshold, witnesses }, outs = 0) {
  const lying = threshold - 1 + Math.floor(witnesses / 3);
  return Math.max(Math.floor((trustees + witnesses - outs + lying) / 2) + 1, threshold);
}

/**
 * What is missing of one closing. `signed`: who signed it; `outs`: who is out, whose statement never counts;
 * `ends`: how many mirrors signed its EndBallots. With mirrors: t trustees and most mirrors, or everybody.
 * @type {(sizes: Sizes, signed: Signer[], outs: Signer[], ends: number) => Missing}
 */
export function computeMissing(sizes, signed, outs, ends) {
  const out = new Set(outs.map(nameSigner));
  const counted = new Map(signed.map((one) => [nameSigner(one), one]));
  for (const name of out) counted.delete(name);
  const ofTrustees = [...counted.values()].filter(({ role }) => role === "trustee").length;
  const trustees = Math.max(sizes.threshold - ofTrustees, 0);
  if (sizes.mirrors === 0) {
    const needed = computeQuorum(sizes, out.size);
    return { statements: Math.max(needed - counted.size, 0), trustees, mirrors: 0 };
  }
  if (counted.size === sizes.trustees + sizes.witnesses) return { statements: 0, trustees: 0, mirrors: 0 };
  return { statements: 0, trustees, mirrors: Math.max(Math.floor(sizes.mirrors / 2) + 1 - ends, 0) };
}

/** @type {(missing: Missing) => boolean} */
export const isEnough = ({ statements, trustees, mirrors }) => statements + trustees + mirrors === 0;
