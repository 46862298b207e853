// Last pass of an audit: the tally, the partial decryptions, the result.
//
// Belenios specification, sections "Encrypted tally", "Partial decryptions", "Election result".

import { decodeCanonical, MAX_INTEGER } from "../encoding.js";
import { ProtocolError } from "../errors.js";
import { width } from "../questions.js";
import {
  checkPartialDecryption,
  checkResult,
  combineFactors,
  decodePartialDecryption,
  decodeTally,
  hasEnough,
  OwnedPartialDecryption,
  Result,
  SizedEncryptedTally,
} from "../tally.js";
import { checkConsistency } from "./consistency.js";
import { explainDecryption } from "./explanations.js";
import { collect } from "./setup.js";

/**
 * Check everything after EndBallots: {tally, factors, result}; `factors` by owner, only those
 * whose proofs hold.
 */
export async function verifyDecryption(structure, setup, box, findings, onProgress) {
  const decryption = { tally: null, factors: new Map(), result: null };
  const [tallied] = structure.ofKind("EncryptedTally");
  const { context, items } = setup;
  if (tallied === undefined || context === null) return decryption;
  for (const { height } of structure.ofKind("Shuffle")) {
    // Questions that need one are not supported (yet), so none can be called for.
    findings.add("event-order", height, "no question calls for a shuffle");
  }
  decryption.tally = collect(findings, tallied.height, () => verifyTally(structure, context, box, tallied));
  if (decryption.tally === null || items === null || !setup.keyMatches) return decryption;
  const parts = { structure, setup, box, decryption, findings };
  const sound = await verifyPartialDecryptions(parts, onProgress);
  const [finished] = structure.ofKind("Result");
  const certain = !structure.unreadable && !structure.disordered.has("PartialDecryption");
  if (finished !== undefined && sound && certain) {
    decryption.result = collect(findings, finished.height, () =>
      verifyResult(structure, context, items, box, decryption, findings, finished),
    );
  }
  return decryption;
}

/** Check each, then how they fit together; gives whether all are sound. */
async function verifyPartialDecryptions(parts, onProgress) {
  const { structure, setup, findings } = parts;
  const pairs = setup.items.flatMap((item) => item.owners.map((owner, i) => [owner, item.keys[i]]));
  const keys = new Map(pairs);
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

/** With more than are needed, all must lie on one polynomial; one finding an item at most. */
function verifyConsistency({ setup, decryption, findings }, heights) {
  const { factors } = decryption;
  let sound = true;
  for (const item of setup.items.filter(({ kind }) => kind === "Pedersen")) {
    for (const owner of [...factors.keys()].filter((one) => item.owners.includes(one))) {
      const before = findings.items.length;
      collect(findings, heights.get(owner), () =>
        checkConsistency(setup.context.group, item, factors, owner),
      );
      if (findings.items.length > before) {
        sound = false;
        break;
      }
    }
  }
  return sound;
}

function sameTally(group, left, right) {
  const same = (a, b) => group.equal(a.alpha, b.alpha) && group.equal(a.beta, b.beta);
  return left.every((row, i) => row.every((pair, j) => same(pair, right[i][j])));
}

/** The record's tally if it is the ballots', else null or a ProtocolError. */
function verifyTally(structure, { group, election }, box, event) {
  const body = structure.fetch(event.payload);
  if (body === null) return null;
  const sized = decodeCanonical(body, SizedEncryptedTally, "tally-encoding", "the tally's size");
  const inner = structure.fetch(sized.encrypted_tally);
  if (inner === null) return null;
  const tally = decodeTally(group, inner, election.questions.map(width), true);
  if (box.tally === null) return null;
  if (!sameTally(group, tally, box.tally)) {
    throw new ProtocolError("tally-ciphertexts", "the tally is not the ballots' product");
  }
  if (sized.num_tallied !== box.last.length) {
    const numbers = `${sized.num_tallied} ballots are said, ${box.last.length} count`;
    throw new ProtocolError("tally-count", numbers);
  }
  if (sized.total_weight !== box.totalWeight) {
    const numbers = `weight ${sized.total_weight} is said, ${box.totalWeight} counts`;
    throw new ProtocolError("tally-weight", numbers);
  }
  return tally;
}

function verifyOne({ structure, setup, box, decryption }, keys, heights, body, height) {
  const what = "a partial decryption's owner";
  const owned = decodeCanonical(body, OwnedPartialDecryption, "decryption-encoding", what);
  const { owner } = owned;
  if (!keys.has(owner)) throw new ProtocolError("decryption-owner", `there is no trustee ${owner}`);
  if (heights.has(owner)) {
    throw new ProtocolError("decryption-duplicate", `trustee ${owner} decrypted before`);
  }
  heights.set(owner, height);
  const inner = structure.fetch(owned.payload);
  if (inner === null) return;
  const { group, fingerprint } = setup.context;
  const { tally } = decryption;
  const key = keys.get(owner);
  let wire = null;
  try {
    wire = decodePartialDecryption(inner);
    decryption.factors.set(owner, checkPartialDecryption(group, fingerprint, key, tally, wire));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    let reason = error;
    if (error.code === "decryption-proof") {
      const ballots = box.entries.map(({ digest }) => structure.fetch(digest));
      const { weights } = setup;
      reason = explainDecryption(setup.context, key, { tally, decryption: wire, ballots, weights });
    }
    throw new ProtocolError(reason.code, `trustee ${owner}: ${reason.message}`);
  }
}

function verifyResult(structure, { group }, items, box, decryption, findings, event) {
  const body = structure.fetch(event.payload);
  if (body === null) return null;
  if (!hasEnough(items, decryption.factors.keys())) {
    if (findings.has("archive-")) return null;
    throw new ProtocolError("result-insufficient", "too few trustees decrypted for a result");
  }
  const { result } = decodeCanonical(body, Result, "result-encoding", "the result");
  const factors = combineFactors(group, items, decryption.factors);
  const bound = Math.min(box.totalWeight, MAX_INTEGER);
  checkResult(group, decryption.tally, factors, result, bound);
  return result;
}
