// The archive: an append-only, old-style tar of hash-named objects and events.
//
// Belenios specification, section "Public data". Every header is fixed by name, size and the
// archive's timestamp, so a header is checked by writing it again. There are no end-of-archive
// blocks, and nothing but padding zeros between members.

import { encodeJson, encodeText, sameBytes } from "./encoding.js";
import { decodeCanonical, MAX_OBJECT_BYTES, types } from "./types.js";
import { NotAnArchiveError, ProtocolError } from "./errors.js";
/** @import { Bytes } from "./encoding.js" */
/** @import { Value } from "./types.js" */

const BLOCK = 512;
const HEADER_NAME = "BELENIOS";
const MAX_TIMESTAMP = 8 ** 11;
const MAX_OBJECTS = 300000; // objects and events: of 60,000 members there are some 120,000
const NAME = /^([0-9a-f]{64})\.(data|event)\.json$/;
const TIMESTAMP = /^(0|[1-9][0-9]{0,10})$/;
const OCTAL = /^[0-7]{11}$/;

const Header = types.struct({ version: types.integer, timestamp: types.string });
/** @typedef {Value<typeof Header>} Header */

/** A member behind the header; `offset` is where its content begins.
 * @typedef {{ digest: string, isEvent: boolean, offset: number, body: Bytes }} Member */

/** @type {(bytes: Bytes) => string} */
function latin(bytes) {
  return String.fromCharCode(...bytes);
}

/** @type {(size: number) => number} */
function padding(size) {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/** The 512 bytes before a member's content.
 * @type {(name: string, size: number, timestamp: number) => Bytes} */
function encodeTarHeader(name, size, timestamp) {
  const header = new Uint8Array(BLOCK);
  /** @type {(number: number, digits: number) => string} */
  const octal = (number, digits) => number.toString(8).padStart(digits, "0");
  /** @type {(text: string, offset: number) => void} */
  const put = (text, offset) => header.set(encodeText(text), offset);
  put(name, 0);
  put("0000644", 100);
  put("0000000", 108);
  put("0000000", 116);
  put(octal(size, 11), 124);
  put(octal(timestamp, 11), 136);
  put("        ", 148);
  put("0", 156);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  put(`${octal(checksum, 6)}\0 `, 148);
  return header;
}

/** A member: header, content, zeros up to the next block.
 * @type {(name: string, body: Bytes, timestamp: number) => Bytes} */
function encodeMember(name, body, timestamp) {
  const bytes = new Uint8Array(BLOCK + body.length + padding(body.length));
  bytes.set(encodeTarHeader(name, body.length, timestamp), 0);
  bytes.set(body, BLOCK);
  return bytes;
}

/** The archive's first member.
 * @type {(timestamp: number) => Bytes} */
function encodeArchiveHeader(timestamp) {
  return encodeMember(HEADER_NAME, encodeJson({ version: 1, timestamp: `${timestamp}` }), timestamp);
}

/** What the first member says; throws NotAnArchiveError.
 * @type {(first: Bytes) => Header} */
function decodeHeader(first) {
  const sizeField = latin(first.subarray(124, 135));
  const size = OCTAL.test(sizeField) ? parseInt(sizeField, 8) : Infinity;
  if (first.length < 2 * BLOCK || size > BLOCK) {
    throw new NotAnArchiveError("this file does not begin with a BELENIOS header");
  }
  try {
    return decodeCanonical(first.subarray(BLOCK, BLOCK + size), Header, "archive-format", "the archive's header");
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new NotAnArchiveError(error.message);
  }
}

/** Read the first member: {timestamp, offset of the next}. Throws NotAnArchiveError.
 * @type {(bytes: Bytes) => { timestamp: number, offset: number }} */
export function readHeader(bytes) {
  const first = bytes.subarray(0, 2 * BLOCK);
  const header = decodeHeader(first);
  const timestamp = Number(header.timestamp);
  if (!TIMESTAMP.test(header.timestamp) || timestamp >= MAX_TIMESTAMP) {
    throw new NotAnArchiveError("the archive's timestamp is not a number of seconds");
  }
  if (header.version !== 1) {
    throw new NotAnArchiveError(`archives of version ${header.version} are not known`);
  }
  if (!sameBytes(first, encodeArchiveHeader(timestamp))) {
    throw new NotAnArchiveError("the archive's header is not in the known form");
  }
  return { timestamp, offset: 2 * BLOCK };
}

/**
 * Read the members after the header, in order, as {digest, isEvent, offset, body}. Names are not
 * compared with contents here (the auditor does, and goes on). Throws ProtocolError
 * `archive-format` or `archive-size` where reading cannot go on.
 * @type {(bytes: Bytes, start: number, timestamp: number) => Generator<Member, void, undefined>}
 */
export function* readMembers(bytes, start, timestamp) {
  let offset = start;
  for (let count = 0; offset < bytes.length; count += 1) {
    if (count === MAX_OBJECTS) throw new ProtocolError("archive-size", `there are more than ${MAX_OBJECTS} members`);
    const member = readMember(bytes, offset, timestamp);
    yield member;
    offset = member.offset + member.body.length + padding(member.body.length);
  }
}

/** The member whose header begins at `place`.
 * @type {(bytes: Bytes, place: number, timestamp: number) => Member} */
function readMember(bytes, place, timestamp) {
  /** @type {(message: string) => ProtocolError} */
  const strange = (message) => new ProtocolError("archive-format", message);
  const { name, size } = parseTarHeader(bytes.subarray(place, place + BLOCK), timestamp);
  const match = NAME.exec(name);
  if (match === null) throw strange(`a member has the strange name "${name.slice(0, 80)}"`);
  if (size > MAX_OBJECT_BYTES) throw new ProtocolError("archive-size", `the member ${name} is too large`);
  const offset = place + BLOCK;
  const end = offset + size + padding(size);
  if (end > bytes.length) throw strange(`the archive ends within ${name}`);
  if (bytes.subarray(offset + size, end).some((byte) => byte !== 0)) {
    throw strange(`there is something in the padding of ${name}`);
  }
  return { digest: match[1], isEvent: match[2] === "event", offset, body: bytes.subarray(offset, offset + size) };
}

/** Name and size of a header that must be exactly the one that we would write.
 * @type {(head: Bytes, timestamp: number) => { name: string, size: number }} */
function parseTarHeader(head, timestamp) {
  if (head.length !== BLOCK) {
    throw new ProtocolError("archive-format", "the archive ends within a header");
  }
  const name = latin(head.subarray(0, 100)).replace(/\0+$/, "");
  const sizeField = latin(head.subarray(124, 135));
  const strange = () => new ProtocolError("archive-format", "a member's header is not in the known form");
  if (/[\u0080-\uffff]/.test(name) || name.length > 99 || !OCTAL.test(sizeField)) throw strange();
  const size = parseInt(sizeField, 8);
  if (!sameBytes(head, encodeTarHeader(name, size, timestamp))) throw strange();
  return { name, size };
}
