// Voids: a slip given up by whoever holds it, signed with the slip's own credential.
//
// PAPER, "Receipts, refusals, voids"; docs/formats.md, "Void".

import { ProtocolError } from "../../protocol/errors.js";
import { checkKnowledge, createKnowledge, Proof } from "../../protocol/proofs.js";
import { types } from "../../protocol/types.js";
import { decodeStrict, more } from "../canonical.js";
/** @import { Bytes, RandomBytes } from "../../protocol/encoding.js" */
/** @import { Group } from "../../protocol/group.js" */
/** @import { Value } from "../../protocol/types.js" */

/** In the election `fingerprint` nothing is to be cast with `credential` any more. */
export const SlipVoid = types.struct({
  type: more.exactly("voteapp-void"),
  fingerprint: types.string,
  credential: types.string,
  proof: Proof,
});
/** @typedef {Value<typeof SlipVoid>} SlipVoid */

/** @type {(fingerprint: string, credential: string) => string} */
function computePrefix(fingerprint, credential) {
  return `voteapp-void|${fingerprint}|${credential}`;
}

/** Give up a slip in one election; `secret` is the credential's.
 * @type {(group: Group, fingerprint: string, credential: string, secret: bigint, randomBytes: RandomBytes) => SlipVoid} */
export function createVoid(group, fingerprint, credential, secret, randomBytes) {
  const proof = createKnowledge(group, computePrefix(fingerprint, credential), secret, randomBytes);
  return { type: "voteapp-void", fingerprint, credential, proof };
}

/** Read a void (proof not checked); throws `void-encoding`.
 * @type {(data: Bytes) => SlipVoid} */
export function decodeVoid(data) {
  return decodeStrict(data, SlipVoid, "void-encoding", "the void");
}

/** Check whose a void is and its proof; throws `void-election`, `void-signature`.
 * @type {(group: Group, found: SlipVoid, fingerprint: string, credential: string) => void} */
export function checkVoid(group, found, fingerprint, credential) {
  if (found.fingerprint !== fingerprint || found.credential !== credential) {
    throw new ProtocolError("void-election", "the void is of another slip or election");
  }
  const code = "void-signature";
  try {
    checkKnowledge(group, computePrefix(fingerprint, credential), group.decode(credential), found.proof, code);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new ProtocolError(code, error.message);
  }
}
