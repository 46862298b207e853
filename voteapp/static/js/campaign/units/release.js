// Release: groups of at least k, decided from public data before anything is decrypted.
//
// DESIGN, "Release"; docs/formats.md, "Evidence" (Plan).

import { encodeText, hashHex } from "../../protocol/encoding.js";
import { types } from "../../protocol/types.js";
import { MisuseError } from "../../protocol/errors.js";
import { encodeCanonical } from "../canonical.js";
import { compareCodes, getChildren, isLeaf, listLeaves } from "./strata.js";
/** @import { Value } from "../../protocol/types.js" */
/** @import { Stratum } from "./strata.js" */

/** No campaign releases groups smaller than this. */
export const K_FLOOR = 5;

/** Leaves that are decrypted together, and the ballots that were counted in them. */
const Group = types.struct({ code: types.string, leaves: types.list(types.string), ballots: types.integer });
/** @typedef {Value<typeof Group>} Group */

/** What will be decrypted: `groups`; the ballots of `withheld` leaves never are. */
export const Plan = types.struct({
  policy: types.string,
  k: types.integer,
  groups: types.list(Group),
  withheld: types.list(types.string),
});
/** @typedef {Value<typeof Plan>} Plan */

/** Ballots counted, by leaf code.
 * @typedef {Map<string, number>} Counts */

/** Codes in the order of their UTF-8 bytes.
 * @type {(codes: Iterable<string>) => string[]} */
export function sortCodes(codes) {
  return [...codes].sort(compareCodes);
}

/** The first 12 hex digits of SHA-256 of the sorted leaf codes joined by line ends.
 * @type {(leaves: string[]) => string} */
function computeGroupCode(leaves) {
  return hashHex(encodeText(sortCodes(leaves).join("\n"))).slice(0, 12);
}

/** SHA-256 (hex) of the plan's canonical JSON: what closing statements sign.
 * @type {(plan: Plan) => string} */
export function computePlanHash(plan) {
  return hashHex(encodeCanonical(plan));
}

/**
 * The groups of leaf codes that the release function forms on a tree of one variant. `counts` is
 * a Map of ballots counted per leaf code (missing: 0). Empty when fewer than k came in all.
 * @type {(root: Stratum, counts: Counts, k: number) => string[][]}
 */
function computeRelease(root, counts, k) {
  /** @type {string[][]} */
  const groups = [];
  if (count(root, counts) >= k) release(root, counts, k, groups);
  return groups;
}

/** @type {(node: Stratum, counts: Counts) => number} */
function count(node, counts) {
  return listLeaves(node).reduce((sum, leaf) => sum + (counts.get(leaf.code) ?? 0), 0);
}

/** @type {(nodes: Stratum[]) => string[]} */
function codesOf(nodes) {
  return nodes.flatMap((node) => listLeaves(node).map((leaf) => leaf.code));
}

/** A node and the ballots below it.
 * @typedef {{ node: Stratum, n: number }} Counted */

/** The function of DESIGN, step by step; `node` has at least k ballots.
 * @type {(node: Stratum, counts: Counts, k: number, groups: string[][]) => void} */
function release(node, counts, k, groups) {
  const children = getChildren(node)
    .map((child) => ({ node: child, n: count(child, counts) }))
    .filter((child) => child.n > 0)
    .sort((a, b) => a.n - b.n || compareCodes(a.node.code, b.node.code));
  if (children.length === 1) {
    release(children[0].node, counts, k, groups);
    return;
  }
  const { pool, rest } = poolSmall(children, k);
  if (rest.length + (pool.length > 0 ? 1 : 0) < 2) {
    groups.push(codesOf([node]));
    return;
  }
  for (const child of rest) release(child.node, counts, k, groups);
  if (pool.length > 0) groups.push(codesOf(pool.map((child) => child.node)));
}

/** Those under k together, with the smallest others that they need to reach it; and the rest.
 * @type {(children: Counted[], k: number) => { pool: Counted[], rest: Counted[] }} */
function poolSmall(children, k) {
  const pool = children.filter((child) => child.n < k);
  const rest = children.filter((child) => child.n >= k);
  const total = () => pool.reduce((sum, child) => sum + child.n, 0);
  while (pool.length > 0 && total() < k && rest.length > 0) pool.push(...rest.splice(0, 1));
  return { pool, rest };
}

/** The tree with only the leaves of one question variant; null when there is none.
 * @type {(root: Stratum, variant: string) => Stratum | null} */
function restrictVariant(root, variant) {
  if (isLeaf(root)) return root.variant === variant ? root : null;
  const children = getChildren(root)
    .map((child) => restrictVariant(child, variant))
    .filter((child) => child !== null);
  return children.length > 0 ? { code: root.code, name: root.name, children } : null;
}

/**
 * The release plan from the manifest's tree, policy and k, and the ballots per leaf (a Map).
 * `total`: one group of everything. `partition`: the groups of each variant by itself.
 * @type {(root: Stratum, counts: Counts, policy: string, k: number) => Plan}
 */
export function computePlan(root, counts, policy, k) {
  const codes = listLeaves(root).map((leaf) => leaf.code);
  if ([...counts.keys()].some((code) => !codes.includes(code))) {
    throw new MisuseError("ballots are counted in leaves that the tree does not have");
  }
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const whole = all >= k ? [codes] : [];
  const found = policy === "total" ? whole : computePartition(root, counts, k);
  const groups = found.map((group) => createGroup(group, counts)).sort((a, b) => (a.code < b.code ? -1 : 1));
  const held = new Set(groups.flatMap((group) => group.leaves));
  return { policy, k, groups, withheld: sortCodes(codes.filter((code) => !held.has(code))) };
}

/** The groups of each variant by itself.
 * @type {(root: Stratum, counts: Counts, k: number) => string[][]} */
function computePartition(root, counts, k) {
  const variants = sortCodes(new Set(listLeaves(root).map((leaf) => leaf.variant)));
  return variants.flatMap((variant) => {
    const tree = restrictVariant(root, variant);
    return tree === null ? [] : computeRelease(tree, counts, k);
  });
}

/** @type {(leaves: string[], counts: Counts) => Group} */
function createGroup(leaves, counts) {
  return {
    code: computeGroupCode(leaves),
    leaves: sortCodes(leaves),
    ballots: leaves.reduce((sum, code) => sum + (counts.get(code) ?? 0), 0),
  };
}
