// What a slip says by itself: which set-up it was printed for, and which unit it belongs to (PAPER,
// "Pin"). It is looked at before the server is asked anything about the slip.

import { findLeaves } from "../campaign/slips/pins.js";
import { NotFixedError } from "./ballot.js";
/** @import { SlipCode } from "../campaign/slips/pins.js" */
/** @import { Ballot } from "./ballot.js" */

/**
 * The elections that were handed out are those of one campaign, all of them, in its order, with the
 * same units. Throws NotFixedError.
 * @type {(ballots: readonly Ballot[]) => void}
 */
export function requireWhole(ballots) {
  const uuids = ballots.map(({ uuid }) => uuid).join();
  const units = ballots.map(({ leaves }) => leaves.map(({ code }) => code).join());
  const isWhole = ballots.every(({ siblings }) => siblings.join() === uuids) && new Set(units).size === 1;
  if (!isWhole) throw new NotFixedError("these are not a campaign's elections");
}

/**
 * All of them have the same trustees, witnesses, mirrors and server. Asked only where the slip's pin fits: where it
 * does not, what the server signed of them is the better proof. Throws NotFixedError.
 * @type {(ballots: readonly Ballot[]) => void}
 */
export function requireSamePeople(ballots) {
  const parties = new Set(ballots.map((ballot) => ballot.parties));
  if (parties.size !== 1) throw new NotFixedError("these elections are not of the same people");
}

/**
 * The units that a slip's code fits: one; two, rarely; none where it was printed for another set-up.
 * @type {(ballots: readonly Ballot[], slip: SlipCode) => { code: string, name: string }[]}
 */
export function findUnits(ballots, slip) {
  const [{ leaves }] = ballots;
  const fingerprints = ballots.map(({ fingerprint }) => fingerprint);
  const codes = leaves.map(({ code }) => code);
  const fitting = new Set(findLeaves(slip, fingerprints, codes));
  return leaves.filter(({ code }) => fitting.has(code));
}

/**
 * The file that shows, later, what this phone was given with a slip that does not fit it: the server's
 * signed answer, what the page computed from the rest, and of the slip its pin and its public credentials.
 * It holds no token: nobody votes with it.
 * @type {(info: { code: string, set_up: string | null }, found: { pin: string, credentials: string[],
 *   fingerprints: string[] }) => { name: string, data: string }}
 */
export function describeForeign({ code, set_up: answer }, { pin, credentials, fingerprints }) {
  const record = { type: "voteapp-foreign-slip", version: 1, code, set_up: answer, pin, credentials, fingerprints };
  return { name: `refused-${code}.json`, data: JSON.stringify(record) };
}
