// Closing statements: what trustees agree on before any factor leaves.
//
// DESIGN, "Trustees"; docs/formats.md, "Evidence" (Closing statement).

import { types } from "../../protocol/types.js";
import { ProtocolError, recode } from "../../protocol/errors.js";
import { checkSignature, createSignature } from "../../protocol/keys/pki.js";
import { Proof } from "../../protocol/proofs.js";
/** @import { RandomBytes } from "../../protocol/encoding.js" */
/** @import { Value } from "../../protocol/types.js" */
/** @import { Element, Group } from "../../protocol/group.js" */
/** @import { Item } from "../../protocol/keys/trustees.js" */

/** A trustee's signature over the closed election and the plan of what to decrypt. */
export const ClosingStatement = types.struct({ message: types.string, owner: types.integer, signature: Proof });
/** @typedef {Value<typeof ClosingStatement>} ClosingStatement */

/** What is signed: election fingerprint, hash of EndBallots and plan hash (both hex).
 * @type {(fingerprint: string, endBallots: string, plan: string) => string} */
export function computeClosingText(fingerprint, endBallots, plan) {
  return `voteapp-closing|${fingerprint}|${endBallots}|${plan}`;
}

/** Sign; `signingKey` is the certificate's, or x for a Single item.
 * @type {(group: Group, owner: number, signingKey: bigint, message: string,
 *   randomBytes: RandomBytes) => ClosingStatement} */
export function createClosingStatement(group, owner, signingKey, message, randomBytes) {
  return { message, owner, signature: createSignature(group, signingKey, message, randomBytes) };
}

/** How many statements must be there: t, and more than half of all trustees.
 * @type {(items: Item[]) => number} */
export function computeNeeded(items) {
  const total = items.reduce((sum, item) => sum + item.owners.length, 0);
  const threshold = items.reduce((sum, item) => sum + item.threshold, 0);
  return Math.max(threshold, Math.floor(total / 2) + 1);
}

/**
 * Check one statement; `keys` in owner order, `text` what must be signed. Throws
 * `closing-statement-owner`, `-text` or `-signature`.
 * @type {(group: Group, keys: Element[], text: string, statement: ClosingStatement) => void}
 */
export function checkClosingStatement(group, keys, text, statement) {
  const { owner, message, signature } = statement;
  if (owner < 1 || owner > keys.length) {
    throw new ProtocolError("closing-statement-owner", "a statement is by nobody of the trustees");
  }
  if (message !== text) {
    const problem = `trustee ${owner} signed another election, closing or plan`;
    throw new ProtocolError("closing-statement-text", problem);
  }
  const code = "closing-statement-signature";
  recode(code, `trustee ${owner}`, () => checkSignature(group, keys[owner - 1], text, signature, code));
}
