// node tests/js/together-cli.mjs FILE,FILE...: what the JavaScript auditor finds when it compares the bundles of each
// argument; one line an argument.

import { readFile } from "node:fs/promises";
import { verifyFile } from "../../voteapp/static/js/campaign/audit/election.js";
import { compareBundles } from "../../voteapp/static/js/campaign/audit/together.js";

for (const group of process.argv.slice(2)) {
  const outcomes = [];
  for (const path of group.split(",")) outcomes.push(await verifyFile(new Uint8Array(await readFile(path))));
  const { items, warnings } = compareBundles(outcomes);
  console.log(JSON.stringify({ findings: items, warnings }));
}
