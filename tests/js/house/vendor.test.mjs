import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { bundleAll, listStale } from "../../../scripts/vendor-js.mjs";

const ROOT = new URL("../../../", import.meta.url);

test("every vendored and bundled file is what `npm run vendor` writes", async () => {
  const files = await bundleAll();
  assert.ok(files.length >= 4);
  for (const { path, text } of files) {
    const present = await readFile(new URL(path, ROOT), "utf8");
    assert.ok(present === text, `${path} differs: run npm run vendor`);
  }
  assert.deepEqual(await listStale(files), []);
});
