// The texts that are signed. docs/formats.md, "Statements".

export const OPENING = "voteapp-opening";
const LATE_OPENING = "voteapp-opening-late";
const CLOSING = "voteapp-closing";
const OUT = "voteapp-out";
const END = "voteapp-end";
const CONFIRMATION = "voteapp-confirmation";
const BOOTH = "voteapp-booth";

/** Of somebody who looked at the whole set-up; `amendments` is the hash (hex) of those that there were;
 * `late`: there were ballots already.
 * @type {(fingerprints: string[], amendments: string, late: boolean) => string} */
export function computeOpeningText(fingerprints, amendments, late) {
  return [late ? LATE_OPENING : OPENING, ...fingerprints, amendments].join("|");
}

/** Of an election: hash of EndBallots, of the plan, of the frozen evidence (all hex).
 * @type {(fingerprint: string, endBallots: string, plan: string, evidence: string) => string} */
export function computeClosingText(fingerprint, endBallots, plan, evidence) {
  return `${CLOSING}|${fingerprint}|${endBallots}|${plan}|${evidence}`;
}

/** Of somebody who will sign no closing of the campaign.
 * @type {(fingerprints: string[]) => string} */
export function computeOutText(fingerprints) {
  return [OUT, ...fingerprints].join("|");
}

/** Of a mirror: the first EndBallots (hash in hex) that it saw of an election.
 * @type {(fingerprint: string, endBallots: string) => string} */
export function computeEndText(fingerprint, endBallots) {
  return `${END}|${fingerprint}|${endBallots}`;
}

/** Of somebody who looked at the published result (hash of the Result event in hex).
 * @type {(fingerprint: string, result: string) => string} */
export function computeConfirmationText(fingerprint, result) {
  return `${CONFIRMATION}|${fingerprint}|${result}`;
}

/** Of a trustee who read how one of the booth's files changes; `number` is the amendment's, `before` and `after` are the
 * file's hashes (hex).
 * @type {(fingerprints: string[], number: number, path: string, before: string, after: string) => string} */
export function computeBoothText(fingerprints, number, path, before, after) {
  return [BOOTH, ...fingerprints, number, path, before, after].join("|");
}

/** @type {Record<string, import("./signing.js").Kind>} */
const KINDS = {
  [OPENING]: "opening",
  [LATE_OPENING]: "opening",
  [CLOSING]: "closing-statement",
  [OUT]: "out",
  [END]: "mirror-end",
  [CONFIRMATION]: "confirmation",
  [BOOTH]: "booth",
};

/** Of which kind a text is; null where it is none of them.
 * @type {(text: string) => import("./signing.js").Kind | null} */
export function findKind(text) {
  return KINDS[text.split("|")[0]] ?? null;
}
