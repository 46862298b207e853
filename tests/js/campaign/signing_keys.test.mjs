// Key files of witnesses and mirrors: opened by their own kind, and by nobody where anything was changed.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { encodeCanonical } from "../../../voteapp/static/js/campaign/canonical.js";
import { protect } from "../../../voteapp/static/js/campaign/protection.js";
import * as keys from "../../../voteapp/static/js/campaign/keys/signing_keys.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { createStream } from "../helpers.mjs";
import { slow } from "../slow.mjs";

const FILE = new URL("../../vectors-deterministic/signing-keys.json", import.meta.url);
const VECTORS = JSON.parse(readFileSync(FILE, "utf8"));
const bytes = (text) => new TextEncoder().encode(text);
const group = getGroup("Ed25519");

test("a file gives its seed to its passphrase alone, and to readers of its own kind", async () => {
  for (const { role, name, file, passphrase, key, key_seed: seed } of VECTORS) {
    assert.deepEqual(keys.readSigningPublic(bytes(file), role), { group: "Ed25519", name, key });
    assert.equal(await keys.openSigningSeed(bytes(file), role, passphrase), seed);
    await assert.rejects(keys.openSigningSeed(bytes(file), role, "another passphrase"), { name: "PassphraseError" });
    const other = role === "witness" ? "mirror" : "witness";
    assert.throws(() => keys.readSigningPublic(bytes(file), other), { code: "file-encoding" });
    assert.notEqual(keys.computeSigningKey(group, role, seed), keys.computeSigningKey(group, other, seed));
  }
});

slow("seed and public key that do not belong together are refused, and so is what is no seed", async () => {
  const [{ key }, { key_seed: seed }] = VECTORS;
  const lock = (shown, inside) =>
    protect("voteapp-witness-key", shown, inside, "correct horse", createStream("signing"), { n: 2 ** 14 });
  const shown = { group: "Ed25519", name: "Zoe", key };
  for (const inside of [{ seed }, { seed: "0".repeat(22) }, { seed: seed.slice(1) }]) {
    const file = await lock(shown, inside);
    await assert.rejects(keys.openSigningSeed(file, "witness", "correct horse"), { code: "file-encoding" });
  }
  const neutral = { ...shown, key: `01${"0".repeat(62)}` };
  const file = await lock(neutral, { seed });
  assert.throws(() => keys.readSigningPublic(file, "witness"), { code: "element" });
  const { public: _, ...rest } = JSON.parse(new TextDecoder().decode(file));
  const more = encodeCanonical({ ...rest, public: { ...shown, more: 1 } });
  assert.throws(() => keys.readSigningPublic(more, "witness"), { code: "file-encoding" });
});
