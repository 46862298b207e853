// Whose key signs at the desk: a witness's signs and never decrypts, and nobody's is taken for another's.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { computeSigningKey } from "../../../voteapp/static/js/campaign/keys/signing_keys.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { findSealedShare, openOwnKeys, ownsKeys } from "../../../voteapp/static/js/trustee/desk/keys.js";

const FILE = new URL("../../vectors-deterministic/signing-keys.json", import.meta.url);
const [WITNESS, MIRROR] = JSON.parse(readFileSync(FILE, "utf8"));
const group = getGroup("Ed25519");
const element = (exponent) => group.basePower(exponent);
const trustee = 7n;
const keys = { trustee: [element(trustee)], witness: [element(99n), group.decode(WITNESS.key)], mirror: [] };
const items = [{ kind: "Single", owners: [1], keys: [element(trustee)] }];
const found = { items, people: { group, threshold: 1, keys } };
const second = { role: "witness", number: 2 };
const file = ({ file: text }) => ({ bytes: new TextEncoder().encode(text), passphrase: WITNESS.passphrase });

test("a witness's file and printed page give what signs, and nothing that decrypts", async () => {
  const signingKey = computeSigningKey(group, "witness", WITNESS.key_seed);
  for (const source of [file(WITNESS), { seed: WITNESS.key_seed }]) {
    assert.deepEqual(await openOwnKeys(found, second, null, source), { privateKey: null, signingKey });
  }
  assert.equal(findSealedShare(null, second), null);
});

test("another witness's key, a mirror's and a trustee's are refused", async () => {
  const first = { role: "witness", number: 1 };
  await assert.rejects(openOwnKeys(found, first, null, file(WITNESS)), { message: "OtherKeyError" });
  await assert.rejects(openOwnKeys(found, second, null, { seed: MIRROR.key_seed }), { message: "OtherKeyError" });
  await assert.rejects(openOwnKeys(found, second, null, file(MIRROR)), { code: "file-encoding" });
});

test("a key is that of its role and number alone", () => {
  const own = { privateKey: trustee, signingKey: trustee };
  assert.ok(ownsKeys(found, { role: "trustee", number: 1 }, own));
  assert.ok(!ownsKeys(found, { role: "trustee", number: 2 }, own));
  assert.ok(!ownsKeys(found, { role: "witness", number: 1 }, own));
  // A witness has no key that decrypts.
  const signingKey = computeSigningKey(group, "witness", WITNESS.key_seed);
  assert.ok(ownsKeys(found, second, { privateKey: null, signingKey }));
  assert.ok(!ownsKeys(found, second, { privateKey: trustee, signingKey }));
});
