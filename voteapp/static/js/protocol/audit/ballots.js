// Third pass of an audit: every ballot.

import {
  Ballot,
  checkBallotHeader,
  checkBallotSignature,
  checkProofs,
  checkScalars,
  decodeBallot,
  decodePairs,
} from "../ballots.js";
import { decodeJson } from "../encoding.js";
import { ProtocolError } from "../errors.js";
import { width } from "../questions.js";
import { selectLastBallots, TallyAccumulator } from "../tally.js";

/** The result of `work`, or null where it throws a ProtocolError. */
function attempt(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

function nameOnly(value, path) {
  if (value === null || typeof value !== "object" || typeof value.credential !== "string") {
    throw new ProtocolError("type", `${path} is not a ballot`);
  }
  return value.credential;
}

/** Whose ballots they are, from a light reading of each. */
function readEntries(structure, findings) {
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
    const credential =
      body === null ? null : attempt(() => decodeJson(body, nameOnly, "ballot-encoding", "it"));
    box.entries.push({ height, digest: payload, credential });
  }
  box.last = selectLastBallots(box.entries.map((entry) => entry.credential || entry.digest));
  return box;
}

/** Ciphertexts that can go into the tally, or null. */
function pairsOfShape(context, ballot) {
  const { questions } = context.election;
  const fits =
    ballot.answers.length === questions.length &&
    questions.every((question, i) => ballot.answers[i].choices.length === width(question));
  return fits ? attempt(() => decodePairs(context, ballot)) : null;
}

/**
 * The ballot's ciphertexts, if they can be read at all, and its first problem. The proofs of a
 * `known` ballot are not checked again: they depend on its bytes and the election's alone.
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
    if (pairs === null) decodePairs(context, ballot);
    if (!known) {
      checkScalars(context, ballot);
      checkBallotSignature(context, ballot);
      checkProofs(context, ballot, pairs);
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
 */
export async function verifyBallots(structure, setup, findings, { onProgress, known, onVerified }) {
  const box = readEntries(structure, findings);
  const { context, weights } = setup;
  if (context === null) return box;
  const totals = new TallyAccumulator(context.group, context.election.questions.map(width));
  const counting = new Set(box.last);
  // A ballot under an unlisted credential is a finding of its own; it is added up once.
  const weightOf = (entry) => weights?.get(entry.credential) ?? 1;
  let summable = true;
  for (const [index, entry] of box.entries.entries()) {
    const body = structure.fetch(entry.digest);
    if (body === null) {
      summable = false;
      continue;
    }
    const listed = weights === null || weights.has(entry.credential);
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
