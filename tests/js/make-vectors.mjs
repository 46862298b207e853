// node tests/js/make-vectors.mjs     writes tests/vectors-deterministic/*.json

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./helpers.mjs";
import { makeVectors } from "./vectors/vectors.mjs";

const FOLDER = join(ROOT, "tests/vectors-deterministic");

mkdirSync(FOLDER, { recursive: true });
for (const [name, vectors] of Object.entries(await makeVectors())) {
  writeFileSync(join(FOLDER, name), `${JSON.stringify(vectors, null, 1)}\n`);
  console.log(`wrote ${name}: ${vectors.length}`);
}
