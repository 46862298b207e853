// The bundle: UUID.zip, byte for byte reproducible from its members.
//
// DESIGN, "The evidence and the bundle"; docs/formats.md, "Bundle". Members are stored, sorted by
// name and dated 1980-01-01, so a reader writes the headers again and compares.

import { encodeText, sameBytes } from "../../protocol/encoding.js";
import { NotAnArchiveError } from "../../protocol/errors.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Findings } from "../../protocol/audit/report.js" */

const README_NAME = "README.txt";
const AUDITOR_NAME = "auditor.html";
export const EVIDENCE_NAME = "evidence.json";
export const MANIFEST_NAME = "manifest.json";

const FIXED_NAMES = [README_NAME, AUDITOR_NAME, EVIDENCE_NAME, MANIFEST_NAME];
const LOCAL_SIZE = 30;
const CENTRAL_SIZE = 46;
const END_SIZE = 22;
const DATE = 0x0021; // 1980-01-01
const VERSION = 20;
const UNIX = 3;
const MODE = 0o100644 * 65536;
const MAX_MEMBERS = 64;
const MAX_OTHER_BYTES = 256 * 1024 * 1024;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let i = 0; i < 8; i += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** A member; `header`: where its local header begins.
 * @typedef {{ name: string, crc: number, size: number, header: number }} Member */
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

/** @type {(member: Member) => Bytes} */
function encodeLocal({ name, crc, size }) {
  const fields = [
    long(0x04034b50),
    short(VERSION),
    short(0),
    short(0),
    short(0),
    short(DATE),
    long(crc),
    long(size),
    long(size),
    short(name.length),
    short(0),
  ];
  return pack(fields, encodeText(name));
}

/** @type {(member: Member) => Bytes} */
function encodeCentral({ name, crc, size, header }) {
  const fields = [
    long(0x02014b50),
    short(UNIX * 256 + VERSION),
    short(VERSION),
    short(0),
    short(0),
    short(0),
    short(DATE),
    long(crc),
    long(size),
    long(size),
    short(name.length),
    short(0),
    short(0),
    short(0),
    short(0),
    long(MODE),
    long(header),
  ];
  return pack(fields, encodeText(name));
}

/** @type {(members: Member[], offset: number) => Bytes} */
function encodeDirectory(members, offset) {
  const central = concat(members.map(encodeCentral));
  const count = members.length;
  const end = [
    long(0x06054b50),
    short(0),
    short(0),
    short(count),
    short(count),
    long(central.length),
    long(offset),
    short(0),
  ];
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

/** @type {(bytes: Bytes, member: Member) => Bytes} */
function bodyOf(bytes, { name, size, header }) {
  const start = header + LOCAL_SIZE + name.length;
  return bytes.subarray(start, start + size);
}

/**
 * Read a bundle and compare its form with ours: {uuid, record, others}, `others` a Map from name
 * to bytes. Throws NotAnArchiveError where it is no ZIP file or holds no record. Findings:
 * `bundle-format`, `bundle-checksum`, `bundle-member`, `bundle-missing`.
 * @type {(bytes: Bytes, findings: Findings) => { uuid: string, record: Bytes, others: Map<string, Bytes> }}
 */
export function readBundle(bytes, findings) {
  const { members, tidy } = readDirectory(bytes);
  const record = members.find((member) => member.name.endsWith(".bel"));
  if (record === undefined) {
    throw new NotAnArchiveError("this ZIP file holds no record (UUID.bel)");
  }
  if (!tidy) findings.add("bundle-format", null, "the ZIP file is not in the form that we write");
  for (const member of members) {
    if (FIXED_NAMES.includes(member.name) || member === record) continue;
    const name = member.name.slice(0, 80);
    findings.add("bundle-member", null, `the member "${name}" does not belong there`);
  }
  /** @type {Map<string, Bytes>} */
  const others = new Map();
  for (const member of members) {
    const body = bodyOf(bytes, member);
    if (computeCrc(body) !== member.crc) {
      const name = member.name.slice(0, 80);
      findings.add("bundle-checksum", null, `the checksum of "${name}" is wrong`);
    }
    const fits = FIXED_NAMES.includes(member.name) && member.size <= MAX_OTHER_BYTES;
    if (fits && !others.has(member.name)) others.set(member.name, body);
  }
  for (const name of [README_NAME, AUDITOR_NAME]) {
    if (!others.has(name)) findings.add("bundle-missing", null, `the member ${name} is missing`);
  }
  return { uuid: record.name.slice(0, -".bel".length), record: bodyOf(bytes, record), others };
}

/** Members by the central directory, and whether everything else is as we write it.
 * @type {(bytes: Bytes) => { members: Member[], tidy: boolean }} */
function readDirectory(bytes) {
  const broken = () => new NotAnArchiveError("this file is neither a record nor a bundle that we can read");
  if (bytes.length < END_SIZE) throw broken();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - END_SIZE;
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const offset = view.getUint32(end + 16, true);
  const fits = count <= MAX_MEMBERS && offset + size === end;
  if (view.getUint32(end, true) !== 0x06054b50 || !fits) throw broken();
  const members = parseCentral(view, bytes, count, offset, end);
  if (members === null) throw broken();
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
  return { members, tidy: tidy && place === offset };
}

/** The members that the central directory describes; null where it cannot be read.
 * @type {(view: DataView, bytes: Bytes, count: number, start: number, end: number) => Member[] | null} */
function parseCentral(view, bytes, count, start, end) {
  /** @type {Member[]} */
  const members = [];
  let place = start;
  for (let i = 0; i < count; i += 1) {
    if (place + CENTRAL_SIZE > end) return null;
    const at16 = (/** @type {number} */ offset) => view.getUint16(place + offset, true);
    const at32 = (/** @type {number} */ offset) => view.getUint32(place + offset, true);
    const nameBytes = bytes.subarray(place + CENTRAL_SIZE, Math.min(place + CENTRAL_SIZE + at16(28), end));
    const name = String.fromCharCode(...nameBytes);
    const size = at32(24);
    const usable = at32(0) === 0x02014b50 && at16(10) === 0 && at32(20) === size;
    if (!usable || /[\u0080-\uffff]/.test(name)) return null;
    const member = { name, crc: at32(16), size, header: at32(42) };
    if (member.header + LOCAL_SIZE + name.length + size > bytes.length) return null;
    members.push(member);
    place += CENTRAL_SIZE + at16(28) + at16(30) + at16(32);
  }
  return members;
}
