// Voters' credentials: from the secret string to the exponent and the public element.
//
// Belenios specification, section "Credentials". The list of public credentials stands in the
// record; each entry is an element, or an element, a comma and a weight.

import { BASE58, encodeText, hashHex, MAX_INTEGER } from "./encoding.js";
import { decodeCanonical, types } from "./types.js";
import { ProtocolError, recode } from "./errors.js";
/** @import { Bytes } from "./encoding.js" */
/** @import { Group } from "./group.js" */

const CREDENTIAL = new RegExp(`^[${BASE58}]{5}-[${BASE58}]{6}-[${BASE58}]{5}-[${BASE58}]{6}$`);
const ENTRY = /^([0-9a-f]{64})(?:,([1-9][0-9]{0,9}))?$/;

/** Whether the text has the form XXXXX-XXXXXX-XXXXX-XXXXXX in Base58.
 * @type {(text: string) => boolean} */
function isCredential(text) {
  return CREDENTIAL.test(text);
}

/** secret(c): the signing exponent. The credential keeps its hyphens; throws `credential`.
 * @type {(group: Group, uuid: string, credential: string) => bigint} */
export function computeSecret(group, uuid, credential) {
  if (!isCredential(credential)) {
    throw new ProtocolError("credential", "this is not a credential of 22 Base58 characters");
  }
  const halves = [0, 1].map((i) => hashHex(encodeText(`derive_credential|${uuid}|${i}|${credential}`)));
  return BigInt(`0x${halves.join("")}`) % group.order;
}

/** public(c) in hex.
 * @type {(group: Group, uuid: string, credential: string) => string} */
export function computePublicCredential(group, uuid, credential) {
  return group.encode(group.basePower(computeSecret(group, uuid, credential)));
}

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

/** Check each as a point of prime order; throws `credentials-element`.
 * @type {(group: Group, elements: string[]) => void} */
export function checkElements(group, elements) {
  for (const element of elements) {
    recode("credentials-element", element, () => group.decode(element));
  }
}
