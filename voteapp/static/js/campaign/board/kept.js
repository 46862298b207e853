// What people keep of the server's answers, and which of it is about one election.
//
// docs/formats.md, "What is kept". Nothing signed is checked here. The same as voteapp/campaign/board/kept.py.

import { decodeBallot } from "../../protocol/ballots.js";
import { encodeJson, encodeText, hashBase64, hexToBase64 } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { types } from "../../protocol/types.js";
import { decodeStrict, more } from "../canonical.js";
import { readReceipts } from "./receipt_addresses.js";
import { decodeRefusal, REFUSAL } from "./refusals.js";
import { RECEIPT } from "./signing.js";
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Refusal } from "./refusals.js" */
/** @import { Receipt } from "./signing.js" */

/** A receipt or a refusal.
 * @typedef {Receipt | Refusal} Kept */

/** The receipts or refusals of a kept text, at least one; throws `receipt-encoding`, `refusal-encoding`.
 * @type {(text: string) => Kept[]} */
export function readKept(text) {
  const trimmed = text.trim();
  /** @type {(type: string) => boolean} */
  const holds = (type) => trimmed.includes(`"type":"${type}"`);
  // In an answer within another text these quotes are escaped; a refusal may hold a receipt.
  if (holds(REFUSAL)) return [decodeRefusal(encodeText(trimmed))];
  if (!trimmed.startsWith("{") || holds(RECEIPT)) return readReceipts(trimmed);
  return readAnswers(trimmed);
}

/** The server's answers to somebody who gave a slip up: by uuid a refusal's exact text.
 * @type {(text: string) => Refusal[]} */
function readAnswers(text) {
  const code = "refusal-encoding";
  const answers = Object.entries(decodeStrict(encodeText(text), more.map(types.string), code, "the server's answers"));
  if (answers.length === 0) throw new ProtocolError(code, "the file holds no answer");
  return answers.map(([uuid, answer]) => {
    const refusal = decodeRefusal(encodeText(answer));
    if (refusal.uuid !== uuid || refusal.tracker !== null) {
      throw new ProtocolError(code, "an answer does not belong to the one who gave the slip up");
    }
    return refusal;
  });
}

/** What is about the election `uuid`; what stands alone is judged as it is. Throws `receipt-election` where there
 * are several and none, or more than one, is about it.
 * @type {(kept: Kept[], uuid: string | undefined) => Kept} */
export function pickKept(kept, uuid) {
  const own = kept.filter((one) => one.uuid === uuid);
  if (kept.length > 1 && own.length !== 1) {
    const what = own.length === 0 ? "nothing in it" : "more than one receipt in it";
    throw new ProtocolError("receipt-election", `${what} is of this election`);
  }
  return own[0] ?? kept[0];
}

/** What the ballot of a tracker was sealed as: the hash of all of it but its signature, which its phone showed
 * before it was sent; worked out again. Null where no ballot that can be read has this tracker.
 * @type {(audit: Pick<Audit, "structure">, tracker: string) => string | null} */
export function findCommitment({ structure }, tracker) {
  for (const { payload } of structure.ofKind("Ballot")) {
    if (payload === null || hexToBase64(payload) !== tracker) continue;
    try {
      const { signature: _signature, ...unsigned } = decodeBallot(structure.fetch(payload) ?? new Uint8Array(0));
      return hashBase64(encodeJson(unsigned));
    } catch (error) {
      if (error instanceof ProtocolError) return null;
      throw error;
    }
  }
  return null;
}
