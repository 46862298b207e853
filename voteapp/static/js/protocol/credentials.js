// Voters' credentials: from the secret string to the exponent and the public element.
//
// Belenios specification, section "Credentials". The record's list of the public ones:
// audit/public_credentials.js.

import { BASE58, encodeText, hashHex } from "./encoding.js";
import { ProtocolError } from "./errors.js";
/** @import { Group } from "./group.js" */

const CREDENTIAL = new RegExp(`^[${BASE58}]{5}-[${BASE58}]{6}-[${BASE58}]{5}-[${BASE58}]{6}$`);

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
