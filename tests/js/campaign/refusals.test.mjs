// Refusals, voids and receipts, read by this side as the other one wrote them.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { findReceipt } from "../../../voteapp/static/js/campaign/board/receipts.js";
import { checkRefusal, decodeRefusal } from "../../../voteapp/static/js/campaign/board/refusals.js";
import { checkVoid, createVoid } from "../../../voteapp/static/js/campaign/board/voids.js";
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

test("a receipt names the last batch that may hold its ballot", () => {
  const audit = (trackers, closed) => ({
    setup: { context: { fingerprint: "f" } },
    structure: {
      fetch: () => null,
      ofKind: (kind) => {
        if (kind === "EndBallots") return closed ? [{}] : [];
        return trackers.map((payload, i) => ({ payload, height: i + 1 }));
      },
    },
  });
  const mine = "00".repeat(32);
  const own = { fingerprint: "f", tracker: "A".repeat(43), batch: 2 };
  const heads = [
    { batch: 1, height: 1, final: false },
    { batch: 2, height: 2, final: false },
  ];
  const find = (...given) => findReceipt(own, audit(given[0], given[2] ?? false), given[1]).state;
  assert.equal(find(["11"], heads.slice(0, 1)), "waiting");
  assert.equal(find([mine], heads.slice(0, 1)), "sealed");
  assert.equal(find(["11", mine], heads), "sealed");
  assert.equal(find(["11", "22"], heads), "missing");
  assert.equal(find(["11", "22", mine], heads), "late");
  assert.equal(find(["11"], heads.slice(0, 1), true), "missing");
  assert.equal(find(["11"], [{ batch: 1, height: 2, final: true }]), "missing");
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
  assert.equal(findReceipt(own, audit, []).state, "sealed");
  const other = { ...own, credential: "0".repeat(64) };
  assert.throws(() => findReceipt(other, audit, []), { code: "receipt-credential" });
});
