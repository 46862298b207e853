// The record's list of public credentials: who may vote, with what weight.
//
// Belenios specification, section "Credentials". Each entry is an element, or an element, a comma
// and a weight.

import { MAX_INTEGER } from "../encoding.js";
import { ProtocolError, recode } from "../errors.js";
import { haveOrder, throwCoins } from "../fast25519.js";
import { decodeCanonical, types } from "../types.js";
/** @import { Bytes } from "../encoding.js" */
/** @import { Element, Group } from "../group.js" */

const ENTRY = /^([0-9a-f]{64})(?:,([1-9][0-9]{0,9}))?$/;

/**
 * Split an entry into {element, weight}; the element is hex, not yet checked as a point.
 * Throws `credentials-element` or `credentials-weight`.
 * @type {(entry: string) => { element: string, weight: number }}
 */
function parsePublicCredential(entry) {
  const match = ENTRY.exec(entry);
  if (match === null) {
    const code = entry.includes(",") ? "credentials-weight" : "credentials-element";
    throw new ProtocolError(code, `entry "${entry.slice(0, 80)}" is not a public credential`);
  }
  const weight = Number(match[2] ?? "1");
  if (weight >= MAX_INTEGER) {
    throw new ProtocolError("credentials-weight", "a weight is out of range");
  }
  return { element: match[1], weight };
}

/** Read the list; throws `credentials-encoding`.
 * @type {(data: Bytes) => string[]} */
export function decodePublicCredentials(data) {
  const type = types.list(types.string);
  return decodeCanonical(data, type, "credentials-encoding", "public credentials");
}

/**
 * A Map from each public credential to its weight. Throws `credentials-element`,
 * `credentials-weight` or `credentials-duplicate`. Points are checked apart (checkElements).
 * @type {(entries: string[]) => Map<string, number>}
 */
export function computeWeights(entries) {
  /** @type {Map<string, number>} */
  const weights = new Map();
  let total = 0;
  for (const entry of entries) {
    const { element, weight } = parsePublicCredential(entry);
    if (weights.has(element)) {
      throw new ProtocolError("credentials-duplicate", `${element} is listed twice`);
    }
    weights.set(element, weight);
    total += weight;
  }
  if (total >= MAX_INTEGER) {
    throw new ProtocolError("credentials-weight", "the weights' sum is out of range");
  }
  return weights;
}

/** Check each as a point of prime order; throws `credentials-element` for the first that is none.
 * @type {(group: Group, elements: string[]) => void} */
export function checkElements(group, elements) {
  const wrong = findWrong(group, elements);
  if (wrong < elements.length) recode("credentials-element", elements[wrong], () => group.decode(elements[wrong]));
}

/** The place of the first text that is no element; their number where all are.
 * @type {(group: Group, texts: string[]) => number} */
function findWrong(group, texts) {
  /** @type {Element[]} */
  const points = [];
  try {
    for (const text of texts) points.push(group.decodePoint(text));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
  const coins = throwCoins(texts);
  const areRight = (/** @type {number} */ first, /** @type {number} */ end) =>
    haveOrder(points, coins, first, end, group.order);
  if (areRight(0, points.length)) return points.length;
  let [first, end] = [0, points.length];
  while (end - first > 1) {
    const middle = (first + end) >> 1;
    if (areRight(first, middle)) first = middle;
    else end = middle;
  }
  return first;
}
