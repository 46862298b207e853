// Our own scripts, as the tests of the house read them.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "./helpers.mjs";

export const SCRIPTS = join(ROOT, "voteapp/static/js");

function listScripts(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return listScripts(path);
    return name.endsWith(".js") ? [path] : [];
  });
}

/** The paths of every script but the vendored ones. */
export function listOwnScripts() {
  return listScripts(SCRIPTS).filter((path) => !relative(SCRIPTS, path).startsWith("vendor"));
}

/** The paths of every vendored script. */
export function listVendored() {
  return listScripts(join(SCRIPTS, "vendor"));
}

/** The paths of every style sheet of pages. */
export function listStyles() {
  const folder = join(SCRIPTS, "../css");
  return readdirSync(folder).map((name) => join(folder, name));
}

/** What a script imports, as it writes it. */
export function importsOf(path) {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/^(?:import|export)\b[^"]*?from "([^"]+)"|^import "([^"]+)"/gms)].map(
    (match) => match[1] ?? match[2],
  );
}
