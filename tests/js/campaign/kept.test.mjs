// What people keep, and which of it is about one election. What is read in it: tests/vectors-deterministic/kept.json.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { findCommitment, pickKept, readKept } from "../../../voteapp/static/js/campaign/board/kept.js";
import { encodeText } from "../../../voteapp/static/js/protocol/encoding.js";

const FOLDER = new URL("../../vectors-deterministic/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));

test("of several the one of this election is looked at", () => {
  const [one, two] = read("kept.json")
    .find(({ kept }) => kept?.length === 2)
    .kept.map((text) => readKept(text)[0]);
  assert.equal(pickKept([one, two], two.uuid), two);
  assert.equal(pickKept([one], two.uuid), one); // judged as it is: it may be of another set-up of the uuid
  assert.throws(() => pickKept([one, two], "another"), { code: "receipt-election" });
  assert.throws(() => pickKept([one, one], one.uuid), { code: "receipt-election" });
});

test("what a ballot was sealed as is worked out from it, not read in it", () => {
  const [{ ballot }] = read("ballots.json");
  const { hash } = JSON.parse(ballot).signature;
  const tracker = "A".repeat(43);
  const audit = (text) => ({
    structure: { fetch: () => encodeText(text), ofKind: () => [{ payload: "00".repeat(32), height: 1 }] },
  });
  assert.equal(findCommitment(audit(ballot), tracker), hash);
  assert.equal(findCommitment(audit(ballot.replace(hash, "B".repeat(43))), tracker), hash);
  assert.equal(findCommitment(audit("{}"), tracker), null);
  assert.equal(findCommitment(audit(ballot), "C".repeat(43)), null);
});
