// One statement about one thing, ever, of a key in this browser.

import { encodeCanonical } from "../../campaign/canonical.js";
import { nameSigner } from "../../campaign/statements/people.js";
import { createStatement } from "../../campaign/statements/signing.js";
import { decodeText, secureRandomBytes } from "../../protocol/encoding.js";
import { failure } from "../key/opened.js";
import { recallStatement, rememberStatement } from "./memory.js";
/** @typedef {import("../../campaign/statements/people.js").Signer} Signer */

/** The text that `signer` signed here about `name`, or null; statements are canonical JSON.
 * @type {(name: string, signer: Signer) => Promise<string | null>} */
export async function recallText(name, signer) {
  const before = await recallStatement(name, nameSigner(signer));
  return before === null ? null : JSON.parse(before).message;
}

/** Whether something else than `text` was signed here about `name`.
 * @type {(name: string, signer: Signer, text: string) => Promise<boolean>} */
export async function signedOther(name, signer, text) {
  const before = await recallText(name, signer);
  return before !== null && before !== text;
}

/**
 * The statement of `text`, as canonical JSON: the one that was given before, or a new one, which is remembered under
 * `name` first. Throws SignedOtherError where another was signed.
 */
export async function signOnce({ people }, { signingKey }, signer, name, text) {
  if (await signedOther(name, signer, text)) throw failure("SignedOtherError");
  const before = await recallStatement(name, nameSigner(signer));
  if (before !== null) return before;
  const made = createStatement(people.group, signer, signingKey, text, secureRandomBytes);
  const statement = decodeText(encodeCanonical(made));
  await rememberStatement(name, nameSigner(signer), statement);
  // Another tab may have been first.
  if (await signedOther(name, signer, text)) throw failure("SignedOtherError");
  return statement;
}
