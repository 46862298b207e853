// Whose key signs and opens: the keys of a trustee or witness as they stand in a record or set-up that was verified.

import { decodeEvidence } from "../../campaign/bundle/evidence.js";
import { computeSigningKey, openSigningSeed } from "../../campaign/keys/signing_keys.js";
import { findKey } from "../../campaign/statements/people.js";
import { computePrivateKeys } from "../../protocol/keys/pki.js";
import { failure, openKey } from "../key/opened.js";
/** @typedef {import("../../campaign/statements/people.js").Signer} Signer */

/** A trustee's item and its key in it (an element), or null where there is no such trustee. */
function findItem(items, owner) {
  const item = items.find(({ owners }) => owners.includes(owner));
  return item === undefined ? null : { item, key: item.keys[item.owners.indexOf(owner)] };
}

/** What a threshold trustee sent itself at the end of the ceremony, which only its seed opens; a witness has none.
 * @type {(evidence: any, signer: Signer) => string | null} */
export function findSealedShare(evidence, { role, number }) {
  if (role !== "trustee") return null;
  const messages = decodeEvidence(evidence).ceremony?.messages ?? [];
  const own = messages.find(({ trustee, step }) => trustee === number && step === "share");
  return own === undefined ? null : JSON.parse(own.message).private_key;
}

/** Whether the exponents {privateKey, signingKey} are those of `signer`; `items` and `people` were checked.
 * `privateKey` null: only what signs is there, as always with a witness.
 * @type {(found: any, signer: Signer, keys: { privateKey: bigint | null, signingKey: bigint }) => boolean} */
export function ownsKeys({ items, people }, signer, { privateKey, signingKey }) {
  const { group } = people;
  const signing = findKey(people, signer);
  if (signing === null || !group.equal(group.basePower(signingKey), signing)) return false;
  if (privateKey === null) return true;
  const found = signer.role === "trustee" ? findItem(items, signer.number) : null;
  return found !== null && group.equal(group.basePower(privateKey), found.key);
}

/** A witness's exponent, which signs and opens nothing. */
async function openWitness({ people }, signer, source, options) {
  const { group } = people;
  const seed = source.seed ?? (await openSigningSeed(source.bytes, "witness", source.passphrase, options));
  const keys = { privateKey: null, signingKey: computeSigningKey(group, "witness", seed) };
  if (!ownsKeys({ items: [], people }, signer, keys)) throw failure("OtherKeyError");
  return keys;
}

/**
 * The exponents {privateKey, signingKey} of `signer` from a file or a printed page (`source`: see openKey).
 * `share`: what a threshold trustee's printed page opens (findSealedShare), else null. Throws as openKey.
 */
export async function openOwnKeys(found, signer, share, source, options) {
  if (signer.role === "witness") return openWitness(found, signer, source, options);
  const { items, people } = found;
  const { group } = people;
  const { item, key } = findItem(items, signer.number);
  // Before there is evidence a threshold trustee's printed page opens only what signs.
  if (item.kind !== "Single" && share === null && source.seed !== undefined) {
    return { privateKey: null, signingKey: computePrivateKeys(group, source.seed).signing };
  }
  const own = {
    kind: item.kind === "Single" ? "single" : "threshold",
    position: signer.number,
    publicKey: group.encode(key),
    privateKey: item.kind === "Single" ? null : share,
  };
  return openKey(group, source, own, options);
}
