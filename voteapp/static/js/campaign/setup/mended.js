// The booth's files that were mended while people vote: t trustees must have signed each.
//
// PAPER, "Fixing the set-up"; docs/formats.md, "Amendments"; ADR 38. The same as voteapp/campaign/setup/mended.py.

import { ProtocolError } from "../../protocol/errors.js";
import { checkSigners, checkStatement } from "../statements/signing.js";
import { computeBoothText } from "../statements/texts.js";
/** @import { People } from "../statements/people.js" */
/** @import { Amendment } from "./amendments.js" */

const KIND = "booth";

/**
 * Check who signed each mended file of a chain that `checkAmendments` has taken. Throws `booth-second`,
 * `booth-signer`, `booth-text`, `booth-signature` or `booth-missing`.
 * @type {(people: People, amendments: Amendment[]) => void}
 */
export function checkMended(people, amendments) {
  for (const { path, signed, fingerprints, number, old, new: now } of amendments) {
    if (path === undefined || signed === undefined) continue;
    const text = computeBoothText(fingerprints, number, path, old, now);
    checkSigners(KIND, signed);
    for (const statement of signed) checkStatement(people, KIND, [text], statement);
    if (signed.length < people.threshold) {
      const message = `${signed.length} of ${people.threshold} trustees agreed to another ${path}`;
      throw new ProtocolError(`${KIND}-missing`, message);
    }
  }
}
