// Receipts and heads: what the server promises of a board.
//
// PAPER, "Receipts, refusals, voids"; docs/formats.md, "Receipt and head".

import { isHex } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { types } from "../../protocol/types.js";
import { checkCount, decodeStrict, more } from "../canonical.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Value } from "../../protocol/types.js" */

/** What a receipt calls itself. */
export const RECEIPT = "voteapp-receipt";

/** The promise that the ballot `tracker` of the public credential is sealed in `batch` at the latest. */
export const Receipt = types.struct({
  type: more.exactly(RECEIPT),
  uuid: types.string,
  fingerprint: types.string,
  tracker: types.string,
  credential: types.string,
  batch: types.integer,
  signature: types.string,
});
/** @typedef {Value<typeof Receipt>} Receipt */

/** The state of the record after sealing `batch`: its last event's height and hash. */
export const Head = types.struct({
  type: more.exactly("voteapp-head"),
  uuid: types.string,
  fingerprint: types.string,
  batch: types.integer,
  height: types.integer,
  event: types.string,
  final: types.boolean,
  signature: types.string,
});
/** @typedef {Value<typeof Head>} Head */

/** Read a receipt (signature not checked); throws `receipt-encoding`.
 * @type {(data: Bytes) => Receipt} */
export function decodeReceipt(data) {
  const receipt = decodeStrict(data, Receipt, "receipt-encoding", "the receipt");
  checkCount(receipt.batch, "receipt-encoding", "the batch", 1);
  if (!isHex(receipt.credential, 32)) throw new ProtocolError("receipt-encoding", "the credential has 64 hex digits");
  return receipt;
}
