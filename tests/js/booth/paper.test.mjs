// What a slip says by itself, before the server is asked anything about it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Ballot, NotFixedError } from "../../../voteapp/static/js/booth/ballot.js";
import { describeForeign, findUnits, requireSamePeople, requireWhole } from "../../../voteapp/static/js/booth/paper.js";
import { createRecordQuestions } from "../../../voteapp/static/js/campaign/questionnaire/record.js";
import { computePin, readSlipCode, warmUp } from "../../../voteapp/static/js/campaign/slips/pins.js";
import { checkStrata } from "../../../voteapp/static/js/campaign/units/strata.js";
import { encodeText, hashHex } from "../../../voteapp/static/js/protocol/encoding.js";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const [{ token, fingerprints, pins }] = JSON.parse(read("../../vectors-deterministic/pins.json"));
const questionnaire = read("../../../docs/examples/questionnaire.json");
const leavesOf = (...codes) => codes.map((code) => ({ code, name: `Unit ${code}` }));

function createParts(codes = pins.map(({ leaf }) => leaf)) {
  const siblings = fingerprints.map((_, place) => `uuid-${place}`);
  return fingerprints.map((fingerprint, place) => {
    return { uuid: `uuid-${place}`, fingerprint, siblings, leaves: leavesOf(...codes) };
  });
}

test("a slip's unit is the one whose pin stands on it", () => {
  for (const { leaf, code } of pins) {
    assert.deepEqual(findUnits(createParts(), readSlipCode(code)), leavesOf(leaf));
  }
});

test("no unit fits a slip of another set-up, or one whose unit is not there", () => {
  const [{ leaf, code }] = pins;
  const others = createParts().map((part) => ({ ...part, fingerprint: `${"A".repeat(42)}E` }));
  assert.deepEqual(findUnits(others, readSlipCode(code)), []);
  assert.deepEqual(findUnits(createParts(["elsewhere"]), readSlipCode(code)), []);
  assert.equal(findUnits(createParts([leaf]), readSlipCode(code)).length, 1);
});

test("the order of the elections and each of them counts", () => {
  const [part] = createParts();
  const [{ leaf }] = pins;
  const both = [part, { ...part, uuid: "uuid-1", fingerprint: `${"B".repeat(42)}E` }];
  const pin = computePin(
    token,
    both.map(({ fingerprint }) => fingerprint),
    leaf,
  );
  assert.equal(findUnits(both, { token, pin }).length, 1);
  assert.deepEqual(findUnits([both[1], both[0]], { token, pin }), []);
  assert.deepEqual(findUnits([both[0]], { token, pin }), []);
});

test("two units that fit by chance are both given, in the tree's order", () => {
  // Codes that have the same pin are searched for: 2^12.5 suffice for two of 25 bits.
  const seen = new Map();
  let pair = null;
  for (let place = 0; pair === null; place += 1) {
    const code = `u${place}`;
    const pin = computePin(token, fingerprints, code);
    if (seen.has(pin)) pair = { pin, codes: [seen.get(pin), code] };
    seen.set(pin, code);
  }
  const found = findUnits(createParts(["x", ...pair.codes, "y"]), { token, pin: pair.pin });
  assert.deepEqual(found, leavesOf(...pair.codes));
});

test("a campaign's elections are all there, in its order, with the same units", () => {
  const siblings = ["a", "b"];
  const parts = siblings.map((uuid) => ({ uuid, siblings, leaves: leavesOf("icu", "er") }));
  requireWhole(parts);
  const wrong = [
    [parts[0]],
    [parts[1], parts[0]],
    [parts[0], parts[0]],
    [parts[0], { ...parts[1], siblings: ["b", "a"] }],
    [parts[0], { ...parts[1], leaves: leavesOf("icu") }],
    [parts[0], { ...parts[1], leaves: leavesOf("er", "icu") }],
    [...parts, { ...parts[1], uuid: "c" }],
  ];
  for (const one of wrong) assert.throws(() => requireWhole(one), NotFixedError);
});

test("who opens, looks on and signs is the same for all that a slip opens", () => {
  const { parties } = handOut(1).ballot;
  const said = [{ public_key: OTHER_KEY }, { server_key: "s" }, { witnesses: ["w"] }, { mirrors: ["m"] }];
  for (const change of said) {
    const other = handOut(1, change).ballot;
    requireSamePeople([{ parties }, { parties }]);
    assert.throws(() => requireSamePeople([{ parties }, other]), NotFixedError);
  }
});

test("what is kept of a slip that does not fit holds no token", () => {
  const found = { pin: pins[0].pin, credentials: ["c".repeat(64)], fingerprints };
  const { name, data } = describeForeign({ code: "K7QM2X", set_up: "{}" }, found);
  assert.equal(name, "refused-K7QM2X.json");
  const expected = { type: "voteapp-foreign-slip", version: 1, code: "K7QM2X", set_up: "{}", ...found };
  assert.deepEqual(JSON.parse(data), expected);
  assert.ok(!data.includes(token));
});

const OTHER_KEY = "5866666666666666666666666666666666666666666666666666666666666666";

/** An election as the server hands it out, with a tree of so many leaves, and what the phone makes of it. */
function handOut(count, { public_key: key = null, ...said } = {}) {
  const units = Array.from({ length: count }, (_, place) => {
    return { code: `u${place}`, name: "Unit", roster: 20, variant: "" };
  });
  const strata = { code: "c", name: "C", children: [{ code: "f", name: "F", children: units }] };
  const base = JSON.parse(read("../../vectors/yes-no/election.json"));
  const manifest = JSON.stringify({
    uuid: base.uuid,
    campaign: { uuids: [base.uuid] },
    questionnaire: hashHex(encodeText(questionnaire)),
    strata,
    rule: null,
    ...said,
  });
  const questions = createRecordQuestions(JSON.parse(questionnaire));
  const description = `manifest sha256:${hashHex(encodeText(manifest))}`;
  const election = { ...base, questions, description, public_key: key ?? base.public_key };
  const item = { election: JSON.stringify(election), manifest, questionnaire };
  return { strata, item, ballot: count > 1024 ? null : new Ballot(item) };
}

test("a tree of more than 1,024 leaves is refused before any pin is tried", () => {
  const most = handOut(1024);
  checkStrata(most.strata);
  assert.equal(new Ballot(most.item).leaves.length, 1024);
  const more = handOut(1025);
  assert.throws(() => checkStrata(more.strata), { code: "manifest-strata" });
  assert.throws(() => new Ballot(more.item), { message: "there are too many units" });
});

test("leaves of nothing are tried while the worker loads, before any slip is looked at", () => {
  assert.deepEqual(warmUp(), []);
  const main = read("../../../voteapp/static/js/booth/main.js");
  const [called, waits, looks] = ["warmUp();", "await this.jobs.ready;", "findUnits(this.ballots, slip)"].map((text) =>
    main.indexOf(text),
  );
  assert.ok(0 < called && called < waits && waits < looks);
});
