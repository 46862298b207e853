// Trustees and their keys: single ones, and t of n by Pedersen's protocol.
//
// Belenios specification, sections "Verification keys", "Threshold parameters" and
// "Trustees".

import { ProtocolError, recode } from "../errors.js";
import { checkKnowledge, createKnowledge, Proof } from "../proofs.js";
import { decodeCanonical, MAX_TRUSTEES_BYTES, types } from "../types.js";
import { checkCertificate } from "./certificates.js";
import { checkSignature, SignedMessage } from "./pki.js";
import { checkAllCoefexps, checkRowSignature, combinePolynomials, computeVerificationKey } from "./polynomials.js";
/** @import { Bytes, RandomBytes } from "../encoding.js" */
/** @import { Type, Value } from "../types.js" */
/** @import { Element, Group } from "../group.js" */

const MAX_TRUSTEES = 100;

/** A public key with a proof of knowledge; `signature` only in a threshold item. */
export const TrusteePublicKey = types.struct({
  pok: Proof,
  public_key: types.string,
  signature: types.optional(Proof),
  name: types.optional(types.string),
});
/** @typedef {Value<typeof TrusteePublicKey>} TrusteePublicKey */

/** What a run of Pedersen's protocol publishes. */
const ThresholdParameters = types.struct({
  threshold: types.integer,
  certs: types.list(SignedMessage),
  coefexps: types.list(SignedMessage),
  signatures: types.list(Proof),
  verification_keys: types.list(TrusteePublicKey),
});
/** @typedef {Value<typeof ThresholdParameters>} ThresholdParameters */

/** An item of the trustees structure.
 * @typedef {["Single", TrusteePublicKey] | ["Pedersen", ThresholdParameters]} Trustee */
/** A checked item: 1-based numbers in the flattened list, their public keys in the same order,
 * and how many of them are needed.
 * @typedef {{ kind: "Single" | "Pedersen", threshold: number, owners: number[], keys: Element[],
 *   subKey: Element }} Item */

/** @type {Type<Trustee>} */
function trusteeKind(value, path) {
  if (!Array.isArray(value) || value.length !== 2) return types.fail(path, "a pair");
  if (value[0] === "Single") return ["Single", TrusteePublicKey(value[1], path)];
  if (value[0] === "Pedersen") return ["Pedersen", ThresholdParameters(value[1], path)];
  return types.fail(path, "Single or Pedersen");
}

/** Read the trustees structure in canonical form: `trustees-encoding`. Items: [kind, value].
 * @type {(data: Bytes) => Trustee[]} */
export function decodeTrustees(data) {
  const code = "trustees-encoding";
  const items = decodeCanonical(data, types.list(trusteeKind), code, "the trustees", MAX_TRUSTEES_BYTES);
  if (items.length === 0) throw new ProtocolError(code, "there is no trustee");
  return items;
}

/** The public half of a key with its proof of knowledge ("Verification keys").
 * @type {(group: Group, privateKey: bigint, randomBytes: RandomBytes) => TrusteePublicKey} */
export function createTrusteePublicKey(group, privateKey, randomBytes) {
  const publicKey = group.encode(group.basePower(privateKey));
  const prefix = `pok|${group.name}|${publicKey}`;
  return { pok: createKnowledge(group, prefix, privateKey, randomBytes), public_key: publicKey };
}

/** Draw a Single trustee's key: {privateKey, trusteePublicKey}. Draws x, then the proof's nonce.
 * @type {(group: Group, randomBytes: RandomBytes) => { privateKey: bigint,
 *   trusteePublicKey: TrusteePublicKey }} */
export function createTrusteeKey(group, randomBytes) {
  const privateKey = group.randomScalar(randomBytes);
  return { privateKey, trusteePublicKey: createTrusteePublicKey(group, privateKey, randomBytes) };
}

/** Check the proof of knowledge and return the key: `trustee-proof`.
 * @type {(group: Group, key: TrusteePublicKey) => Element} */
export function checkTrusteePublicKey(group, key) {
  return recode("trustee-proof", "a trustee's key", () => {
    const element = group.decode(key.public_key);
    const prefix = `pok|${group.name}|${key.public_key}`;
    checkKnowledge(group, prefix, element, key.pok, "trustee-proof");
    return element;
  });
}

/**
 * Check every item; throws a `trustee-` code. Gives, for each, {kind, threshold, owners, keys,
 * subKey}: 1-based numbers in the flattened list, their public keys in the same order, and how
 * many of them are needed.
 * @type {(group: Group, items: Trustee[]) => Item[]}
 */
export function checkTrustees(group, items) {
  const count = items.reduce((sum, [kind, value]) => sum + (kind === "Single" ? 1 : value.certs.length), 0);
  if (count > MAX_TRUSTEES) {
    throw new ProtocolError("trustee-threshold", `there are more than ${MAX_TRUSTEES} trustees`);
  }
  let next = 1;
  return items.map(([kind, value]) => {
    const first = next;
    if (kind === "Single") {
      if (value.signature !== undefined) {
        throw new ProtocolError("trustees-encoding", "a single trustee's key is not signed");
      }
      const key = checkTrusteePublicKey(group, value);
      next += 1;
      return { kind, threshold: 1, owners: [first], keys: [key], subKey: key };
    }
    const { keys, subKey } = checkThresholdParameters(group, value);
    next += keys.length;
    const owners = keys.map((_, i) => first + i);
    return { kind, threshold: value.threshold, owners, keys, subKey };
  });
}

/** Every trustee's public key, by owner.
 * @type {(items: Item[]) => Map<number, Element>} */
export function collectKeys(items) {
  /** @type {Map<number, Element>} */
  const keys = new Map();
  for (const item of items) item.owners.forEach((owner, i) => keys.set(owner, item.keys[i]));
  return keys;
}

/** The election's public key: the product of the items' sub-keys.
 * @type {(group: Group, items: Item[]) => Element} */
export function computePublicKey(group, items) {
  return group.product(items.map((item) => item.subKey));
}

/**
 * The elements under which trustees sign, in owner order: X of a Single item, the certificate's
 * verification key of a Pedersen trustee. The trustees are already checked.
 * @type {(group: Group, trustees: Trustee[]) => Element[]}
 */
export function computeSigningKeys(group, trustees) {
  return trustees.flatMap(([kind, value]) =>
    kind === "Single"
      ? [group.decode(value.public_key)]
      : value.certs.map((cert) => group.decode(JSON.parse(cert.message).verification)),
  );
}

/**
 * Check a Pedersen item: {keys, subKey}. Throws `trustee-threshold`, `-certificate`, `-coefexps`,
 * `-signature`, `-verification-key` or `-proof`.
 * @type {(group: Group, parameters: ThresholdParameters) => { keys: Element[], subKey: Element }}
 */
function checkThresholdParameters(group, parameters) {
  checkSizes(parameters);
  const { certs, coefexps, signatures, threshold } = parameters;
  const verification = certs
    .map((cert, i) => checkCertificate(group, cert, { size: certs.length, threshold, index: i + 1 }))
    .map((keys) => group.decode(keys.verification));
  const rows = checkAllCoefexps(group, coefexps, verification, threshold);
  signatures.forEach((signature, i) =>
    checkRowSignature(group, { certs, verification: verification[i], index: i + 1 }, rows[i], signature),
  );
  const powers = combinePolynomials(group, rows);
  const keys = parameters.verification_keys.map((entry, i) =>
    checkVerificationKey(group, entry, verification[i], powers, i + 1),
  );
  return { keys, subKey: powers[0] };
}

/** Require one of everything from each trustee, and a threshold among them: `trustee-threshold`.
 * @type {(parameters: ThresholdParameters) => void} */
function checkSizes({ certs, coefexps, signatures, verification_keys: keys, threshold }) {
  const size = certs.length;
  const fits = [coefexps, signatures, keys].every((list) => list.length === size);
  if (!fits || threshold < 1 || threshold > size || size > MAX_TRUSTEES) {
    throw new ProtocolError("trustee-threshold", "threshold and numbers of trustees do not fit");
  }
}

/** Check a key that follows from the polynomials, proven and signed by its owner; gives it. `powers` are
 * those of all polynomials together.
 * @type {(group: Group, entry: TrusteePublicKey, verification: Element, powers: Element[],
 *   index: number) => Element} */
export function checkVerificationKey(group, entry, verification, powers, index) {
  const code = "trustee-verification-key";
  const computed = group.encode(computeVerificationKey(group, powers, index));
  const { signature } = entry;
  if (entry.public_key !== computed) {
    throw new ProtocolError(code, `the key of trustee ${index} is not the polynomials'`);
  }
  if (signature === undefined) {
    throw new ProtocolError(code, `the key of trustee ${index} is not signed`);
  }
  recode(code, `trustee ${index}`, () => checkSignature(group, verification, entry.public_key, signature, code));
  return checkTrusteePublicKey(group, entry);
}
