// Whose key opens a total: the trustee's keys as they stand in a record that was verified.

import { loadTrustees } from "../../campaign/audit/board.js";
import { decodeEvidence } from "../../campaign/bundle/evidence.js";
import { computeSigningKeys } from "../../protocol/keys/trustees.js";
import { openKey } from "../key/opened.js";

/** A trustee's item and its key in it (an element), or null where there is no such trustee. */
function findItem({ setup }, owner) {
  const item = setup.items.find(({ owners }) => owners.includes(owner));
  return item === undefined ? null : { item, key: item.keys[item.owners.indexOf(owner)] };
}

/** What a threshold trustee sent itself at the end of the ceremony: only its seed opens it. */
function findSealedShare(evidence, owner) {
  const messages = decodeEvidence(evidence).ceremony?.messages ?? [];
  const own = messages.find(({ trustee, step }) => trustee === owner && step === "share");
  return own === undefined ? null : JSON.parse(own.message).private_key;
}

/** Whether both exponents {privateKey, signingKey} are those of trustee `owner` in the record. */
export function ownsKeys(audit, owner, { privateKey, signingKey }) {
  const found = findItem(audit, owner);
  const { group } = audit.setup.context;
  const signing = computeSigningKeys(group, loadTrustees(audit))[owner - 1];
  return (
    found !== null &&
    group.equal(group.basePower(privateKey), found.key) &&
    group.equal(group.basePower(signingKey), signing)
  );
}

/**
 * The exponents {privateKey, signingKey} of trustee `owner` from a file or a printed page
 * (`source`: see openKey). `verified`: {audit, evidence} of one of the campaign's elections.
 */
export async function openOwnKeys({ audit, evidence }, owner, source, options) {
  const { group } = audit.setup.context;
  const { item, key } = findItem(audit, owner);
  const own = {
    kind: item.kind === "Single" ? "single" : "threshold",
    position: owner,
    publicKey: group.encode(key),
    privateKey: item.kind === "Single" ? null : findSealedShare(evidence, owner),
  };
  return openKey(group, source, own, options);
}
