// The records of an independent implementation, and what becomes of them when they are changed.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readHeader, readMembers } from "../../../voteapp/static/js/protocol/archive.js";
import { auditFile, listVectors, loadVector } from "../helpers.mjs";
import { slow } from "../slow.mjs";

const KNOWN = [
  "blank-and-ranges",
  "revote",
  "staffing-survey",
  "threshold-2-of-3",
  "threshold-3-of-5-and-single",
  "weights",
  "yes-no",
];
const LONG = ["blank-and-ranges", "staffing-survey", "threshold-3-of-5-and-single"];
const UNKNOWN = [
  "belenios2048-yes-no",
  "lists",
  "ranked-shuffled",
  "rfc3526-ranked-shuffled",
  "rfc3526-threshold-2-of-3",
  "rfc3526-yes-no",
];

test("the folder holds exactly the records that are named here", () => {
  assert.deepEqual(listVectors(), [...KNOWN, ...UNKNOWN].sort());
});

for (const name of KNOWN) {
  (LONG.includes(name) ? slow : test)(`${name} verifies and gives the expected result`, async () => {
    const { record, expected } = loadVector(name);
    const { report, exit } = await auditFile(record);
    assert.deepEqual(report.findings, []);
    assert.deepEqual(report.warnings, []);
    assert.equal(report.verified, true);
    assert.deepEqual(report.result, expected.result);
    assert.equal(exit, 0);
  });
}

for (const name of UNKNOWN) {
  test(`${name} is not supported yet`, async () => {
    const { report, exit } = await auditFile(loadVector(name).record);
    assert.equal(report.error, "unsupported");
    assert.equal(exit, 2);
  });
}

slow("a record may end after any event: verified, without a result, with a warning", async () => {
  const { record } = loadVector("threshold-2-of-3");
  const { timestamp, offset } = readHeader(record);
  const ends = [];
  for (const member of readMembers(record, offset, timestamp)) {
    const size = member.body.length;
    if (member.isEvent) ends.push(member.offset + size + ((512 - (size % 512)) % 512));
  }
  for (const end of ends.slice(0, -1)) {
    const { report } = await auditFile(record.subarray(0, end));
    assert.deepEqual(report.findings, []);
    assert.equal(report.result, null);
    assert.deepEqual(
      report.warnings.map((warning) => warning.code),
      ["record-unfinished"],
    );
  }
  assert.equal(ends.at(-1), record.length);
});

test("a cut file is one finding", async () => {
  const { record } = loadVector("yes-no");
  for (const end of [record.length - 1, record.length - 512, 1024 + 100, 1024 + 512 + 1]) {
    const { report } = await auditFile(record.subarray(0, end));
    assert.deepEqual(
      report.findings.map((finding) => finding.code),
      ["archive-format"],
    );
  }
});

test("what is no archive at all is refused", async () => {
  const { record } = loadVector("yes-no");
  const other = new TextEncoder().encode("PK\u0003\u0004 something else".repeat(100));
  for (const bytes of [new Uint8Array(0), record.subarray(0, 1023), other, record.subarray(512)]) {
    const { report, exit } = await auditFile(bytes);
    assert.equal(report.error, "not-an-archive");
    assert.equal(exit, 2);
  }
});

slow("every byte of a small record matters", async () => {
  const { record } = loadVector("weights");
  for (let position = 1024; position < record.length; position += 1531) {
    const changed = record.slice();
    changed[position] ^= 1;
    const { report } = await auditFile(changed);
    assert.equal(report.verified, false, `byte ${position}`);
    assert.equal(report.findings.length, 1, `byte ${position}: ${JSON.stringify(report.findings)}`);
    assert.match(report.findings[0].code, /^archive-(format|hash)$/);
  }
});
