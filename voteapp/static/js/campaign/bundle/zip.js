// ZIP files in the one form that we write: members stored, sorted by name, dated 1980-01-01.
//
// docs/formats.md, "Bundle". A reader writes the headers again and compares.

import { encodeText, sameBytes } from "../../protocol/encoding.js";
import { NotAnArchiveError } from "../../protocol/errors.js";
/** @import { Bytes } from "../../protocol/encoding.js" */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_SIZE = 30;
const CENTRAL_SIZE = 46;
const END_SIZE = 22;
const DATE = 0x0021; // 1980-01-01
const VERSION = 20;
const UNIX = 3;
const MODE = 0o100644 * 65536;
const MAX_MEMBERS = 64;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let i = 0; i < 8; i += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** A member; `header`: where its local header begins.
 * @typedef {{ name: string, crc: number, size: number, header: number }} Member */
/** Where the central directory stands.
 * @typedef {{ count: number, start: number, end: number }} Directory */
/** A little-endian field: its size and value.
 * @typedef {[size: number, value: number]} Field */

/** CRC-32 as ZIP files have it.
 * @type {(bytes: Bytes) => number} */
export function computeCrc(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}

/** Little-endian fields, [size, value] each, then bytes.
 * @type {(fields: Field[], tail?: Bytes) => Bytes} */
function pack(fields, tail = new Uint8Array(0)) {
  const size = fields.reduce((sum, [width]) => sum + width, 0);
  const bytes = new Uint8Array(size + tail.length);
  const view = new DataView(bytes.buffer);
  let place = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(place, value, true);
    else view.setUint32(place, value, true);
    place += width;
  }
  bytes.set(tail, place);
  return bytes;
}

/** @type {(value: number) => Field} */
const short = (value) => [2, value];
/** @type {(value: number) => Field} */
const long = (value) => [4, value];

/** What both headers of a member say alike: how it is stored, since when, and what it is.
 * @type {(member: Member) => Field[]} */
function describe({ name, crc, size }) {
  const stored = [short(VERSION), short(0), short(0)];
  return [...stored, short(0), short(DATE), long(crc), long(size), long(size), short(name.length), short(0)];
}

/** @type {(member: Member) => Bytes} */
function encodeLocal(member) {
  return pack([long(LOCAL), ...describe(member)], encodeText(member.name));
}

/** @type {(member: Member) => Bytes} */
function encodeCentral(member) {
  const before = [long(CENTRAL), short(UNIX * 256 + VERSION)];
  const behind = [short(0), short(0), short(0), long(MODE), long(member.header)];
  return pack([...before, ...describe(member), ...behind], encodeText(member.name));
}

/** @type {(members: Member[], offset: number) => Bytes} */
function encodeDirectory(members, offset) {
  const central = concat(members.map(encodeCentral));
  const count = short(members.length);
  const end = [long(END), short(0), short(0), count, count, long(central.length), long(offset), short(0)];
  return concat([central, pack(end)]);
}

/** @type {(parts: Bytes[]) => Bytes} */
function concat(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.length;
  }
  return bytes;
}

/** A ZIP file of {name: bytes}: stored, sorted, dated 1980-01-01. Names are ASCII.
 * @type {(contents: Record<string, Bytes>) => Bytes} */
export function encodeZip(contents) {
  /** @type {Member[]} */
  const members = [];
  /** @type {Bytes[]} */
  const parts = [];
  let offset = 0;
  for (const name of Object.keys(contents).sort()) {
    const body = contents[name];
    const member = { name, crc: computeCrc(body), size: body.length, header: offset };
    const header = encodeLocal(member);
    members.push(member);
    parts.push(header, body);
    offset += header.length + body.length;
  }
  return concat([...parts, encodeDirectory(members, offset)]);
}

/** A member's content.
 * @type {(bytes: Bytes, member: Member) => Bytes} */
export function bodyOf(bytes, { name, size, header }) {
  const start = header + LOCAL_SIZE + name.length;
  return bytes.subarray(start, start + size);
}

/** Members by the central directory, and whether everything else is as we write it; throws
 * NotAnArchiveError.
 * @type {(bytes: Bytes) => { members: Member[], tidy: boolean }} */
export function readZip(bytes) {
  const directory = findDirectory(bytes);
  const members = directory === null ? null : parseCentral(bytes, directory);
  if (directory === null || members === null || overlap(members, directory.start)) {
    throw new NotAnArchiveError("this file is neither a record nor a bundle that we can read");
  }
  return { members, tidy: isTidy(bytes, members, directory.start) };
}

/** Whether two members, or one and the directory, hold the same bytes: small files would be read as
 * large ones.
 * @type {(members: Member[], limit: number) => boolean} */
function overlap(members, limit) {
  let end = 0;
  for (const { name, size, header } of [...members].sort((a, b) => a.header - b.header)) {
    if (header < end) return true;
    end = header + LOCAL_SIZE + name.length + size;
  }
  return end > limit;
}

/** @type {(bytes: Bytes) => DataView} */
function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Where the central directory stands, and its members' number; null where there is none.
 * @type {(bytes: Bytes) => Directory | null} */
function findDirectory(bytes) {
  if (bytes.length < END_SIZE) return null;
  const view = viewOf(bytes);
  const end = bytes.length - END_SIZE;
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  const fits = count <= MAX_MEMBERS && start + size === end;
  return fits && view.getUint32(end, true) === END ? { count, start, end } : null;
}

/** @type {(bytes: Bytes, members: Member[], offset: number) => boolean} */
function isTidy(bytes, members, offset) {
  const names = members.map((member) => member.name);
  const sorted = names.every((name, i) => i === 0 || names[i - 1] < name);
  let tidy = sorted && sameBytes(bytes.subarray(offset), encodeDirectory(members, offset));
  let place = 0;
  for (const member of members) {
    const header = encodeLocal(member);
    const found = bytes.subarray(member.header, member.header + header.length);
    tidy = tidy && member.header === place && sameBytes(found, header);
    place += header.length + member.size;
  }
  return tidy && place === offset;
}

/** The members that the central directory describes; null where it cannot be read.
 * @type {(bytes: Bytes, directory: Directory) => Member[] | null} */
function parseCentral(bytes, { count, start, end }) {
  /** @type {Member[]} */
  const members = [];
  let place = start;
  for (let i = 0; i < count; i += 1) {
    const read = place + CENTRAL_SIZE > end ? null : parseMember(bytes, place, end);
    if (read === null) return null;
    members.push(read.member);
    place = read.next;
  }
  return members;
}

/** @type {(bytes: Bytes, place: number, end: number) => { member: Member, next: number } | null} */
function parseMember(bytes, place, end) {
  const view = viewOf(bytes);
  const at16 = (/** @type {number} */ offset) => view.getUint16(place + offset, true);
  const at32 = (/** @type {number} */ offset) => view.getUint32(place + offset, true);
  const behind = place + CENTRAL_SIZE;
  const name = String.fromCharCode(...bytes.subarray(behind, Math.min(behind + at16(28), end)));
  const size = at32(24);
  const usable = at32(0) === CENTRAL && at16(10) === 0 && at32(20) === size;
  if (!usable || /[\u0080-\uffff]/.test(name)) return null;
  const member = { name, crc: at32(16), size, header: at32(42) };
  if (member.header + LOCAL_SIZE + name.length + size > bytes.length) return null;
  return { member, next: behind + at16(28) + at16(30) + at16(32) };
}
