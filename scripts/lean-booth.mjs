// The booth's scripts as phones get them: the same modules under the same names, without comments and
// without space between tokens. voteapp/static/lean holds them as voteapp/static/js holds what is read.

import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { build, transform } from "esbuild";

const READ = "voteapp/static/js";
export const LEAN = "voteapp/static/lean";
/** What the booth starts; modules lead on from there. */
const ENTRIES = ["booth/fragment.js", "public/watchdog.js", "booth/main.js", "booth/worker.js"];

/** Every script that these load, at once or later, from the folder of scripts on. */
async function follow(root) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES.map((name) => join(READ, name)),
    bundle: true,
    splitting: true,
    format: "esm",
    outdir: "build/lean",
    write: false,
    metafile: true,
    logLevel: "error",
  });
  return Object.keys(metafile.inputs)
    .map((path) => relative(READ, path))
    .sort();
}

/** Names stay as they are: who opens a phone's script in a browser still reads it. */
async function shrink(path, text) {
  if (path.startsWith("vendor/")) return text; // so it is already
  const { code } = await transform(text, { minifyWhitespace: true, charset: "utf8", legalComments: "none" });
  return code;
}

/** All of them, as [{path, text}], paths from the repository's root. */
export async function writeLean(root) {
  const paths = await follow(root);
  return Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(root, READ, path), "utf8");
      return { path: join(LEAN, path), text: await shrink(path, text) };
    }),
  );
}
