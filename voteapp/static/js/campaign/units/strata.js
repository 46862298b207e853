// Strata: the tree of campaign, facilities and units, with the members entitled in each unit.
//
// DESIGN, "The manifest"; docs/formats.md, "Manifest" (Node).

import { LARGEST_TREE } from "./largest.js";
import { types } from "../../protocol/types.js";
import { ProtocolError } from "../../protocol/errors.js";
import { encodeText } from "../../protocol/encoding.js";
import { checkCount } from "../canonical.js";
/** @import { Type } from "../../protocol/types.js" */

const CODE = /^[A-Za-z0-9._+-]{1,200}$/;
const MAX_DEPTH = 8;
const MAX_PARSE_DEPTH = 64;

/** A node (`children`) or a leaf (`roster` members entitled, question `variant`).
 * @typedef {{ code: string, name: string, children?: Stratum[], roster?: number, variant?: string }} Stratum */
/** @typedef {{ code: string, name: string, roster: number, variant: string }} Leaf */

/** @type {(depth: number) => Type<Stratum>} */
function stratumAt(depth) {
  return (value, path) => {
    if (depth > MAX_PARSE_DEPTH) {
      throw new ProtocolError("type", `${path} is nested too deeply`);
    }
    return types.struct({
      code: types.string,
      name: types.string,
      children: types.optional(types.list(stratumAt(depth + 1))),
      roster: types.optional(types.integer),
      variant: types.optional(types.string),
    })(value, path);
  };
}

/** A node (`children`) or a leaf (`roster` members entitled, question `variant`). */
export const Stratum = stratumAt(0);

/** Whether a stratum is a leaf.
 * @type {(node: Stratum) => node is Leaf} */
export function isLeaf(node) {
  return node.children === undefined;
}

/** The strata directly below; empty for a leaf.
 * @type {(node: Stratum) => Stratum[]} */
export function getChildren(node) {
  return node.children ?? [];
}

/** All leaves, in the tree's order.
 * @type {(node: Stratum) => Leaf[]} */
export function listLeaves(node) {
  return isLeaf(node) ? [node] : getChildren(node).flatMap(listLeaves);
}

/** Members entitled: the sum of the leaves' rosters.
 * @type {(root: Stratum) => number} */
export function computeEntitled(root) {
  return listLeaves(root).reduce((sum, leaf) => sum + leaf.roster, 0);
}

/** Check the tree's form; throws `manifest-strata`.
 * @type {(root: Stratum) => void} */
export function checkStrata(root) {
  if (isLeaf(root)) {
    throw new ProtocolError("manifest-strata", "the campaign itself cannot be a leaf");
  }
  checkNode(root, new Set(), 0);
  if (listLeaves(root).length > LARGEST_TREE) {
    throw new ProtocolError("manifest-strata", `there are more than ${LARGEST_TREE} leaves`);
  }
  checkCount(computeEntitled(root), "manifest-strata", "the sum of rosters");
}

/** @type {(node: Stratum, codes: Set<string>, depth: number) => void} */
function checkNode(node, codes, depth) {
  /** @type {(message: string) => never} */
  const fail = (message) => {
    throw new ProtocolError("manifest-strata", message);
  };
  if (depth > MAX_DEPTH) fail("the strata are nested too deeply");
  if (!CODE.test(node.code) || codes.has(node.code)) {
    fail(`code "${node.code.slice(0, 80)}" is malformed or repeated`);
  }
  codes.add(node.code);
  const parts = [node.roster, node.variant].filter((part) => part !== undefined).length;
  const children = getChildren(node);
  if (isLeaf(node) ? parts < 2 : parts > 0 || children.length === 0) fail(`${node.code} is neither node nor leaf`);
  if (isLeaf(node)) checkCount(node.roster, "manifest-strata", `the roster of ${node.code}`);
  for (const child of children) checkNode(child, codes, depth + 1);
}

/** Codes in the order of their UTF-8 bytes (which is that of their code points).
 * @type {(left: string, right: string) => number} */
export function compareCodes(left, right) {
  const a = encodeText(left);
  const b = encodeText(right);
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

/** Merge leaves under 2k before slips are printed; `k` is the campaign's largest.
 * @type {(root: Stratum, k: number) => Stratum} */
export function mergeLeaves(root, k) {
  if (isLeaf(root)) return root;
  const nodes = getChildren(root).filter((child) => !isLeaf(child));
  let merged = getChildren(root)
    .filter(isLeaf)
    .map((leaf) => [leaf]);
  for (let pair = findMerge(merged, 2 * k); pair !== null; pair = findMerge(merged, 2 * k)) {
    const joined = [...merged[pair[0]], ...merged[pair[1]]];
    const [first, second] = pair;
    merged = [...merged.filter((_, i) => i !== first && i !== second), joined];
  }
  const children = [...nodes.map((node) => mergeLeaves(node, k)), ...merged.map(join)];
  children.sort((a, b) => compareCodes(a.code, b.code));
  return { code: root.code, name: root.name, children };
}

/** Places of the smallest leaf under `least` that has a sibling, and of that sibling.
 * @type {(merged: Leaf[][], least: number) => [number, number] | null} */
function findMerge(merged, least) {
  const joined = merged.map(join);
  const order = joined.map((_, i) => i);
  order.sort((a, b) => joined[a].roster - joined[b].roster || compareCodes(joined[a].code, joined[b].code));
  for (const i of order) {
    if (joined[i].roster >= least) return null;
    const j = order.find((k) => k !== i && joined[k].variant === joined[i].variant);
    if (j !== undefined) return [i, j];
  }
  return null;
}

/** One leaf of several: codes sorted and joined by `+`, names in the codes' order.
 * @type {(parts: Leaf[]) => Leaf} */
function join(parts) {
  const ordered = [...parts].sort((a, b) => compareCodes(a.code, b.code));
  return {
    code: ordered.map((leaf) => leaf.code).join("+"),
    name: ordered.map((leaf) => leaf.name).join(" + "),
    roster: ordered.reduce((sum, leaf) => sum + leaf.roster, 0),
    variant: ordered[0].variant,
  };
}
