// The table of the ceremony's messages is the one in docs/formats.md, as Python's is.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  findMessage,
  findOwed,
  listSteps,
  listTrustees,
  MESSAGES,
  STEPS,
} from "../../../voteapp/static/js/campaign/ceremony/table.js";

const DOCUMENT = readFileSync(new URL("../../../docs/formats.md", import.meta.url), "utf8");
const ROW = /^\| (?:instead of )?(\d):? `(\w+)` \| (\w+) \| `[a-z-]+-\d\.json` \| (.*) \|$/gm;
const ROWS = [...DOCUMENT.matchAll(ROW)];

test("every message stands in the document and no other", () => {
  const told = ROWS.map(([, place, step, who]) => [Number(place), step, who]);
  const known = MESSAGES.map(({ step, kinds, insteadOf }) => {
    const who = kinds.length === 2 ? "all" : kinds[0];
    return [STEPS.indexOf(insteadOf ?? step) + 1, step, who];
  });
  assert.deepEqual(told, known);
  assert.equal(told.length, 7);
});

test("what is ours names its ceremony and its trustee, what is the format's does not", () => {
  assert.deepEqual(
    MESSAGES.map(({ code }) => code === null),
    ROWS.map(([, , , , object]) => object.startsWith("the format's")),
  );
});

test("whose step it is, and who owes it", () => {
  assert.deepEqual(STEPS, ["certificate", "commit", "acknowledge", "reveal", "share"]);
  assert.deepEqual(listSteps("single"), ["commit", "acknowledge", "reveal"]);
  assert.deepEqual(listTrustees("share", 2, 1), [1, 2]);
  assert.deepEqual(listTrustees("reveal", 2, 1), [1, 2, 3]);
  assert.equal(findMessage("share", "single"), null);
  assert.equal(findMessage("assemble", "threshold"), null);
  const owed = findOwed(2, 1, (number, step) => step === "certificate" || (number < 3 && step !== "reveal"));
  assert.deepEqual(owed, { step: "commit", missing: [3] });
  assert.deepEqual(
    findOwed(2, 1, () => true),
    { step: "done", missing: [] },
  );
});
