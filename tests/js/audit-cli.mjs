// node tests/js/audit-cli.mjs FILE...: what `voteapp audit --json` prints, by the JavaScript
// auditor; one line a file. Exit: 0 verified, 1 findings, 2 not an archive or not supported.

import { readFile } from "node:fs/promises";
import { auditFile } from "./helpers.mjs";

let worst = 0;
for (const path of process.argv.slice(2)) {
  const { report, exit } = await auditFile(new Uint8Array(await readFile(path)));
  console.log(JSON.stringify(report));
  worst = Math.max(worst, exit);
}
process.exitCode = worst;
