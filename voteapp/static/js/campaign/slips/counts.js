// Slip counts: printed, handed out, spoiled and returned, per leaf, beside ballots accepted.
//
// DESIGN, "Rules and the certificate"; docs/formats.md, "Evidence" (Slip counts). People count by
// hand: whatever they counted is taken and published, with what does not fit in it.

import { MAX_INTEGER } from "../../protocol/encoding.js";
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

/** Two numbers of a leaf that do not fit; `code` is the auditor's warning, `message` says both.
 * @typedef {{ code: string, message: string }} Misfit */

/**
 * Check that every leaf (by code) has counts, and that these are counts. Throws `slips-leaves` or
 * `slips-counts`.
 * @type {(counts: SlipCount[], leaves: Iterable<string>) => void}
 */
export function checkSlipCounts(counts, leaves) {
  const codes = sortCodes(leaves);
  if (counts.length !== codes.length || counts.some((count, i) => count.leaf !== codes[i])) {
    throw new ProtocolError("slips-leaves", "the counts do not list every leaf once, sorted");
  }
  for (const { leaf, printed, handed_out: handedOut, spoiled, returned } of counts) {
    if ([printed, handedOut, spoiled, returned].some((number) => number < 0 || number >= MAX_INTEGER)) {
      throw new ProtocolError("slips-counts", `${leaf}: a count is out of range`);
    }
  }
}

/**
 * What does not fit in checked counts; `made` (slips) and `ballots` (missing: 0) are Maps by leaf code.
 * @type {(counts: SlipCount[], made: Map<string, number>, ballots: Map<string, number>) => Misfit[]}
 */
export function listMisfits(counts, made, ballots) {
  return counts.flatMap((count) => compare(count, made.get(count.leaf) ?? 0, ballots.get(count.leaf) ?? 0));
}

/** @type {(count: SlipCount, made: number, ballots: number) => Misfit[]} */
function compare({ leaf, printed, handed_out: handedOut, spoiled, returned }, made, ballots) {
  const back = spoiled + returned;
  const kept = Math.max(handedOut - back, 0);
  /** @type {[string, boolean, string][]} */
  const pairs = [
    ["slips-more-printed", printed > made, `${printed} slips were printed, ${made} were made`],
    ["slips-more-handed-out", handedOut > printed, `${handedOut} slips were handed out, ${printed} were printed`],
    ["slips-more-back", back > handedOut, `${back} slips were spoiled or returned, ${handedOut} were handed out`],
    ["slips-more-ballots", ballots > kept, `${ballots} ballots came, members kept ${kept} slips`],
  ];
  return pairs.filter(([, wrong]) => wrong).map(([code, , text]) => ({ code, message: `${leaf}: ${text}` }));
}
