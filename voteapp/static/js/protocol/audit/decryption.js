// Last pass of an audit: the tally, the partial decryptions, the result.
//
// Belenios specification, sections "Encrypted tally", "Partial decryptions", "Election result".

import { MAX_INTEGER } from "../encoding.js";
import { decodeCanonical } from "../types.js";
import { ProtocolError } from "../errors.js";
import { computeWidths } from "../kinds.js";
import { checkResult, combineFactors, decodeTally, hasEnough, Result, SizedEncryptedTally } from "../tally.js";
import { checkPartialDecryption, decodePartialDecryption, OwnedPartialDecryption } from "../decryptions.js";
import { collectKeys } from "../keys/trustees.js";
import { checkConsistency } from "./consistency.js";
import { explainDecryption } from "./explanations.js";
import { collect } from "./setup.js";
/** @import { Context } from "../election.js" */
/** @import { Bytes, Progress } from "../encoding.js" */
/** @import { Element, Group } from "../group.js" */
/** @import { Pair } from "../proofs.js" */
/** @import { Matrix } from "../tally.js" */
/** @import { PartialDecryption } from "../decryptions.js" */
/** @import { Item } from "../keys/trustees.js" */
/** @import { Box } from "./ballots.js" */
/** @import { Findings } from "./report.js" */
/** @import { Setup } from "./setup.js" */
/** @import { Accepted, Structure } from "./structure.js" */

const MOST_EXPLAINED = 2;

/** What is behind EndBallots; `factors` by owner, only those whose proofs hold.
 * @typedef {{ tally: Matrix<Pair> | null, factors: Map<number, Matrix<Element>>,
 *   result: Matrix<number> | null }} Decryption */
/** What the partial decryptions are checked with.
 * @typedef {{ structure: Structure, context: Context, items: Item[], weights: Setup["weights"], box: Box,
 *   tally: Matrix<Pair>, factors: Map<number, Matrix<Element>>, findings: Findings, explained: Element[] }} Parts */

/**
 * Check everything after EndBallots: {tally, factors, result}; `factors` by owner, only those
 * whose proofs hold.
 * @type {(structure: Structure, setup: Setup, box: Box, findings: Findings,
 *   onProgress: Progress) => Promise<Decryption>}
 */
export async function verifyDecryption(structure, setup, box, findings, onProgress) {
  /** @type {Decryption} */
  const decryption = { tally: null, factors: new Map(), result: null };
  const [tallied] = structure.ofKind("EncryptedTally");
  const { context, items, weights } = setup;
  if (tallied === undefined || context === null) return decryption;
  for (const { height } of structure.ofKind("Shuffle")) {
    // Questions that need one are not supported (yet), so none can be called for.
    findings.add("event-order", height, "no question calls for a shuffle");
  }
  const { factors } = decryption;
  const tally = collect(findings, tallied.height, () => verifyTally(structure, context, box, tallied));
  if (tally === null || items === null || !setup.keyMatches) return { ...decryption, tally };
  const parts = { structure, context, items, weights, box, tally, factors, findings, explained: [] };
  return { tally, factors, result: await verifyFactors(parts, onProgress) };
}

/** Check the partial decryptions, and the result if they are all sound.
 * @type {(parts: Parts, onProgress: Progress) => Promise<Matrix<number> | null>} */
async function verifyFactors(parts, onProgress) {
  const { structure, findings } = parts;
  const sound = await verifyPartialDecryptions(parts, onProgress);
  const [finished] = structure.ofKind("Result");
  const certain = !structure.unreadable && !structure.disordered.has("PartialDecryption");
  if (finished === undefined || !sound || !certain) return null;
  return collect(findings, finished.height, () => verifyResult(parts, finished));
}

/** Check each, then how they fit together; gives whether all are sound.
 * @type {(parts: Parts, onProgress: Progress) => Promise<boolean>} */
async function verifyPartialDecryptions(parts, onProgress) {
  const { structure, items, findings } = parts;
  const keys = collectKeys(items);
  /** @type {Map<number, number>} */
  const heights = new Map();
  let sound = true;
  for (const { payload, height } of structure.ofKind("PartialDecryption")) {
    const body = structure.fetch(payload);
    const before = findings.items.length;
    if (body !== null) {
      collect(findings, height, () => verifyOne(parts, keys, heights, body, height));
    }
    if (body === null || findings.items.length > before) sound = false;
    await onProgress(heights.size, keys.size);
  }
  return verifyConsistency(parts, heights) && sound;
}

/** With more than are needed, all must lie on one polynomial; one finding an item at most.
 * @type {(parts: Parts, heights: Map<number, number>) => boolean} */
function verifyConsistency({ context, items, factors, findings }, heights) {
  let sound = true;
  for (const item of items.filter(({ kind }) => kind === "Pedersen")) {
    for (const owner of [...factors.keys()].filter((one) => item.owners.includes(one))) {
      const before = findings.items.length;
      const height = heights.get(owner) ?? null;
      collect(findings, height, () => checkConsistency(context.group, item, factors, owner));
      if (findings.items.length > before) {
        sound = false;
        break;
      }
    }
  }
  return sound;
}

/** @type {(group: Group, left: Matrix<Pair>, right: Matrix<Pair>) => boolean} */
function sameTally(group, left, right) {
  /** @type {(a: Pair, b: Pair) => boolean} */
  const same = (a, b) => group.equal(a.alpha, b.alpha) && group.equal(a.beta, b.beta);
  return left.every((row, i) => row.every((pair, j) => same(pair, right[i][j])));
}

/** The record's tally if it is the ballots', else null or a ProtocolError.
 * @type {(structure: Structure, context: Context, box: Box, event: Accepted) => Matrix<Pair> | null} */
function verifyTally(structure, { group, election }, box, event) {
  const body = structure.fetch(event.payload);
  if (body === null) return null;
  const sized = decodeCanonical(body, SizedEncryptedTally, "tally-encoding", "the tally's size");
  const inner = structure.fetch(sized.encrypted_tally);
  if (inner === null) return null;
  const tally = decodeTally(group, inner, computeWidths(election.questions), true);
  if (box.tally === null) return null;
  if (!sameTally(group, tally, box.tally)) {
    throw new ProtocolError("tally-ciphertexts", "the tally is not the ballots' product");
  }
  checkNumbers(sized, box);
  return tally;
}

/** How many ballots, of what weight; throws `tally-count` or `tally-weight`.
 * @type {(sized: SizedEncryptedTally, box: Box) => void} */
function checkNumbers(sized, box) {
  if (sized.num_tallied !== box.last.length) {
    const numbers = `${sized.num_tallied} ballots are said, ${box.last.length} count`;
    throw new ProtocolError("tally-count", numbers);
  }
  if (sized.total_weight !== box.totalWeight) {
    const numbers = `weight ${sized.total_weight} is said, ${box.totalWeight} counts`;
    throw new ProtocolError("tally-weight", numbers);
  }
}

/** @type {(parts: Parts, keys: Map<number, Element>, heights: Map<number, number>, body: Bytes,
 *   height: number) => void} */
function verifyOne(parts, keys, heights, body, height) {
  const what = "a partial decryption's owner";
  const { owner, payload } = decodeCanonical(body, OwnedPartialDecryption, "decryption-encoding", what);
  const key = keys.get(owner);
  if (key === undefined) throw new ProtocolError("decryption-owner", `there is no trustee ${owner}`);
  if (heights.has(owner)) {
    throw new ProtocolError("decryption-duplicate", `trustee ${owner} decrypted before`);
  }
  heights.set(owner, height);
  const inner = parts.structure.fetch(payload);
  if (inner === null) return;
  recodeAs(owner, () => parts.factors.set(owner, verifyProofs(parts, key, decodePartialDecryption(inner))));
}

/** Whether to look for what else was decrypted: it takes some work for each ballot, so it is done for the
 * first two trustees, and where most ballots were right.
 * @type {(parts: Parts) => boolean} */
function isWorthLooking({ box, explained }) {
  return explained.length < MOST_EXPLAINED && 2 * box.accepted >= box.entries.length;
}

/** The factors, whose proofs hold; else what they were made of is said, if that can be found.
 * @type {(parts: Parts, key: Element, decryption: PartialDecryption) => Matrix<Element>} */
function verifyProofs(parts, key, decryption) {
  const { structure, context, weights, box, tally } = parts;
  try {
    return checkPartialDecryption(context.group, context.fingerprint, key, tally, decryption);
  } catch (error) {
    const wrong = error instanceof ProtocolError && error.code === "decryption-proof";
    if (!wrong || !isWorthLooking(parts)) throw error;
    parts.explained.push(key);
    const ballots = box.entries.map(({ digest }) => structure.fetch(digest)).filter((body) => body !== null);
    throw explainDecryption(context, key, { tally, decryption, ballots, weights });
  }
}

/** A ProtocolError of `work` names the trustee.
 * @type {(owner: number, work: () => void) => void} */
function recodeAs(owner, work) {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new ProtocolError(error.code, `trustee ${owner}: ${error.message}`);
  }
}

/** @type {(parts: Parts, event: Accepted) => Matrix<number> | null} */
function verifyResult({ structure, context, items, box, tally, factors, findings }, event) {
  const { group } = context;
  const body = structure.fetch(event.payload);
  if (body === null) return null;
  if (!hasEnough(items, factors.keys())) {
    if (findings.has("archive-")) return null;
    throw new ProtocolError("result-insufficient", "too few trustees decrypted for a result");
  }
  const { result } = decodeCanonical(body, Result, "result-encoding", "the result");
  const combined = combineFactors(group, items, factors);
  checkResult(group, tally, combined, result, Math.min(box.totalWeight, MAX_INTEGER));
  return result;
}
