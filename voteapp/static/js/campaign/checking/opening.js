// Making a ballot again from what opened it.
//
// PAPER, "Check instead of send"; docs/formats.md, "Checking a ballot". The same as
// voteapp/campaign/checking/opening.py.

import { MisuseError, ProtocolError } from "../../protocol/errors.js";
import { computeWidths } from "../../protocol/kinds.js";
import { unpackChoices } from "./codes.js";
import { createFromSeed } from "./seeds.js";
/** @import { Unsigned } from "../../protocol/ballots.js" */
/** @import { Context } from "../../protocol/election.js" */
/** @import { Progress } from "../../protocol/encoding.js" */
/** @import { Opened } from "./codes.js" */

/**
 * The choices that are in the ballot to which a phone had committed with `hash` (base64). `listed`: the
 * election's public credentials. Throws ProtocolError: `check-election` (another election), `check-credential`
 * (no slip of it), `check-choices` (none that its questions allow), `check-hash`: the phone had encrypted
 * something else.
 * @type {(context: Context, listed: readonly string[], hash: string, opened: Opened, onProgress?: Progress) =>
 *   number[][]}
 */
export function openCommitment(context, listed, hash, opened, onProgress) {
  const { election } = context;
  if (opened.uuid !== election.uuid) throw new ProtocolError("check-election", "the code is of another election");
  if (!listed.includes(opened.credential)) {
    throw new ProtocolError("check-credential", "the code is of a slip that is not on the list");
  }
  const choices = unpackChoices(opened.choices, computeWidths(election.questions));
  /** @type {Unsigned} */
  let made;
  try {
    made = createFromSeed(context, opened.credential, choices, opened.seed, onProgress);
  } catch (error) {
    if (error instanceof MisuseError) throw new ProtocolError("check-choices", error.message);
    throw error;
  }
  if (made.hash !== hash) throw new ProtocolError("check-hash", "the ballot is another one than was committed to");
  return choices;
}
