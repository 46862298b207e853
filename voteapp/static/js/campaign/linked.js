// Chains of signed entries that all elections of a campaign share: amendments, notes.
//
// docs/formats.md, "Evidence" (Amendments, Notes). Two entries with one number prove two histories.

import { hashHex, sameTexts } from "../protocol/encoding.js";
import { ProtocolError } from "../protocol/errors.js";
import { encodeCanonical } from "./canonical.js";

/** @typedef {{ fingerprints: string[], number: number, previous: string | null }} Linked */

/** The election whose evidence it is: its place (from 0) among the campaign's, how many these are.
 * @typedef {{ place: number, elections: number, fingerprint: string }} Own */

/**
 * Number, hash of the one before, and the elections: all of the campaign, this one among them in
 * its place. Throws ProtocolError(code).
 * @type {(before: Linked[], entry: Linked, own: Own, code: string) => void}
 */
export function checkLink(before, entry, { place, elections, fingerprint }, code) {
  /** @type {(condition: boolean, message: string) => void} */
  const demand = (condition, message) => {
    if (!condition) throw new ProtocolError(code, message);
  };
  const named = entry.fingerprints;
  const previous = before.length ? hashHex(encodeCanonical(before[before.length - 1])) : null;
  const follows = entry.number === before.length + 1 && entry.previous === previous;
  demand(follows, "an entry does not follow the one before");
  const once = named.length === elections && new Set(named).size === named.length;
  demand(once, "an entry does not name every election once");
  demand(named[place] === fingerprint, "an entry names another election in this one's place");
  const same = !before.length || sameTexts(named, before[0].fingerprints);
  demand(same, "two entries name different elections");
}
