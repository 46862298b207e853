// Ballots that were verified before: their proofs are not checked again, everything else is.

import { test } from "node:test";
import assert from "node:assert/strict";
import { createReport, verifyRecord } from "../../../voteapp/static/js/protocol/audit/record.js";
import { loadVector } from "../helpers.mjs";

async function study(record, known = new Set()) {
  const verified = [];
  const audit = await verifyRecord(record, { known, onVerified: (hash) => verified.push(hash) });
  return { audit, verified };
}

test("each ballot is checked once, and the report is the same", async () => {
  const { record } = loadVector("revote");
  const first = await study(record);
  const hashes = first.audit.box.entries.map(({ digest }) => digest);
  assert.deepEqual(first.verified, hashes);
  const known = new Set(hashes.slice(0, 2));
  const second = await study(record, known);
  assert.deepEqual(second.verified, hashes.slice(2));
  assert.deepEqual(createReport(second.audit), createReport(first.audit));
});

test("a ballot that is wrong is not told of", async () => {
  const { record } = loadVector("yes-no");
  const { audit } = await study(record);
  const [{ digest }] = audit.box.entries;
  const { offset, size } = audit.structure.places.get(digest);
  const bent = record.slice();
  const text = new TextDecoder().decode(bent.subarray(offset, offset + size));
  const place = text.lastIndexOf('"response":"') + '"response":"'.length;
  bent[offset + place] = text[place] === "1" ? 0x32 : 0x31;
  const { audit: found, verified } = await study(bent);
  assert.ok(found.findings.items.length > 0);
  assert.ok(!verified.includes(digest));
  assert.equal(verified.length, audit.box.entries.length - 1);
});
