// A receipt as an address: what its square code and its print hold. The receipt stands behind the
// "#", which no browser sends: the page that opens reads it there.
//
// docs/formats.md, "Receipt and head". As voteapp/campaign/board/receipt_addresses.py.

import { encodeText, fromHex, toHex } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { encodeCanonical } from "../canonical.js";
import { decodeReceipt, RECEIPT } from "./signing.js";
/** @import { Receipt } from "./signing.js" */

const PARTS =
  /^1\.([1-9A-HJ-NP-Za-km-z]{14,64})\.([1-9][0-9]{0,9})\.([\w-]{43})\.([\w-]{43})\.([\w-]{43})\.([\w-]{86})$/;
const LONGEST = 4096;
const PAGE = "/check#";

/** @type {(base64: string) => string} */
function toUrl(base64) {
  return base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @type {(text: string) => string} */
function fromUrl(text) {
  return text.replace(/-/g, "+").replace(/_/g, "/");
}

/** @type {(hex: string) => string} */
function shorten(hex) {
  return toUrl(btoa(String.fromCharCode(...fromHex(hex))));
}

/** @type {(text: string) => string} */
function lengthen(text) {
  const hex = toHex(Uint8Array.from(atob(fromUrl(text)), (character) => character.charCodeAt(0)));
  if (shorten(hex) !== text) {
    throw new ProtocolError("receipt-encoding", "a part of the address is not written as it must");
  }
  return hex;
}

/** What stands behind the "#" of a receipt's address.
 * @type {(receipt: Receipt) => string} */
export function writeFragment({ uuid, batch, fingerprint, tracker, credential, signature }) {
  const hashes = [fingerprint, tracker].map(toUrl);
  return ["1", uuid, batch, ...hashes, ...[credential, signature].map(shorten)].join(".");
}

/** The receipts of a kept text, at least one: each of its addresses; or what `readReceipt` reads (signatures not
 * checked); throws `receipt-encoding`.
 * @type {(text: string) => Receipt[]} */
export function readReceipts(text) {
  const words = text.split(/[ \t\n\v\f\r]+/).filter((word) => word !== "");
  if (text.trim().startsWith("{") || words.length < 2) return [readReceipt(text)];
  const addresses = words.filter((word) => word.includes(PAGE));
  if (addresses.length === 0) throw new ProtocolError("receipt-encoding", "no receipt's address stands in it");
  return addresses.map(readReceipt);
}

/** A receipt from its JSON, its address or what stands behind the address's "#" (signature not
 * checked); throws `receipt-encoding`.
 * @type {(text: string) => Receipt} */
export function readReceipt(text) {
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) return decodeReceipt(encodeText(trimmed));
  const match = trimmed.length <= LONGEST ? PARTS.exec(trimmed.slice(trimmed.lastIndexOf("#") + 1)) : null;
  if (match === null) throw new ProtocolError("receipt-encoding", "this is neither a receipt nor its address");
  const [uuid, batch, fingerprint, tracker, credential, signature] = match.slice(1);
  return decodeReceipt(
    encodeCanonical({
      type: RECEIPT,
      uuid,
      batch: Number(batch),
      fingerprint: fromUrl(fingerprint),
      tracker: fromUrl(tracker),
      credential: lengthen(credential),
      signature: lengthen(signature),
    }),
  );
}
