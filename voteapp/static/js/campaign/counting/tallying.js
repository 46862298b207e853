// From the sealed board to the result: the objects of each event, computed by the format's rules.
//
// Belenios specification, "Encrypted tally", "Partial decryptions", "Election result".

import { decodeBallot, decodePairs } from "../../protocol/ballots.js";
import { encodeJson, hashHex } from "../../protocol/encoding.js";
import { width } from "../../protocol/questions.js";
import {
  combineFactors,
  computeResult,
  encodeTally,
  selectLastBallots,
  TallyAccumulator,
} from "../../protocol/tally.js";

/**
 * Multiply the ballots of the board, in board order; the last of a credential counts:
 * {totals, counted, objects}. Their proofs are not checked again.
 */
export function computeTally(context, ballots) {
  const decoded = ballots.map(decodeBallot);
  const counting = selectLastBallots(decoded.map((ballot) => ballot.credential));
  const totals = new TallyAccumulator(context.group, context.election.questions.map(width));
  for (const index of counting) totals.add(decodePairs(context, decoded[index]), 1);
  const encrypted = encodeJson(encodeTally(context.group, totals.totals));
  const sized = {
    num_tallied: counting.length,
    total_weight: counting.length,
    encrypted_tally: hashHex(encrypted),
  };
  return { totals: totals.totals, counted: counting.length, objects: [encrypted, encodeJson(sized)] };
}

/** The objects of a PartialDecryption event. */
export function encodeOwnedDecryption(owner, decryption) {
  const body = encodeJson(decryption);
  return [body, encodeJson({ owner, payload: hashHex(body) })];
}

/** The result object from checked factors, a Map by owner; throws `result-value`. */
export function computeResultObject(context, items, tally, factors, counted) {
  const combined = combineFactors(context.group, items, factors);
  return encodeJson({ result: computeResult(context.group, tally, combined, counted) });
}
