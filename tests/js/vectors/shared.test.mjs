// The vectors that Python and JavaScript share: both write the same bytes.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readEnvelope } from "../../../voteapp/static/js/campaign/protection.js";
import { createContext } from "../../../voteapp/static/js/protocol/election.js";
import { checkBallot, ROOT } from "../helpers.mjs";
import { makeVectors } from "./vectors.mjs";

const FOLDER = join(ROOT, "tests/vectors-deterministic");

const made = await makeVectors();
const stored = (name) => JSON.parse(readFileSync(join(FOLDER, name), "utf8"));

test("the folder holds these files and no other", () => {
  assert.deepEqual(readdirSync(FOLDER).sort(), Object.keys(made).sort());
});

for (const [name, vectors] of Object.entries(made)) {
  test(`${name} is written byte for byte`, () => {
    assert.ok(vectors.length > 0);
    assert.deepEqual(JSON.parse(JSON.stringify(vectors)), stored(name));
  });
}

test("every shared ballot is valid", () => {
  const encoder = new TextEncoder();
  for (const { election, ballot } of stored("ballots.json")) {
    checkBallot(createContext(encoder.encode(election)), encoder.encode(ballot));
  }
});

test("no protected file is read of which a part is not hex", () => {
  const [{ file, refused }] = stored("protected.json");
  const encoder = new TextEncoder();
  const read = (text) => readEnvelope(encoder.encode(text), "voteapp-token-file");
  read(file);
  for (const bent of refused) assert.throws(() => read(bent), { code: "file-encoding" }, bent);
});

test("the example of DESIGN", () => {
  const [{ credential }] = stored("ballots.json");
  assert.equal(credential, "Wx3nJ-p55DpC-Ah4VU-dm2tqV");
});
