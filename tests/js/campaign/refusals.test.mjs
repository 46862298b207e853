// Refusals, voids and receipts, read by this side as the other one wrote them.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { findReceipt } from "../../../voteapp/static/js/campaign/board/receipts.js";
import { findRefusal } from "../../../voteapp/static/js/campaign/board/refused.js";
import { checkRefusal, decodeRefusal } from "../../../voteapp/static/js/campaign/board/refusals.js";
import { checkVoid, createVoid } from "../../../voteapp/static/js/campaign/board/voids.js";
import { encodeCanonical } from "../../../voteapp/static/js/campaign/canonical.js";
import { computeSecret } from "../../../voteapp/static/js/protocol/credentials.js";
import { encodeText } from "../../../voteapp/static/js/protocol/encoding.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import * as server from "../players/server.mjs";
import { createStream } from "../stream.mjs";

function read(name) {
  return readFileSync(new URL(`../../../docs/examples/${name}.json`, import.meta.url), "utf8");
}

const KEY = createStream("server")(32);
const SERVER_KEY = server.computeServerKey(KEY);
const MANIFEST = JSON.parse(read("manifest"));
const GIVEN = decodeRefusal(encodeText(read("refusal")));
const PARTS = { receipt: JSON.parse(read("receipt")), void: GIVEN.void, head: JSON.parse(read("head")) };

/** A refusal of our own server's, with what it carries signed by it as well. */
function refuse(reason, changes = {}) {
  const { signature: _old, ...fields } = { ...GIVEN, reason, receipt: null, void: null, head: null };
  return server.sign({ ...fields, ...changes }, KEY);
}

function signOwn(part, changes) {
  const { signature: _old, ...fields } = part;
  return server.sign({ ...fields, ...changes }, KEY);
}

const OTHER = createStream("another server")(32);

function bare({ signature: _signature, ...fields }) {
  return fields;
}

const receipt = signOwn(PARTS.receipt, { credential: GIVEN.credential, tracker: "A".repeat(43) });
const head = signOwn(PARTS.head, { final: true });

test("the example of a refusal holds, any change of it does not", () => {
  checkRefusal(GIVEN, MANIFEST.server_key);
  for (const change of [{ tracker: receipt.tracker }, { reason: "used" }, { void: null }, { signature: "" }]) {
    assert.throws(() => checkRefusal({ ...GIVEN, ...change }, MANIFEST.server_key), { code: "refusal-signature" });
  }
  assert.throws(() => checkRefusal(GIVEN, SERVER_KEY), { code: "refusal-signature" });
  assert.throws(() => decodeRefusal(encodeText("{}")), { code: "refusal-encoding" });
  assert.throws(() => decodeRefusal(encodeText("")), { code: "refusal-encoding" });
});

test("each reason with what shows it, and with nothing else", () => {
  checkRefusal(refuse("used", { receipt }), SERVER_KEY);
  checkRefusal(refuse("closed", { head }), SERVER_KEY);
  checkRefusal(refuse("voided", { void: PARTS.void }), SERVER_KEY);
  for (const wrong of [
    refuse("used"),
    refuse("closed"),
    refuse("voided"),
    refuse("used", { head }),
    refuse("used", { receipt, head }),
    refuse("used", { receipt: PARTS.receipt }),
    refuse("used", { receipt: signOwn(receipt, { tracker: GIVEN.tracker }) }),
    refuse("used", { receipt: signOwn(receipt, { uuid: "another" }) }),
    refuse("used", { receipt: signOwn(receipt, { credential: "0".repeat(64) }) }),
    refuse("closed", { head: signOwn(head, { final: false }) }),
    refuse("closed", { head: signOwn(head, { fingerprint: "another" }) }),
    refuse("closed", { head: PARTS.head }),
    // Right in every field, but another server signed what is to show the reason.
    refuse("used", { receipt: server.sign(bare(receipt), OTHER) }),
    refuse("closed", { head: server.sign(bare(head), OTHER) }),
    refuse("voided", { void: { ...PARTS.void, credential: "0".repeat(64) } }),
    refuse("voided", { void: { ...PARTS.void, proof: { ...PARTS.void.proof, response: "1" } } }),
  ]) {
    assert.throws(() => checkRefusal(wrong, SERVER_KEY), { code: "refusal-reason" });
  }
});

test("a void is of one slip in one election", () => {
  const group = getGroup("Ed25519");
  const secret = group.randomScalar(createStream("slip"));
  const credential = group.encode(group.basePower(secret));
  const made = createVoid(group, "F", credential, secret, createStream("nonce"));
  checkVoid(group, made, "F", credential);
  assert.throws(() => checkVoid(group, made, "G", credential), { code: "void-election" });
  assert.throws(() => checkVoid(group, { ...made, fingerprint: "G" }, "G", credential), { code: "void-signature" });
});

const UUID = "LVT5DeUveUjg2b";
const MINE = "00".repeat(32);
const NAMED = { manifest: { uuid: UUID, server_key: SERVER_KEY } };

/** An audited record with these ballots, whose event at each height is named by it. */
function auditOf(trackers, closed = false) {
  return {
    setup: { context: { fingerprint: "f" } },
    structure: {
      fetch: () => null,
      events: [0, ...trackers].map((_, height) => ({ height, digest: `event ${height}` })),
      ofKind: (kind) => {
        if (kind === "EndBallots") return closed ? [{}] : [];
        return trackers.map((payload, i) => ({ payload, height: i + 1 }));
      },
    },
  };
}

function headOf(batch, height, changes = {}) {
  const fields = {
    type: "voteapp-head",
    uuid: UUID,
    fingerprint: "f",
    batch,
    height,
    event: `event ${height}`,
    final: false,
  };
  return server.sign({ ...fields, ...changes }, KEY);
}

function promise(changes = {}) {
  const fields = {
    type: "voteapp-receipt",
    uuid: UUID,
    fingerprint: "f",
    tracker: "A".repeat(43),
    credential: "",
    batch: 2,
  };
  return server.sign({ ...fields, ...changes }, KEY);
}

test("a receipt names the last batch that may hold its ballot", () => {
  const heads = [headOf(1, 1), headOf(2, 2)];
  const find = (trackers, given, closed) =>
    findReceipt(promise(), auditOf(trackers, closed), { ...NAMED, evidence: { heads: given } });
  assert.deepEqual(find(["11"], heads.slice(0, 1)), { state: "waiting", height: null, proven: false });
  assert.deepEqual(find([MINE], heads.slice(0, 1)), { state: "sealed", height: 1, proven: false });
  assert.deepEqual(find(["11", MINE], heads), { state: "sealed", height: 2, proven: false });
  assert.deepEqual(find(["11", "22"], heads), { state: "missing", height: null, proven: true });
  assert.deepEqual(find(["11", "22", MINE], heads), { state: "late", height: 3, proven: true });
  assert.deepEqual(find(["11"], heads.slice(0, 1), true), { state: "missing", height: null, proven: false });
  const final = [headOf(1, 1, { final: true })];
  assert.deepEqual(find(["11"], final), { state: "missing", height: null, proven: true });
});

test("nothing is proven by what the manifest's key did not sign, or what is not of this record", () => {
  const audit = auditOf(["11", "22"]);
  const heads = [headOf(2, 2)];
  const given = { ...NAMED, evidence: { heads } };
  const unsigned = { ...promise(), signature: "0".repeat(128) };
  assert.deepEqual(findReceipt(unsigned, audit, given), { state: "missing", height: null, proven: false });
  for (const false_ of [
    { ...heads[0], signature: "" },
    headOf(2, 2, { event: "event 1" }),
    headOf(2, 2, { uuid: "MVT5DeUveUjg2b" }),
    headOf(2, 9),
  ]) {
    const found = findReceipt(promise(), audit, { ...NAMED, evidence: { heads: [false_] } });
    assert.deepEqual(found, { state: "waiting", height: null, proven: false });
  }
  assert.equal(findReceipt(promise(), audit, null).proven, false);
});

test("a receipt for another fingerprint of the uuid proves two elections", () => {
  const audit = auditOf([]);
  const other = promise({ fingerprint: "g" });
  const given = { ...NAMED, evidence: { heads: [] } };
  assert.deepEqual(findReceipt(other, audit, given), { state: "other", height: null, proven: true });
  for (const [shown, documents] of [
    [{ ...other, signature: "0".repeat(128) }, given],
    [other, null],
    [promise({ fingerprint: "g", uuid: "MVT5DeUveUjg2b" }), given],
  ]) {
    assert.throws(() => findReceipt(shown, audit, documents), { code: "receipt-election" });
  }
});

test("a receipt for another slip's ballot is refused", () => {
  const vectors = new URL("../../vectors-deterministic/ballots.json", import.meta.url);
  const [{ ballot }] = JSON.parse(readFileSync(vectors, "utf8"));
  const audit = {
    setup: { context: { fingerprint: "f" } },
    structure: {
      fetch: () => encodeText(ballot),
      ofKind: (kind) => (kind === "EndBallots" ? [] : [{ payload: "00".repeat(32), height: 1 }]),
    },
  };
  const { credential } = JSON.parse(ballot);
  const own = { fingerprint: "f", tracker: "A".repeat(43), batch: 1, credential };
  assert.equal(findReceipt(own, audit, null).state, "sealed");
  const other = { ...own, credential: "0".repeat(64) };
  assert.throws(() => findReceipt(other, audit, null), { code: "receipt-credential" });
});

const SLIP = "ab".repeat(32);
const STOOD = "A".repeat(42) + "E"; // the tracker of MINE's neighbour below
const NEIGHBOUR = "00".repeat(31) + "01";

/** A refusal of a second ballot of a slip on a record of `auditOf`. */
function refuseOn(reason, changes = {}) {
  const fields = {
    type: "voteapp-refusal",
    uuid: UUID,
    fingerprint: "f",
    credential: SLIP,
    tracker: STOOD,
    reason,
    receipt: null,
    void: null,
    head: null,
  };
  return server.sign({ ...fields, ...changes }, KEY);
}

test("a refusal is judged by the record, and a false one proven", () => {
  const WAITING = { state: "waiting", proven: false };
  const TRUE = { state: "true", proven: false };
  const PROVEN = { state: "false", proven: true };
  const judge = (refusal, trackers, heads, closed = false, voided = []) =>
    findRefusal(refusal, auditOf(trackers, closed), { ...NAMED, evidence: { heads, voided } });
  const [first, second] = [headOf(1, 1), headOf(2, 2)];
  const used = refuseOn("used", { receipt: promise({ credential: SLIP }) });
  assert.deepEqual(judge(used, [MINE], [first]), TRUE);
  assert.deepEqual(judge(used, ["11"], [first]), WAITING);
  assert.deepEqual(judge(used, ["11", "22"], [first, second]), PROVEN);
  // The refused ballot itself stands there.
  assert.deepEqual(judge(used, [MINE, NEIGHBOUR], [first, second]), PROVEN);
  assert.deepEqual(judge(used, [MINE, NEIGHBOUR], [first]), { state: "false", proven: false });
  const closed = (changes) => refuseOn("closed", { head: headOf(1, 2, { final: true, ...changes }) });
  assert.deepEqual(judge(closed(), ["11"], [first]), WAITING);
  assert.deepEqual(judge(closed({ event: "other" }), ["11", "22"], [first, second]), PROVEN);
  assert.deepEqual(judge(closed(), ["11", "22"], [first, second]), PROVEN); // a last head over a ballot
  const group = getGroup("Ed25519");
  const secret = group.randomScalar(createStream("slip"));
  const credential = group.encode(group.basePower(secret));
  const given = createVoid(group, "f", credential, secret, createStream("nonce"));
  const voided = refuseOn("voided", { credential, tracker: null, void: given });
  assert.deepEqual(judge(voided, ["11"], [first]), WAITING);
  assert.deepEqual(judge(voided, ["11"], [first], true), { state: "false", proven: false });
  assert.deepEqual(judge(voided, ["11"], [first], true, [given]), TRUE);
  const elsewhere = refuseOn("used", { fingerprint: "g", receipt: promise({ fingerprint: "g", credential: SLIP }) });
  assert.deepEqual(judge(elsewhere, [], []), { state: "other", proven: true });
  assert.throws(() => judge({ ...used, signature: "" }, [], []), { code: "refusal-signature" });
  assert.throws(() => judge(refuseOn("used"), [], []), { code: "refusal-reason" });
});

test("a void slip whose ballot stands in the record was not void, whatever ballot was refused", () => {
  const vectors = new URL("../../vectors-deterministic/ballots.json", import.meta.url);
  const [{ ballot, credential: slip, uuid }] = JSON.parse(readFileSync(vectors, "utf8"));
  const group = getGroup("Ed25519");
  const secret = computeSecret(group, uuid ?? JSON.parse(ballot).election_uuid, slip);
  const { credential } = JSON.parse(ballot);
  const given = createVoid(group, "f", credential, secret, createStream("nonce"));
  const voided = refuseOn("voided", { credential, tracker: null, void: given });
  const audit = auditOf(["11"]);
  audit.structure.fetch = () => encodeText(ballot);
  const evidence = { heads: [headOf(1, 1)], voided: [given] };
  assert.deepEqual(findRefusal(voided, audit, { ...NAMED, evidence }), { state: "false", proven: true });
});

test("an answer to a void names no ballot, and never says that voting is over", () => {
  const text = encodeCanonical;
  const given = refuse("voided", { tracker: null, void: PARTS.void });
  assert.equal(decodeRefusal(text(given)).tracker, null);
  assert.throws(() => decodeRefusal(text(refuse("closed", { tracker: null, head: null }))), {
    code: "refusal-encoding",
  });
});
