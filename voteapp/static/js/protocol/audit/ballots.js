// Third pass of an audit: every ballot.

import { computeWidths } from "../kinds.js";
import { selectLastBallots, TallyAccumulator } from "../tally.js";
import { decodeJson } from "../types.js";
import { ProtocolError } from "../errors.js";
import { attempt, checkBallot } from "./single_ballot.js";
/** @import { Context } from "../election.js" */
/** @import { Progress } from "../encoding.js" */
/** @import { Type } from "../types.js" */
/** @import { Pair } from "../proofs.js" */
/** @import { Matrix } from "../tally.js" */
/** @import { Findings } from "./report.js" */
/** @import { Setup } from "./setup.js" */
/** @import { Structure } from "./structure.js" */

// After so many ballots that are not right no more are checked: nothing can be verified any more.
const MOST_WRONG = 500;
// Nor after so many ciphertexts in them: to read one takes as long as to check a proof.
const MOST_WRONG_CIPHERTEXTS = 2000;

/** A ballot on the board; `credential`: as it says itself, null where it cannot be read.
 * @typedef {{ height: number, digest: string, credential: string | null }} Entry */
/** The board; `last`: places in `entries` of the ballots that count.
 * @typedef {{ entries: Entry[], last: number[], accepted: number, totalWeight: number,
 *   tally: Matrix<Pair> | null }} Box */

/** @type {Type<string>} */
function nameOnly(value, path) {
  const { credential } = /** @type {{ credential?: unknown }} */ (value ?? {});
  if (typeof credential !== "string") throw new ProtocolError("type", `${path} is not a ballot`);
  return credential;
}

/** Whose ballots they are, from a light reading of each.
 * @type {(structure: Structure, findings: Findings) => Box} */
function readEntries(structure, findings) {
  /** @type {Box} */
  const box = { entries: [], last: [], accepted: 0, totalWeight: 0, tally: null };
  const seen = new Set();
  for (const { payload, height } of structure.ofKind("Ballot")) {
    if (payload === null) continue;
    if (seen.has(payload)) {
      findings.add("ballot-duplicate", height, "the same ballot stands there twice");
      continue;
    }
    seen.add(payload);
    const body = structure.fetch(payload);
    const credential = body === null ? null : attempt(() => decodeJson(body, nameOnly, "ballot-encoding", "it"));
    box.entries.push({ height, digest: payload, credential });
  }
  box.last = selectLastBallots(box.entries.map((entry) => entry.credential || entry.digest));
  return box;
}

/** What every ballot is checked with; `known`, `onVerified`: see verifyRecord.
 * @typedef {{ structure: Structure, context: Context, weights: Setup["weights"], findings: Findings,
 *   known: { has: (hash: string) => boolean }, onVerified: (hash: string) => unknown }} Parts */

/** Check one ballot: what is wrong with it, undefined where it is not there at all; its ciphertexts,
 * null where they cannot be added up.
 * @type {(parts: Parts, entry: Entry) =>
 *   Promise<{ problem: ProtocolError | null | undefined, pairs: Matrix<Pair> | null }>} */
async function verifyEntry({ structure, context, weights, findings, known, onVerified }, entry) {
  const body = structure.fetch(entry.digest);
  if (body === null) return { problem: undefined, pairs: null };
  const listed = weights === null || weights.has(entry.credential ?? "");
  const seen = known.has(entry.digest);
  const { pairs, problem } = checkBallot(context, body, { listed, known: seen });
  if (problem !== null) findings.addError(problem, entry.height);
  else if (!seen) await onVerified(entry.digest);
  return { problem, pairs };
}

/** A ballot under an unlisted credential is a finding of its own; it is added up once.
 * @type {(entries: Entry[], weights: Setup["weights"]) => number[]} */
function weigh(entries, weights) {
  return entries.map(({ credential }) => weights?.get(credential ?? "") ?? 1);
}

/**
 * Check every ballot on the board and add up those that count: {entries, last, accepted,
 * totalWeight, tally or null}. `known` and `onVerified`: see verifyRecord; `onVerified` and
 * `onProgress(done, total)` may return a promise.
 * @type {(structure: Structure, setup: Setup, findings: Findings,
 *   options: { onProgress: Progress } & Pick<Parts, "known" | "onVerified">) => Promise<Box>}
 */
export async function verifyBallots(structure, setup, findings, { onProgress, ...others }) {
  const box = readEntries(structure, findings);
  const { context, weights } = setup;
  if (context === null) return box;
  const parts = { structure, context, weights, findings, ...others };
  const widths = computeWidths(context.election.questions);
  const width = widths.reduce((sum, one) => sum + one, 0);
  const most = Math.max(1, Math.min(MOST_WRONG, Math.floor(MOST_WRONG_CIPHERTEXTS / width)));
  const totals = new TallyAccumulator(context.group, widths);
  const weighed = weigh(box.entries, weights);
  const counting = new Set(box.last);
  let summable = weights !== null && structure.ballotsCertain;
  let wrong = 0;
  for (const [index, entry] of box.entries.entries()) {
    if (wrong === most) return box;
    const { problem, pairs } = await verifyEntry(parts, entry);
    if (problem === null) box.accepted += 1;
    else if (problem !== undefined) wrong += 1;
    if (pairs === null) summable = false;
    else if (counting.has(index)) totals.add(pairs, weighed[index]);
    await onProgress(index + 1, box.entries.length);
  }
  if (!summable) return box;
  return { ...box, tally: totals.totals, totalWeight: box.last.reduce((sum, index) => sum + weighed[index], 0) };
}
