// Entries of a chain name the same elections one by one, not only joined to one text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkLink } from "../../../voteapp/static/js/campaign/linked.js";
import { encodeCanonical } from "../../../voteapp/static/js/campaign/canonical.js";
import { hashHex } from "../../../voteapp/static/js/protocol/encoding.js";

const own = { place: 0, elections: 3, fingerprint: "a" };

test("two lists of elections that are the same when joined are two lists", () => {
  const first = { fingerprints: ["a", "b,c", "d"], number: 1, previous: null };
  const second = { ...first, number: 2, previous: hashHex(encodeCanonical(first)) };
  checkLink([first], 0, own, "note-chain");
  checkLink([first, second], 1, own, "note-chain");
  const other = { ...second, fingerprints: ["a", "b", "c,d"] };
  assert.throws(() => checkLink([first, other], 1, own, "note-chain"), { code: "note-chain" });
});
