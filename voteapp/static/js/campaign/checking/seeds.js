// The randomness of a ballot, from a seed: whoever is shown the seed makes the same ballot again. And the code
// of what the phone is committed to, before anybody chooses to check.
//
// PAPER, "Check instead of send"; docs/formats.md, "Checking a ballot". The same as
// voteapp/campaign/checking/seeds.py.

import { createUnsigned } from "../../protocol/ballots.js";
import { encodeText, toHex } from "../../protocol/encoding.js";
import { MisuseError } from "../../protocol/errors.js";
import { sha512 } from "../../vendor/noble.js";
/** @import { Unsigned } from "../../protocol/ballots.js" */
/** @import { Context } from "../../protocol/election.js" */
/** @import { Bytes, Progress, RandomBytes } from "../../protocol/encoding.js" */

export const SEED_BYTES = 32;

/** What stands before the hash in the first code. */
export const FIRST = "voteapp-commitment";

/** The first code of a ballot's hash (base64).
 * @type {(hash: string) => string} */
export function writeCommitment(hash) {
  return `${FIRST}|${hash}`;
}

/**
 * The randomness of one ballot's encryption and proofs, never of its signature: each call gives one
 * block of 64 bytes, from which one exponent is drawn. `credential`: the public one. Throws MisuseError.
 * @type {(seed: Bytes, fingerprint: string, credential: string) => RandomBytes}
 */
export function createSeeded(seed, fingerprint, credential) {
  if (seed.length !== SEED_BYTES) throw new MisuseError("a ballot's seed has 32 bytes");
  const start = `voteapp-seed|${toHex(seed)}|${fingerprint}|${credential}|`;
  let drawn = 0;
  return (length) => {
    if (length !== 64) throw new MisuseError("a ballot draws blocks of 64 bytes");
    const block = sha512(encodeText(`${start}${drawn}`));
    drawn += 1;
    return block;
  };
}

/** A ballot without its signature: everything drawn for it comes from the seed. Throws MisuseError.
 * @type {(context: Context, credential: string, choices: number[][], seed: Bytes,
 *   onProgress?: Progress) => Unsigned} */
export function createFromSeed(context, credential, choices, seed, onProgress) {
  return createUnsigned(context, credential, choices, createSeeded(seed, context.fingerprint, credential), onProgress);
}
