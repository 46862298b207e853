// Sealed batches: how ballots are ordered, and what the signed heads say about a record.
//
// DESIGN, "Casting, sealing, receipts"; docs/formats.md, "Receipt and head". A view of an event
// is {digest, type, ballot, credential}: its hash, its type, and for a ballot the hash of its
// bytes and its credential (else null). The place in the list is the height.

import { ProtocolError } from "../../protocol/errors.js";
import { checkSigned } from "../signed.js";
/** @import { Head } from "./signing.js" */

/** @typedef {{ number: number, first: number, last: number }} Batch */
/** @typedef {{ digest: string, type: string, ballot: string | null, credential: string | null }} EventView */

/** The batch boundaries that heads fix, as {number, first, last}; their sequence is checked.
 * @type {(heads: Head[]) => Batch[]} */
export function computeBatches(heads) {
  const batches = [];
  let last = 0;
  for (const head of heads) {
    if (head.final) continue;
    batches.push({ number: head.batch, first: last + 1, last: head.height });
    last = head.height;
  }
  return batches;
}

const MOST_WRONG_HEADS = 100;

/**
 * Check heads by themselves: whose they are, signatures, sequence. Gives ProtocolErrors
 * `head-election`, `head-signature` and, if nothing else was wrong, `head-sequence`. After many
 * no more are checked.
 * @type {(heads: Head[], uuid: string, fingerprint: string, serverKey: string) => ProtocolError[]}
 */
export function verifyHeads(heads, uuid, fingerprint, serverKey) {
  const errors = [];
  for (const head of heads) {
    if (errors.length === MOST_WRONG_HEADS) return errors;
    try {
      if (head.uuid !== uuid || head.fingerprint !== fingerprint) {
        throw new ProtocolError("head-election", `head ${head.batch} is another election's`);
      }
      checkSigned(head, serverKey, "head-signature");
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      errors.push(error);
    }
  }
  const problem = errors.length === 0 ? findSequenceProblem(heads) : null;
  if (problem !== null) errors.push(new ProtocolError("head-sequence", problem));
  return errors;
}

/** @type {(heads: Head[]) => string | null} */
function findSequenceProblem(heads) {
  let number = 0;
  let height = 0;
  for (const [place, head] of heads.entries()) {
    if (head.final) {
      if (place !== heads.length - 1) return "a head follows the final one";
      if (head.batch !== number || head.height <= height) {
        return "the final head does not follow the last batch";
      }
      return null;
    }
    if (head.batch !== number + 1 || head.height <= height) {
      return `head ${head.batch} is out of sequence or its batch is empty`;
    }
    number = head.batch;
    height = head.height;
  }
  return null;
}

/** Check heads in sequence against the record's events: `head-event`, `head-missing`.
 * @type {(heads: Head[], events: EventView[]) => ProtocolError[]} */
export function verifyBoundaries(heads, events) {
  for (const head of heads) {
    const problem = findHeadProblem(head, events[head.height]);
    if (problem !== null) return [new ProtocolError("head-event", problem)];
  }
  const problem = findUncovered(heads, events);
  return problem === null ? [] : [new ProtocolError("head-missing", problem)];
}

/** @type {(head: Head, event: EventView | undefined) => string | null} */
function findHeadProblem(head, event) {
  if (event === undefined || event.digest !== head.event) return `head ${head.batch}: the record has another event`;
  const right = event.type === (head.final ? "EndBallots" : "Ballot");
  return right ? null : `head ${head.batch} is not at a batch's end`;
}

/** What of the record no head covers.
 * @type {(heads: Head[], events: EventView[]) => string | null} */
function findUncovered(heads, events) {
  const sealed = Math.max(0, ...heads.map((head) => head.height));
  let lastBallot = 0;
  events.forEach((event, height) => {
    if (event.ballot) lastBallot = height;
  });
  const closed = events.some((event) => event.type === "EndBallots");
  if (lastBallot > sealed) return "ballots stand in the record that no head covers";
  return closed && !heads[heads.length - 1]?.final ? "the closed record has no final head" : null;
}

/**
 * Check order within each batch and repeated credentials: `batch-order`, and `credential-reused` for
 * each ballot of a credential that has one.
 * @type {(batches: Batch[], events: EventView[]) => ProtocolError[]}
 */
export function verifyBatches(batches, events) {
  const errors = [];
  const used = new Set();
  for (const batch of batches) {
    const ballots = events.slice(batch.first, batch.last + 1);
    const hashes = ballots.map((event) => event.ballot ?? "");
    if (hashes.some((hash, i) => i > 0 && hash < hashes[i - 1])) {
      errors.push(new ProtocolError("batch-order", `batch ${batch.number} is not sorted`));
    }
    for (const { credential } of ballots) {
      if (used.has(credential)) {
        errors.push(new ProtocolError("credential-reused", `${credential} cast more than one ballot`));
      }
      if (credential !== null) used.add(credential);
    }
  }
  return errors;
}
