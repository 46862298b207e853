// What a phone commits to before anybody chooses to check: the ballot's hash, as a code and in words.
//
// docs/formats.md, "Checking a ballot".

/** What stands before the hash in the first code. */
export const FIRST = "voteapp-commitment";

/** The first code of a ballot's hash (base64).
 * @type {(hash: string) => string} */
export function writeCommitment(hash) {
  return `${FIRST}|${hash}`;
}
