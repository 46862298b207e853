// The trustees' certificates: step 1 and 2 of the key ceremony.
//
// Belenios specification, sections "Public key infrastructure" and "Certificates". Trustees are
// numbered from 1.

import { encodeJsonText, encodeText } from "../encoding.js";
import { MisuseError, ProtocolError, recode } from "../errors.js";
import { decodeCanonical, types } from "../types.js";
import { checkSignature, computePrivateKeys, createSignature } from "./pki.js";
/** @import { RandomBytes } from "../encoding.js" */
/** @import { Element, Group } from "../group.js" */
/** @import { Value } from "../types.js" */
/** @import { PrivateKeys, SignedMessage } from "./pki.js" */

/** What a certificate says: for which ceremony, and the public keys (hex). */
export const CertKeys = types.struct({
  context: types.struct({ group: types.string, size: types.integer, threshold: types.integer, index: types.integer }),
  verification: types.string,
  encryption: types.string,
});
/** @typedef {Value<typeof CertKeys>} CertKeys */

/** Everybody's certificates, checked, in the order of the trustees' numbers: `keys` as on the
 * wire, `verification` the elements that check signatures.
 * @typedef {{ threshold: number, certs: SignedMessage[], keys: CertKeys[], verification: Element[] }}
 *   Certificates */

/** Step 1: a certificate for trustee `index` of `size` ("Certificates"): a signed message.
 * @type {(group: Group, seed: string, place: { size: number, threshold: number, index: number,
 *   randomBytes: RandomBytes }) => SignedMessage} */
export function createCertificate(group, seed, { size, threshold, index, randomBytes }) {
  /** @type {(number: number) => boolean} */
  const within = (number) => Number.isInteger(number) && number >= 1 && number <= size;
  if (!within(threshold) || !within(index)) {
    throw new MisuseError("threshold and index do not fit the number of trustees");
  }
  const keys = computePrivateKeys(group, seed);
  const message = encodeJsonText({
    context: { group: group.name, size, threshold, index },
    verification: group.encode(group.basePower(keys.signing)),
    encryption: group.encode(group.basePower(keys.decryption)),
  });
  return { message, signature: createSignature(group, keys.signing, message, randomBytes) };
}

/** Check a certificate against its place in the list; gives its keys as on the wire.
 * @type {(group: Group, cert: SignedMessage, place: { size: number, threshold: number,
 *   index: number }) => CertKeys} */
export function checkCertificate(group, cert, { size, threshold, index }) {
  const code = "trustee-certificate";
  const keys = decodeCanonical(encodeText(cert.message), CertKeys, code, "a certificate");
  const { context } = keys;
  if (
    context.group !== group.name ||
    context.size !== size ||
    context.threshold !== threshold ||
    context.index !== index
  ) {
    throw new ProtocolError(code, `certificate ${index} was made for another context`);
  }
  return recode(code, `certificate ${index}`, () => {
    const verification = group.decode(keys.verification);
    group.decode(keys.encryption);
    checkSignature(group, verification, cert.message, cert.signature, code);
    return keys;
  });
}

/**
 * Step 2: check everybody's certificates: `trustee-certificate`. Gives {threshold, certs, keys,
 * verification}, in the order of the trustees' numbers: `keys` as on the wire, `verification`
 * the elements that check signatures.
 * @type {(group: Group, certs: SignedMessage[], threshold: number) => Certificates}
 */
export function checkCertificates(group, certs, threshold) {
  const keys = certs.map((cert, i) => checkCertificate(group, cert, { size: certs.length, threshold, index: i + 1 }));
  if (new Set(keys.map((key) => key.verification)).size !== keys.length) {
    throw new ProtocolError("trustee-certificate", "two trustees have the same key");
  }
  const verification = keys.map((key) => group.decode(key.verification));
  return { threshold, certs: [...certs], keys, verification };
}

/** Which trustee (from 1) holds these private keys; throws `trustee-certificate`.
 * @type {(group: Group, certificates: Certificates, keys: PrivateKeys) => number} */
export function findIndex(group, certificates, keys) {
  const verification = group.encode(group.basePower(keys.signing));
  const encryption = group.encode(group.basePower(keys.decryption));
  const place = certificates.keys.findIndex(
    (cert) => cert.verification === verification && cert.encryption === encryption,
  );
  if (place < 0) {
    throw new ProtocolError("trustee-certificate", "this key belongs to none of the certificates");
  }
  return place + 1;
}
