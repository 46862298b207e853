// Chains of signed entries that all elections of a campaign share: amendments, notes.
//
// docs/formats.md, "Evidence" (Amendments, Notes). Two entries with one number prove two histories.

import { encodeText, hashHex, sameTexts, toHex } from "../protocol/encoding.js";
import { ProtocolError } from "../protocol/errors.js";
import { sha256 } from "../vendor/noble.js";
import { encodeCanonical } from "./canonical.js";

/** @typedef {{ fingerprints: string[], number: number, previous: string | null }} Linked */

/** The hash of the array of none of the entries, of the first, of the first two, ... of all. Each entry
 * is written once: of thousands, to write every array takes too long.
 * @type {(chain: Linked[]) => string[]} */
export function hashBeginnings(chain) {
  const written = sha256.create().update(encodeText("["));
  const end = encodeText("]");
  const finish = () => toHex(written.clone().update(end).digest());
  const hashes = [finish()];
  chain.forEach((entry, i) => {
    if (i > 0) written.update(encodeText(","));
    written.update(encodeCanonical(entry));
    hashes.push(finish());
  });
  return hashes;
}

/** The election whose evidence it is: its place (from 0) among the campaign's, how many these are.
 * @typedef {{ place: number, elections: number, fingerprint: string }} Own */

/**
 * An entry of a chain by its index: number, hash of the one before, and the elections: all of the
 * campaign, this one among them in its place. Throws ProtocolError(code). The chain is given whole:
 * thousands of entries, each with a copy of those before, take long.
 * @type {(chain: Linked[], index: number, own: Own, code: string) => void}
 */
export function checkLink(chain, index, { place, elections, fingerprint }, code) {
  /** @type {(condition: boolean, message: string) => void} */
  const demand = (condition, message) => {
    if (!condition) throw new ProtocolError(code, message);
  };
  const entry = chain[index];
  const named = entry.fingerprints;
  const previous = index > 0 ? hashHex(encodeCanonical(chain[index - 1])) : null;
  const follows = entry.number === index + 1 && entry.previous === previous;
  demand(follows, "an entry does not follow the one before");
  const once = named.length === elections && new Set(named).size === named.length;
  demand(once, "an entry does not name every election once");
  demand(named[place] === fingerprint, "an entry names another election in this one's place");
  const same = sameTexts(named, chain[0].fingerprints);
  demand(same, "two entries name different elections");
}
