// Whose key signs and opens: the trustee's keys as they stand in a record or set-up that was verified.

import { decodeEvidence } from "../../campaign/bundle/evidence.js";
import { findKey } from "../../campaign/statements/people.js";
import { computePrivateKeys } from "../../protocol/keys/pki.js";
import { openKey } from "../key/opened.js";

/** A trustee's item and its key in it (an element), or null where there is no such trustee. */
function findItem(items, owner) {
  const item = items.find(({ owners }) => owners.includes(owner));
  return item === undefined ? null : { item, key: item.keys[item.owners.indexOf(owner)] };
}

/** What a threshold trustee sent itself at the end of the ceremony: only its seed opens it. */
export function findSealedShare(evidence, owner) {
  const messages = decodeEvidence(evidence).ceremony?.messages ?? [];
  const own = messages.find(({ trustee, step }) => trustee === owner && step === "share");
  return own === undefined ? null : JSON.parse(own.message).private_key;
}

/** Whether the exponents {privateKey, signingKey} are those of trustee `owner`; `items` and `people` were checked.
 * `privateKey` null: only what signs is there. */
export function ownsKeys({ items, people }, owner, { privateKey, signingKey }) {
  const found = findItem(items, owner);
  const signing = findKey(people, { role: "trustee", number: owner });
  const { group } = people;
  return (
    found !== null &&
    signing !== null &&
    (privateKey === null || group.equal(group.basePower(privateKey), found.key)) &&
    group.equal(group.basePower(signingKey), signing)
  );
}

/**
 * The exponents {privateKey, signingKey} of trustee `owner` from a file or a printed page (`source`: see openKey).
 * `share`: what a threshold trustee's printed page opens (findSealedShare), else null.
 */
export async function openOwnKeys({ items, people }, owner, share, source, options) {
  const { group } = people;
  const { item, key } = findItem(items, owner);
  // Before there is evidence a threshold trustee's printed page opens only what signs.
  if (item.kind !== "Single" && share === null && source.seed !== undefined) {
    return { privateKey: null, signingKey: computePrivateKeys(group, source.seed).signing };
  }
  const own = {
    kind: item.kind === "Single" ? "single" : "threshold",
    position: owner,
    publicKey: group.encode(key),
    privateKey: item.kind === "Single" ? null : share,
  };
  return openKey(group, source, own, options);
}
