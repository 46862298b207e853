// Reads CODE-setup.zip files (a JSON array, in base64) from standard input and writes of each what a trustee's page says
// of it: its code, or null and the campaign hash.

import { readFileSync } from "node:fs";
import { readCheckedSetup } from "../../voteapp/static/js/campaign/bundle/setup_package.js";

function describe(file) {
  try {
    return { code: null, hash: readCheckedSetup(new Uint8Array(Buffer.from(file, "base64"))).campaignHash };
  } catch (error) {
    if (error.code === undefined) throw error;
    return { code: error.code };
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(describe)));
