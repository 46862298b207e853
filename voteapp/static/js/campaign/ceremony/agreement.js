// The trustees' ceremony: commitments that all acknowledge before any is opened.
//
// DESIGN, "Trustees"; docs/formats.md, "Evidence" (Ceremony). `trustees` is the list of
// [kind, value] that decodeTrustees gives.

import { encodeJson, encodeJsonText, encodeText, hashHex, sameTexts } from "../../protocol/encoding.js";
import { types } from "../../protocol/types.js";
import { ProtocolError, recode } from "../../protocol/errors.js";
import { checkSignature } from "../../protocol/keys/pki.js";
import { Proof } from "../../protocol/proofs.js";
/** @import { Value } from "../../protocol/types.js" */
/** @import { Element, Group } from "../../protocol/group.js" */
/** @import { SignedMessage } from "../../protocol/keys/pki.js" */
/** @import { Trustee } from "../../protocol/keys/trustees.js" */

/** One message of the ceremony: who said at which step exactly what. */
export const Entry = types.struct({ trustee: types.integer, step: types.string, message: types.string });
/** @typedef {Value<typeof Entry>} Entry */

/** A message that was refused on arrival; `code` says why. */
const RefusedEntry = types.struct({
  trustee: types.integer,
  step: types.string,
  code: types.string,
  message: types.string,
});
/** @typedef {Value<typeof RefusedEntry>} RefusedEntry */

/**
 * What was committed to and acknowledged, in owner order; every message, as it arrived. `refused`
 * is kept for people to judge: it proves nothing, because nobody signed that it was said.
 */
export const Ceremony = types.struct({
  certs_hash: types.string,
  commitments: types.list(types.string),
  acknowledgements: types.list(Proof),
  messages: types.list(Entry),
  refused: types.list(RefusedEntry),
});
/** @typedef {Value<typeof Ceremony>} Ceremony */

/** SHA-256 (hex) of the JSON array of certificates: the name of this one ceremony.
 * @type {(certs: SignedMessage[]) => string} */
export function hashCertificates(certs) {
  return hashHex(encodeJson(certs));
}

/** The hash of the Pedersen items' certificates.
 * @type {(trustees: Trustee[]) => string} */
function computeCertsHash(trustees) {
  return hashCertificates(trustees.flatMap(([kind, value]) => (kind === "Pedersen" ? value.certs : [])));
}

/** The hash (hex) of what trustee `owner` opens: `coefexps.message`, or a single one's key.
 * @type {(certsHash: string, owner: number, message: string) => string} */
export function computeCommitment(certsHash, owner, message) {
  return hashHex(encodeText(`voteapp-commit|${certsHash}|${owner}|${message}`));
}

/** What each trustee must have committed to before anybody opened.
 * @type {(trustees: Trustee[]) => string[]} */
function computeCommitments(trustees) {
  const certsHash = computeCertsHash(trustees);
  const opened = trustees.flatMap(([kind, value]) =>
    kind === "Single" ? [encodeJsonText(value)] : value.coefexps.map((signed) => signed.message),
  );
  return opened.map((message, i) => computeCommitment(certsHash, i + 1, message));
}

/** What each trustee signs before revealing.
 * @type {(certsHash: string, commitments: string[]) => string} */
export function computeAcknowledgementText(certsHash, commitments) {
  return `voteapp-acknowledge|${certsHash}|${commitments.join(",")}`;
}

/** Whether the trustees hold a Pedersen item.
 * @type {(trustees: Trustee[]) => boolean} */
export function needsCeremony(trustees) {
  return trustees.some(([kind]) => kind === "Pedersen");
}

/** Require that no two trustees sign with one key (`keys` in owner order): it would be one person twice.
 * Throws `trustee-repeated`.
 * @type {(group: Group, keys: readonly Element[]) => void} */
export function checkDistinct(group, keys) {
  /** @type {Map<string, number>} */
  const owners = new Map();
  group.encodeAll([...keys]).forEach((key, i) => {
    const first = owners.get(key) ?? i;
    owners.set(key, first);
    if (first !== i) {
      throw new ProtocolError("trustee-repeated", `trustee ${i + 1} has the same key as trustee ${first + 1}`);
    }
  });
}

/** Require 2t > n of every Pedersen item; throws `trustee-minority`, else true.
 * @type {(trustees: Trustee[]) => true} */
export function checkMajority(trustees) {
  for (const [kind, value] of trustees) {
    if (kind !== "Pedersen") continue;
    const size = value.certs.length;
    if (size > 0 && 2 * value.threshold <= size) {
      throw new ProtocolError(
        "trustee-minority",
        `${value.threshold} of ${size} trustees can decrypt: not more than half`,
      );
    }
  }
  return true;
}

/**
 * Check commitments and acknowledgements of checked trustees; `keys` in owner order. Throws
 * `ceremony-commitment` or `ceremony-acknowledgement`.
 * @type {(group: Group, trustees: Trustee[], keys: Element[], ceremony: Ceremony) => void}
 */
export function checkCeremony(group, trustees, keys, ceremony) {
  if (ceremony.certs_hash !== computeCertsHash(trustees)) {
    throw new ProtocolError("ceremony-commitment", "the ceremony was for other certificates");
  }
  if (!sameTexts(ceremony.commitments, computeCommitments(trustees))) {
    throw new ProtocolError("ceremony-commitment", "a trustee opened something else");
  }
  const code = "ceremony-acknowledgement";
  if (ceremony.acknowledgements.length !== keys.length) {
    throw new ProtocolError(code, "not every trustee acknowledged the commitments");
  }
  const text = computeAcknowledgementText(ceremony.certs_hash, ceremony.commitments);
  keys.forEach((key, i) =>
    recode(code, `trustee ${i + 1}`, () => checkSignature(group, key, text, ceremony.acknowledgements[i], code)),
  );
}
