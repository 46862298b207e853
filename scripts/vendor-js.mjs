// Bundles the vendored libraries and the pages of one file, and writes the booth as phones get it.
//
//   npm run vendor            write the files
//   npm run vendor -- --check compare them with what would be written (used by the tests)
//
// Versions are pinned in package-lock.json, so the same bytes come out everywhere.

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { LEAN, writeLean } from "./lean-booth.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const TARGET = "es2020";
// Browsers of 2020 have no Object.hasOwn.
const OLD = { "Object.hasOwn": "Object.prototype.hasOwnProperty.call" };

const NOBLE = `
export { ed25519 } from "@noble/curves/ed25519.js";
export { ScalarMultiplier } from "@noble/curves/abstract/curve.js";
export { sha256, sha512 } from "@noble/hashes/sha2.js";
`;
const SCRYPT = `export { scrypt, scryptAsync } from "@noble/hashes/scrypt.js";`;
// The reader takes from the writer's file what both need (a phone loads both).
const WRITER = ["ALPHANUMERIC", "BYTES", "ECC_BLOCKS", "ECC_LEVELS", "GF256", "WORDS_PER_BLOCK"];
const WRITER_TOO = ["formatBits", "maskBits", "popcnt", "versionBits"];
const QR = `export { ${["encodeQR", ...[...WRITER, ...WRITER_TOO].map((name) => `_${name}`)].join(", ")} } from "qr";`;
const QR_DECODE = `export { decodeQR } from "qr/decode.js";`;
const SHARED = { name: "shared", setup: ({ onResolve }) => onResolve({ filter: /^\.\/index\.js$/ }, shareWriter) };

function shareWriter({ importer }) {
  return importer.endsWith("qr/decode.js") ? { path: "./qr.js", external: true } : null;
}

const VENDORED = [
  { path: "noble.js", source: NOBLE, packages: ["@noble/curves", "@noble/hashes"] },
  { path: "scrypt.js", source: SCRYPT, packages: ["@noble/hashes"] },
  { path: "qr.js", source: QR, packages: ["qr"] },
  { path: "qr-decode.js", source: QR_DECODE, packages: ["qr"] },
];

async function readPackage(name) {
  const folder = join(ROOT, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  let text;
  try {
    text = await readFile(join(folder, "LICENSE-MIT"), "utf8");
  } catch {
    text = await readFile(join(folder, "LICENSE"), "utf8");
  }
  return { name, version, license, text: text.trim() };
}

async function bundleVendored({ path, source, packages }) {
  const notes = await Promise.all(packages.map(readPackage));
  const titles = notes.map((p) => `${p.name} ${p.version} (${p.license})`).join(", ");
  // Every phone loads these files: the licences' words stand beside them, once.
  const banner = `/*! Vendored from npm by scripts/vendor-js.mjs: ${titles}. Licences: LICENSES.txt beside it. */`;
  const result = await build({
    stdin: { contents: source, resolveDir: ROOT, loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    target: TARGET,
    define: OLD,
    minify: true,
    charset: "ascii",
    legalComments: "none",
    banner: { js: banner },
    plugins: [SHARED],
  });
  const full = join("voteapp/static/js/vendor", path);
  // Beside each what it hands on, for the types of our own modules alone.
  const types = `// Written by scripts/vendor-js.mjs.\n${source.trim()}\n`;
  return [
    { path: full, text: result.outputFiles[0].text },
    { path: full.replace(/js$/, "d.ts"), text: types },
  ];
}

async function collectLicences() {
  const names = [...new Set(VENDORED.flatMap(({ packages }) => packages))].sort();
  const notes = await Promise.all(names.map(readPackage));
  const text = notes.map((p) => `${p.name} ${p.version} (${p.license})\n\n${p.text}\n`).join("\n\n");
  return { path: join("voteapp/static/js/vendor", "LICENSES.txt"), text };
}

// Pages of one file each, for where module scripts do not run or nobody keeps a program: the bundle's auditor, which
// works from disk, and the second phone's checker, which any host can serve. Their policies name the hashes of their
// script and style and allow nothing else; only the checker asks its own host for one file beside it.
const PAGES = [
  { folder: "audit", name: "auditor.html" },
  { folder: "checker", name: "check-ballot.html" },
];
const STYLE = "voteapp/static/js/audit/auditor.css";

async function bundlePage({ folder, name }) {
  const from = join(ROOT, "voteapp/static/js", folder);
  const { outputFiles } = await build({
    entryPoints: [join(from, "main.js")],
    bundle: true,
    write: false,
    format: "iife",
    target: TARGET,
    minify: true,
    charset: "ascii",
    legalComments: "none",
  });
  const style = await build({ entryPoints: [join(ROOT, STYLE)], write: false, minify: true, charset: "ascii" });
  // Within a page a script ends at the first "</script": none may stand in a text of ours.
  const texts = { SCRIPT: outputFiles[0].text.trim(), STYLE: style.outputFiles[0].text.trim() };
  if (/<\/(script|style)|<!--/i.test(texts.SCRIPT + texts.STYLE)) {
    throw new Error(`the script or style of ${name} holds the end of an element`);
  }
  const notes = (await Promise.all(["@noble/curves", "@noble/hashes", "qr"].map(readPackage)))
    .map((p) => `${p.name} ${p.version}:\n${p.text}`)
    .join("\n\n");
  let page = await readFile(join(from, name), "utf8");
  for (const [part, text] of Object.entries(texts)) {
    const hash = createHash("sha256").update(text).digest("base64");
    page = page.replace(`@${part}_HASH@`, () => `sha256-${hash}`).replace(`@${part}@`, () => text);
  }
  const licence = `<!-- voteapp, AGPL-3.0-or-later. It contains:\n\n${notes}\n-->\n`;
  page = page.replace("</html>\n", () => `</html>\n${licence}`);
  return { path: `voteapp/static/${name}`, text: page };
}

/** Everything that this script writes, as [{path, text}], paths from the repository's root. */
export async function bundleAll() {
  const files = [];
  for (const entry of VENDORED) files.push(...(await bundleVendored(entry)));
  files.push(await collectLicences(), ...(await Promise.all(PAGES.map(bundlePage))), ...(await writeLean(ROOT)));
  return files;
}

/** Files of the phones' folder that none of these wrote: [path from the repository's root]. */
export async function listStale(files) {
  const wanted = new Set(files.map(({ path }) => path));
  const found = await readdir(join(ROOT, LEAN), { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = found
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)));
  return paths.filter((path) => !wanted.has(path));
}

async function main() {
  const check = process.argv.includes("--check");
  const files = await bundleAll();
  let different = 0;
  for (const path of await listStale(files)) {
    different += 1;
    if (check) console.error(`${path} belongs to nothing: run npm run vendor`);
    else await rm(join(ROOT, path));
  }
  for (const { path, text } of files) {
    const full = join(ROOT, path);
    const present = await readFile(full, "utf8").catch(() => null);
    if (present === text) continue;
    different += 1;
    if (check) {
      console.error(`${path} differs from its bundle: run npm run vendor`);
    } else {
      await mkdir(dirname(full), { recursive: true });
      await writeFile(full, text);
      console.log(`wrote ${path} (${text.length} bytes)`);
    }
  }
  if (check && different > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
