// Rooms of the scripts: no two files or folders that lie beside each other know each other, and
// what stands beside the record is layered as in Python (setup.cfg, contract "documents").

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { importsOf, listOwnScripts, SCRIPTS } from "../scripts.mjs";
import { ROOT } from "../helpers.mjs";

/** Every import between two scripts of ours: [from, to], paths below static/js. */
function listImports() {
  return listOwnScripts().flatMap((path) =>
    importsOf(path).map((name) => [relative(SCRIPTS, path), relative(SCRIPTS, join(dirname(path), name))]),
  );
}

/** Who knows whom among the files and folders that lie in one folder: [folder, one, other]. */
function listNeighbours(imports) {
  const found = [];
  for (const [from, to] of imports) {
    const [one, other] = [from.split("/"), to.split("/")];
    let depth = 0;
    while (one[depth] === other[depth]) depth += 1;
    const folder = one.slice(0, depth).join("/");
    found.push([folder, one[depth], other[depth]]);
  }
  return found;
}

/** A way from `start` back to it, as names; null where there is none. */
function findCycle(known, start) {
  const ways = [[start]];
  const seen = new Set();
  while (ways.length > 0) {
    const way = ways.pop();
    for (const next of known.get(way[way.length - 1]) ?? []) {
      if (next === start) return [...way, start];
      if (!seen.has(next)) {
        seen.add(next);
        ways.push([...way, next]);
      }
    }
  }
  return null;
}

function findCycles(neighbours) {
  const folders = new Map();
  for (const [folder, one, other] of neighbours) {
    if (!folders.has(folder)) folders.set(folder, new Map());
    const known = folders.get(folder);
    known.set(one, (known.get(one) ?? new Set()).add(other));
  }
  return [...folders].flatMap(([folder, known]) =>
    [...known.keys()]
      .map((name) => findCycle(known, name))
      .filter(Boolean)
      .map((way) => `${folder}: ${way.join(" -> ")}`),
  );
}

test("nobody knows a neighbour by whom it is known", () => {
  assert.deepEqual(findCycles(listNeighbours(listImports())), []);
});

test("a cycle of three, between folders, would be found", () => {
  const imports = [
    ["a/x/1.js", "a/y/1.js"],
    ["a/y/2.js", "a/z.js"],
    ["a/z.js", "a/x/2.js"],
    ["b.js", "a/z.js"],
  ];
  assert.equal(findCycles(listNeighbours(imports)).length, 3);
});

test("campaign is layered as in Python", () => {
  const setup = readFileSync(join(ROOT, "setup.cfg"), "utf8");
  const contract = setup.split("[importlinter:contract:documents]")[1].split("\n[")[0];
  const layers = contract.split("layers =\n")[1].trim().split("\n");
  const order = layers.map((line) => line.trim().split(" | "));
  const rank = (name) => order.findIndex((layer) => layer.includes(name.replace(/\.js$/, "")));
  const inside = listNeighbours(listImports()).filter(([folder]) => folder === "campaign");
  assert.ok(inside.length > 20);
  for (const [, one, other] of inside) {
    assert.ok(rank(one) >= 0 && rank(other) >= 0, `${one} or ${other} has no layer`);
    assert.ok(rank(one) < rank(other), `${one} imports ${other}`);
  }
});
