// What tellers sign: how many slips they make and for whom, and that they printed for a set-up.
//
// PAPER, "Fixing the set-up" (Tellers' statements); docs/formats.md, "Tellers' statements". The same as
// voteapp/campaign/slips/tellers.py.

import { fromHex, hashHex, isHex, toHex } from "../../protocol/encoding.js";
import { MisuseError, ProtocolError } from "../../protocol/errors.js";
import { types } from "../../protocol/types.js";
import { checkCount, encodeCanonical, more } from "../canonical.js";
import { checkSigned, checkText, computeServerKey, isKey, sign, signText } from "../signed.js";
/** @import { Bytes, RandomBytes } from "../../protocol/encoding.js" */
/** @import { Value } from "../../protocol/types.js" */

const MOST_TELLERS = 64;
const LONGEST_TELLER_NAME = 200;

/** With more slips than this the page proposes the command. */
export const COMMAND_FROM = 200;

const Made = more.oneOf("page", "command");

/** What a teller keeps beside her slips: `key` is her private key, `salts` are those of the elections in order. */
export const TellerSecret = types.struct({
  name: types.string,
  made: Made,
  key: types.string,
  salts: types.list(types.string),
});
/** @typedef {Value<typeof TellerSecret>} TellerSecret */

/** One teller's statement; the fields are those of docs/formats.md. */
export const TellerStatement = types.struct({
  type: more.exactly("voteapp-teller"),
  version: more.exactly(1),
  uuids: types.list(types.string),
  name: types.string,
  key: types.string,
  made: Made,
  slips: more.map(types.integer),
  commitments: types.list(types.string),
  signature: types.string,
});
/** @typedef {Value<typeof TellerStatement>} TellerStatement */

/** One teller's part of an election, opened: the leaf of each of her credentials. */
export const Part = types.struct({ key: types.string, salt: types.string, leaves: more.map(types.string) });
/** @typedef {Value<typeof Part>} Part */

/** A teller's word that she recomputed a set-up and prints for it. */
export const Printed = types.struct({
  key: types.string,
  fingerprints: types.list(types.string),
  signature: types.string,
});
/** @typedef {Value<typeof Printed>} Printed */

/** A new key, and a salt for each election.
 * @type {(name: string, made: TellerSecret["made"], elections: number, randomBytes: RandomBytes) => TellerSecret} */
export function createTeller(name, made, elections, randomBytes) {
  const key = toHex(randomBytes(32));
  return { name, made, key, salts: Array.from({ length: elections }, () => toHex(randomBytes(32))) };
}

/** SHA-256 (hex) of the 32-byte salt and the canonical object {credential: leaf code}.
 * @type {(salt: Bytes, leaves: Record<string, string>) => string} */
function computePartHash(salt, leaves) {
  if (salt.length !== 32) throw new MisuseError("a part's salt has 32 bytes");
  const object = encodeCanonical(leaves);
  const bytes = new Uint8Array(32 + object.length);
  bytes.set(salt, 0);
  bytes.set(object, 32);
  return hashHex(bytes);
}

/** How many slips a part has for each leaf.
 * @type {(leaves: Record<string, string>) => Record<string, number>} */
function countLeaves(leaves) {
  /** @type {Record<string, number>} */
  const counts = Object.create(null);
  for (const leaf of Object.values(leaves)) counts[leaf] = (counts[leaf] ?? 0) + 1;
  return counts;
}

/** Her statement; `parts`: of each election, in order, the leaf of each credential.
 * @type {(uuids: string[], parts: Record<string, string>[], teller: TellerSecret) => TellerStatement} */
export function createStatement(uuids, parts, teller) {
  const privateKey = fromHex(teller.key);
  /** @type {Omit<TellerStatement, "signature">} */
  const statement = {
    type: "voteapp-teller",
    version: 1,
    uuids,
    name: teller.name,
    key: computeServerKey(privateKey),
    made: teller.made,
    slips: countLeaves(parts[0]),
    commitments: parts.map((part, i) => computePartHash(fromHex(teller.salts[i]), part)),
  };
  return sign(statement, privateKey);
}

/**
 * Check a manifest's statements by themselves; `leaves` are the codes of its leaves. Throws
 * `manifest-tellers`, `manifest-tellers-signature`.
 * @type {(tellers: TellerStatement[], uuids: string[], leaves: string[], serverKey: string) => void}
 */
export function checkTellers(tellers, uuids, leaves, serverKey) {
  const code = "manifest-tellers";
  if (tellers.length < 1 || tellers.length > MOST_TELLERS) {
    throw new ProtocolError(code, `there are ${tellers.length} tellers`);
  }
  const keys = tellers.map(({ key }) => key);
  const sorted = keys.every((key, i) => i === 0 || keys[i - 1] < key);
  if (!sorted || new Set(tellers.map(({ name }) => name)).size !== keys.length || keys.includes(serverKey)) {
    throw new ProtocolError(code, "tellers are not sorted by key, or share a key or a name");
  }
  for (const one of tellers) checkStatement(one, uuids, leaves, code);
}

/** @type {(statement: TellerStatement, uuids: string[], leaves: string[], code: string) => void} */
function checkStatement(statement, uuids, leaves, code) {
  const { name, key, commitments, slips } = statement;
  const length = [...name].length;
  if (length < 1 || length > LONGEST_TELLER_NAME) {
    throw new ProtocolError(code, `a teller's name has 1 to ${LONGEST_TELLER_NAME} characters`);
  }
  const same = statement.uuids.length === uuids.length && uuids.every((uuid, i) => uuid === statement.uuids[i]);
  if (!same || commitments.length !== uuids.length) {
    throw new ProtocolError(code, "a teller's statement is not of this campaign's elections");
  }
  if (![key, ...commitments].every((text) => isHex(text, 32))) {
    throw new ProtocolError(code, "a teller's key or commitment is not 64 hex digits");
  }
  if (!isKey(key)) throw new ProtocolError(code, "a teller's key is no element of prime order");
  const named = Object.keys(slips);
  if (named.length === 0 || !named.every((leaf) => leaves.includes(leaf))) {
    throw new ProtocolError(code, "a teller has no slips, or some for a unit that does not exist");
  }
  for (const leaf of named) checkCount(slips[leaf], code, `${leaf}: the number of slips`, 1);
  checkSigned(statement, key, `${code}-signature`);
}

/** All slips that the tellers say they make.
 * @type {(tellers: TellerStatement[]) => number} */
export function countSlips(tellers) {
  return tellers.reduce((sum, { slips }) => sum + countOwn(slips), 0);
}

/** @type {(slips: Record<string, number>) => number} */
function countOwn(slips) {
  return Object.values(slips).reduce((sum, count) => sum + count, 0);
}

/** What a teller signs when she prints.
 * @type {(fingerprints: readonly string[], key: string) => string} */
function computePrintedText(fingerprints, key) {
  return ["voteapp-printed", ...fingerprints, key].join("|");
}

/** Her word that she prints for the set-up with these fingerprints.
 * @type {(fingerprints: string[], teller: TellerSecret) => Printed} */
export function signPrinted(fingerprints, teller) {
  const privateKey = fromHex(teller.key);
  const key = computeServerKey(privateKey);
  return { key, fingerprints, signature: signText(computePrintedText(fingerprints, key), privateKey) };
}

/** Check the signature; throws ProtocolError with `code`.
 * @type {(printed: Printed, code: string) => void} */
export function checkPrinted({ key, fingerprints, signature }, code) {
  checkText(computePrintedText(fingerprints, key), signature, key, code);
}

/**
 * The leaf of every credential, once the opened parts are found to be what the tellers committed to; `place`:
 * the election's among the campaign's, from 0. Throws `parts-tellers`, `parts-commitment`, `parts-counts`,
 * `parts-overlap`, `parts-credentials`.
 * @type {(parts: Part[], tellers: TellerStatement[], place: number, credentials: ReadonlyMap<string, unknown>) =>
 *   Map<string, string>}
 */
export function joinParts(parts, tellers, place, credentials) {
  if (parts.length !== tellers.length || parts.some(({ key }, i) => key !== tellers[i].key)) {
    throw new ProtocolError("parts-tellers", "the parts are not one of each teller, in order");
  }
  const joined = new Map();
  tellers.forEach((one, i) => {
    const { salt, leaves } = parts[i];
    if (computePartHash(fromHex(salt), leaves) !== one.commitments[place]) {
      throw new ProtocolError("parts-commitment", `${one.name}: not the part that was fixed`);
    }
    const counts = countLeaves(leaves);
    const same = Object.keys(counts).length === Object.keys(one.slips).length;
    if (!same || !Object.keys(counts).every((leaf) => counts[leaf] === one.slips[leaf])) {
      throw new ProtocolError("parts-counts", `${one.name}: not the numbers of slips she signed`);
    }
    for (const [credential, leaf] of Object.entries(leaves)) {
      if (joined.has(credential)) {
        throw new ProtocolError("parts-overlap", `${one.name}: a slip is another teller's too`);
      }
      joined.set(credential, leaf);
    }
  });
  if (joined.size !== credentials.size || [...joined.keys()].some((credential) => !credentials.has(credential))) {
    throw new ProtocolError("parts-credentials", "the parts together are not the list");
  }
  return joined;
}
