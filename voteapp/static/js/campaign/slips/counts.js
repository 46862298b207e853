// Slip counts: printed, handed out, spoiled and returned, per leaf, beside ballots accepted.
//
// DESIGN, "Rules and the certificate"; docs/formats.md, "Evidence" (Slip counts).

import { types } from "../../protocol/types.js";
import { ProtocolError } from "../../protocol/errors.js";
import { sortCodes } from "../units/release.js";
/** @import { Value } from "../../protocol/types.js" */

/** One leaf's slips; `spoiled` and `returned` are of those handed out. */
export const SlipCount = types.struct({
  leaf: types.string,
  printed: types.integer,
  handed_out: types.integer,
  spoiled: types.integer,
  returned: types.integer,
});
/** @typedef {Value<typeof SlipCount>} SlipCount */

/**
 * Check all leaves' counts; `credentials` and `accepted` (missing: 0) are Maps by leaf code.
 * Throws `slips-leaves`, `slips-counts` or `slips-accepted`.
 * @type {(counts: SlipCount[], credentials: Map<string, number>, accepted: Map<string, number>) => void}
 */
export function checkSlipCounts(counts, credentials, accepted) {
  const codes = sortCodes(credentials.keys());
  if (counts.length !== codes.length || counts.some((count, i) => count.leaf !== codes[i])) {
    throw new ProtocolError("slips-leaves", "the counts do not list every leaf once, sorted");
  }
  for (const count of counts) checkLeaf(count, credentials.get(count.leaf) ?? 0, accepted.get(count.leaf) ?? 0);
}

/** One leaf's counts; `made`: its credentials, `accepted`: its ballots.
 * @type {(count: SlipCount, made: number, accepted: number) => void} */
function checkLeaf({ leaf, printed, handed_out: handedOut, spoiled, returned }, made, accepted) {
  /** @type {(code: string, message: string) => ProtocolError} */
  const wrong = (code, message) => new ProtocolError(code, `${leaf}: ${message}`);
  if (Math.min(printed, handedOut, spoiled, returned) < 0) throw wrong("slips-counts", "a count is negative");
  if (handedOut > printed || printed > made) throw wrong("slips-counts", "more slips than were made");
  const left = handedOut - spoiled - returned;
  if (left < 0) throw wrong("slips-counts", "more came back than went out");
  if (accepted > left) throw wrong("slips-accepted", "more ballots than slips that members kept");
}
