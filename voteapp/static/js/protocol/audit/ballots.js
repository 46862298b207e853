// Third pass of an audit: every ballot.

import {
  Ballot,
  checkBallotHeader,
  checkBallotSignature,
  checkProofs,
  checkScalars,
  decodeBallot,
  decodePairs,
  listCiphertexts,
} from "../ballots.js";
import { decodeJson } from "../types.js";
import { ProtocolError } from "../errors.js";
import { computeWidths } from "../kinds.js";
import { selectLastBallots, TallyAccumulator } from "../tally.js";
/** @import { Context } from "../election.js" */
/** @import { Bytes, Progress } from "../encoding.js" */
/** @import { Type } from "../types.js" */
/** @import { Pair } from "../proofs.js" */
/** @import { Matrix } from "../tally.js" */
/** @import { Findings } from "./report.js" */
/** @import { Setup } from "./setup.js" */
/** @import { Structure } from "./structure.js" */

/** A ballot on the board; `credential`: as it says itself, null where it cannot be read.
 * @typedef {{ height: number, digest: string, credential: string | null }} Entry */
/** The board; `last`: places in `entries` of the ballots that count.
 * @typedef {{ entries: Entry[], last: number[], accepted: number, totalWeight: number,
 *   tally: Matrix<Pair> | null }} Box */

/** The result of `work`, or null where it throws a ProtocolError.
 * @type {<T>(work: () => T) => T | null} */
function attempt(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

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

/** Ciphertexts that can go into the tally, or null.
 * @type {(context: Context, ballot: Ballot) => Matrix<Pair> | null} */
function pairsOfShape(context, ballot) {
  const { questions } = context.election;
  if (ballot.answers.length !== questions.length) return null;
  const widths = computeWidths(questions);
  const fits = listCiphertexts(context, ballot).every((row, i) => row.length === widths[i]);
  return fits ? attempt(() => decodePairs(context, ballot)) : null;
}

/**
 * The ballot's ciphertexts, if they can be read at all, and its first problem. The proofs of a
 * `known` ballot are not checked again: they depend on its bytes and the election's alone.
 * @type {(context: Context, body: Bytes, options: { listed: boolean, known: boolean }) =>
 *   { pairs: Matrix<Pair> | null, problem: ProtocolError | null }}
 */
function checkOne(context, body, { listed, known }) {
  let ballot;
  try {
    ballot = decodeBallot(body);
  } catch (problem) {
    if (!(problem instanceof ProtocolError)) throw problem;
    const loose = attempt(() => decodeJson(body, Ballot, problem.code, "the ballot"));
    return { pairs: loose === null ? null : pairsOfShape(context, loose), problem };
  }
  const pairs = pairsOfShape(context, ballot);
  try {
    checkBallotHeader(context, ballot);
    if (!listed) {
      throw new ProtocolError("ballot-credential", "the ballot's credential is not listed");
    }
    const decoded = pairs ?? decodePairs(context, ballot);
    if (!known) {
      checkScalars(context, ballot);
      checkBallotSignature(context, ballot);
      checkProofs(context, ballot, decoded);
    }
  } catch (problem) {
    if (!(problem instanceof ProtocolError)) throw problem;
    return { pairs, problem };
  }
  return { pairs, problem: null };
}

/**
 * Check every ballot on the board and add up those that count: {entries, last, accepted,
 * totalWeight, tally or null}. `known` and `onVerified`: see verifyRecord; `onVerified` and
 * `onProgress(done, total)` may return a promise.
 * @type {(structure: Structure, setup: Setup, findings: Findings,
 *   options: { onProgress: Progress,
 *   known: { has: (hash: string) => boolean }, onVerified: (hash: string) => unknown }) =>
 *   Promise<Box>}
 */
export async function verifyBallots(structure, setup, findings, { onProgress, known, onVerified }) {
  const box = readEntries(structure, findings);
  const { context, weights } = setup;
  if (context === null) return box;
  const totals = new TallyAccumulator(context.group, computeWidths(context.election.questions));
  const counting = new Set(box.last);
  // A ballot under an unlisted credential is a finding of its own; it is added up once.
  /** @type {(entry: Entry) => number} */
  const weightOf = (entry) => weights?.get(entry.credential ?? "") ?? 1;
  let summable = true;
  for (const [index, entry] of box.entries.entries()) {
    const body = structure.fetch(entry.digest);
    if (body === null) {
      summable = false;
      continue;
    }
    const listed = weights === null || weights.has(entry.credential ?? "");
    const seen = known.has(entry.digest);
    const { pairs, problem } = checkOne(context, body, { listed, known: seen });
    if (problem === null) box.accepted += 1;
    else findings.addError(problem, entry.height);
    if (problem === null && !seen) await onVerified(entry.digest);
    if (pairs === null) summable = false;
    else if (counting.has(index)) totals.add(pairs, weightOf(entry));
    await onProgress(index + 1, box.entries.length);
  }
  if (summable && weights !== null && structure.ballotsCertain) {
    box.tally = totals.totals;
    box.totalWeight = box.last.reduce((sum, index) => sum + weightOf(box.entries[index]), 0);
  }
  return box;
}
