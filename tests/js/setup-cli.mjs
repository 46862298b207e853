// Reads {setups: [[{election, manifest, questionnaire}...]...], teller, parts} (texts in base64) from
// standard input and writes what JavaScript says of each: its code (null: sound), the campaign hash,
// fingerprints and leaves, and of the teller's slips with it their code.

import { readFileSync } from "node:fs";
import { checkSlips, readFixed } from "../../voteapp/static/js/campaign/setup/fixed.js";

const decode = (text) => Buffer.from(text, "base64").toString("utf8");

function codeOf(work) {
  try {
    work();
    return null;
  } catch (error) {
    if (error.code === undefined) throw error;
    return error.code;
  }
}

function describe(texts, { teller, parts }) {
  let setup = null;
  const code = codeOf(() => {
    setup = readFixed(
      texts.map(({ election, manifest, questionnaire }) => ({
        election: decode(election),
        manifest: decode(manifest),
        questionnaire: decode(questionnaire),
      })),
    );
  });
  if (setup === null) return { code };
  const slips = codeOf(() => checkSlips(setup, teller, parts));
  return { code, slips, hash: setup.campaignHash, fingerprints: setup.fingerprints, leaves: setup.leaves };
}

const { setups, ...slips } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(setups.map((texts) => describe(texts, slips))));
