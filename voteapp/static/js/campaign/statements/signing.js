// One signed statement, and how it is checked.
//
// Belenios specification, "Public key infrastructure" (Signing); docs/formats.md, "Statements".

import { types } from "../../protocol/types.js";
import { ProtocolError, recode } from "../../protocol/errors.js";
import { checkSignature, createSignature } from "../../protocol/keys/pki.js";
import { Proof } from "../../protocol/proofs.js";
import { more } from "../canonical.js";
import { findKey, nameSigner } from "./people.js";
/** @import { RandomBytes } from "../../protocol/encoding.js" */
/** @import { Group } from "../../protocol/group.js" */
/** @import { Value } from "../../protocol/types.js" */
/** @import { People, Role, Signer } from "./people.js" */

/** A text and who signed it. */
export const Statement = types.struct({
  message: types.string,
  role: /** @type {import("../../protocol/types.js").Type<Role>} */ (more.oneOf("trustee", "witness", "mirror")),
  number: types.integer,
  signature: Proof,
});
/** @typedef {Value<typeof Statement>} Statement */
/** @typedef {"opening" | "closing-statement" | "out" | "mirror-end" | "confirmation" | "booth"} Kind */

/** @type {Role[]} */
const ROLES = ["trustee", "witness", "mirror"];

/** Sign; `signingKey`: a certificate's, x for a Single item, a witness's or a mirror's.
 * @type {(group: Group, signer: Signer, signingKey: bigint, message: string,
 *   randomBytes: RandomBytes) => Statement} */
export function createStatement(group, { role, number }, signingKey, message, randomBytes) {
  return { message, role, number, signature: createSignature(group, signingKey, message, randomBytes) };
}

/** @type {(kind: Kind, role: Role) => boolean} */
function maySign(kind, role) {
  if (kind === "booth") return role === "trustee";
  return (role === "mirror") === (kind === "mirror-end");
}

/**
 * Check one statement; `texts`: what may have been signed. Throws `KIND-signer`, `KIND-text` or
 * `KIND-signature`.
 * @type {(people: People, kind: Kind, texts: string[], statement: Statement) => void}
 */
export function checkStatement(people, kind, texts, statement) {
  const { message, role, signature } = statement;
  const key = maySign(kind, role) ? findKey(people, statement) : null;
  if (key === null) throw new ProtocolError(`${kind}-signer`, "a statement is by nobody who may sign it");
  const who = nameSigner(statement);
  if (!texts.includes(message)) throw new ProtocolError(`${kind}-text`, `${who} signed something else`);
  const code = `${kind}-signature`;
  recode(code, who, () => checkSignature(people.group, key, message, signature, code));
}

/** Check that everybody signed once, and their order. Throws `KIND-second`, `KIND-signer`.
 * @type {(kind: Kind, statements: Statement[]) => void} */
export function checkSigners(kind, statements) {
  if (new Set(statements.map(nameSigner)).size !== statements.length) {
    throw new ProtocolError(`${kind}-second`, "somebody signed two statements of one kind");
  }
  /** @type {(one: Statement) => number} */
  const rank = ({ role }) => ROLES.indexOf(role);
  const sorted = statements.every((one, i) => {
    const before = statements[i - 1];
    return (
      before === undefined || rank(before) < rank(one) || (rank(before) === rank(one) && before.number < one.number)
    );
  });
  if (!sorted) throw new ProtocolError(`${kind}-signer`, "the statements are not in their signers' order");
}
