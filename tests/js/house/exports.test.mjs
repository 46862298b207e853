// Nothing is exported that nobody imports: a name that only its own module uses stays in it, and
// what nobody uses at all is ESLint's to find then.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "../helpers.mjs";
import { listOwnScripts } from "../scripts.mjs";

const EXPORT = /^export (?:async )?(?:function\*?|class|const|let) (\w+)/gm;
const IMPORT = /(?:^|@)(?:import|export)\s+(?:\*\s+as\s+(\w+)|\{([^}]*)\})\s+from\s+"([^"]+)"/gm;

function listTests() {
  return readdirSync(join(ROOT, "tests"), { recursive: true })
    .filter((name) => name.endsWith(".mjs"))
    .map((name) => join(ROOT, "tests", name));
}

/** The names that a text takes from a module that it imports as `space`; "*": all of them. */
function listMembers(text, space) {
  const taken = [...text.matchAll(new RegExp(`\\.\\.\\.${space}\\b`, "g"))].map(() => "*");
  const used = [...text.matchAll(new RegExp(`(?<![\\w.])${space}\\.(\\w+)`, "g"))].map((match) => match[1]);
  return [...taken, ...used];
}

/** [module, name] of everything that a script takes from others. */
function listTaken(path) {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(IMPORT)].flatMap(([, space, list, from]) => {
    const names = space ? listMembers(text, space) : list.split(",").map((one) => one.trim().split(/\s/)[0]);
    return names.map((name) => [join(path, "..", from), name]);
  });
}

test("every exported name is imported by another script, or by a test", () => {
  const own = listOwnScripts();
  const taken = new Set([...own, ...listTests()].flatMap(listTaken).map((pair) => pair.join(" ")));
  const exported = own.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(EXPORT)].map((match) => [path, match[1]]),
  );
  assert.ok(exported.length > 200, `only ${exported.length} exports were found`);
  const idle = exported.filter(([path, name]) => !taken.has(`${path} ${name}`) && !taken.has(`${path} *`));
  assert.deepEqual(
    idle.map(([path, name]) => `${relative(ROOT, path)}: ${name}`),
    [],
  );
});
