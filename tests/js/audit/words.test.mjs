// Every finding that docs/findings.md names has words of its own on the auditor page.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeFinding } from "../../../voteapp/static/js/audit/words.js";
import { ROOT } from "../helpers.mjs";

test("every documented finding is described", () => {
  const text = readFileSync(join(ROOT, "docs/findings.md"), "utf8");
  const codes = [...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]);
  assert.ok(codes.length > 40, `only ${codes.length}`);
  const unknown = describeFinding("no such code");
  const others = /^(record-unfinished|auditor-page|certificate-unchecked|receipt-|file-|token-|rehearsal-)/;
  const silent = codes.filter((code) => describeFinding(code) === unknown && !others.test(code));
  assert.deepEqual(silent, []);
});
