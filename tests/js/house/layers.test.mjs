// What the scripts may import and use: protocol and campaign know no page and no Node, protocol
// knows no campaign. Nothing is newer than what Safari 14 and Chrome 80 know: syntax, functions, style.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { transform } from "esbuild";
import { importsOf, listOwnScripts, listStyles, listVendored, SCRIPTS } from "../scripts.mjs";

const own = listOwnScripts();
const layerOf = (path) => relative(SCRIPTS, path).split("/")[0];

const ALLOWED = {
  protocol: ["protocol", "vendor"],
  campaign: ["protocol", "campaign", "vendor", "i18n.js"],
  "i18n.js": [],
};

test("protocol and campaign import only what lies below them", () => {
  for (const path of own) {
    const allowed = ALLOWED[layerOf(path)];
    if (allowed === undefined) continue;
    for (const name of importsOf(path)) {
      assert.ok(name.startsWith("."), `${path} imports ${name}`);
      assert.ok(allowed.includes(layerOf(join(dirname(path), name))), `${path} imports ${name}`);
    }
  }
});

test("every import exists", () => {
  for (const path of own) {
    for (const name of importsOf(path)) statSync(join(dirname(path), name));
  }
});

test("protocol and campaign use no page, no storage, no network, no clock", () => {
  const names = [
    "document",
    "window",
    "localStorage",
    "sessionStorage",
    "indexedDB",
    "XMLHttpRequest",
    "WebSocket",
    "process",
    "require",
    "setTimeout",
    "Math\\.random",
    "Date\\.now",
    "new Date\\(\\)",
  ];
  const forbidden = new RegExp(`(?<!\\.)\\b(${names.join("|")})\\b|[^.\\w] ?fetch\\((?!digest\\) \\{)`);
  for (const path of own.filter((one) => ["protocol", "campaign"].includes(layerOf(one)))) {
    const code = readFileSync(path, "utf8").replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
    const found = forbidden.exec(code.replace(/"[^"]*"|`[^`]*`/g, '""'));
    assert.equal(found?.[0], undefined, path);
  }
});

test("nothing is newer than ES2020", async () => {
  const methods =
    "at|replaceAll|replaceChildren|findLast|findLastIndex|toSorted|toReversed|toSpliced|isWellFormed|" +
    "getBigUint64|setBigUint64|getBigInt64|setBigInt64|checkVisibility|randomUUID|showModal";
  const functions = "hasOwn|structuredClone|Object\\.groupBy|requestIdleCallback|Promise\\.(?:any|withResolvers)";
  const newer = new RegExp(`\\.(${methods})\\(|\\b(${functions})\\(|AbortSignal\\.(timeout|any)|\\(\\?<[=!]`);
  for (const path of [...own, ...listVendored()]) {
    const text = readFileSync(path, "utf8");
    assert.equal(newer.exec(text)?.[0], undefined, path);
    // Of what is vendored esbuild has lowered the syntax already.
    if (!own.includes(path)) continue;
    const options = { charset: "utf8", minify: true };
    const { code: same } = await transform(text, { ...options, target: "esnext" });
    const { code: lowered } = await transform(text, { ...options, target: "es2020" });
    assert.equal(lowered, same, `${path} uses syntax newer than ES2020`);
  }
});

test("styles use nothing that those browsers would drop a whole rule for", () => {
  const newer = /:(has|is|where|not\([^)]*,)\(?|\b\d(d|s|l)v[hw]\b|\binset\s*:|@layer|@container|color-mix|[{;]\s*&/;
  for (const path of listStyles()) {
    const text = readFileSync(path, "utf8").replace(/\/\*.*?\*\//gs, "");
    assert.equal(newer.exec(text)?.[0], undefined, path);
    // Alone in its rule: where it is unknown, only that rule is dropped, and the browser's own ring stays.
    for (const selector of text.match(/[^{}]*:focus-visible[^{}]*(?=\{)/g) ?? []) {
      assert.ok(
        selector.split(",").every((one) => one.includes(":focus-visible")),
        `${path}: ${selector}`,
      );
    }
  }
});
