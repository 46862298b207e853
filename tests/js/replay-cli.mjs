// node tests/js/replay-cli.mjs FILE: what the JavaScript transcript says of ceremonies. The file
// holds JSON: [{size, threshold, singles, entries: [[trustee, step, message]...]}...]. One JSON line
// each: [code, trustee, step] of who was refused, or [null, step, number of messages].

import { readFile } from "node:fs/promises";
import { CeremonyError } from "../../voteapp/static/js/campaign/ceremony/messages.js";
import { Transcript } from "../../voteapp/static/js/campaign/ceremony/transcript.js";
import { getGroup } from "../../voteapp/static/js/protocol/group.js";

const group = getGroup("Ed25519");

async function judge({ size, threshold, singles }, entries) {
  const transcript = new Transcript(group, size, threshold, singles);
  try {
    for (const [trustee, step, message] of entries) {
      await transcript.add(trustee, step, message);
      const { failure } = transcript;
      if (failure !== null) return [failure.code, failure.trustee, failure.step];
    }
    return [null, transcript.step, transcript.entries.length];
  } catch (error) {
    if (!(error instanceof CeremonyError)) throw error;
    return [error.code, error.trustee, error.step];
  }
}

for (const run of JSON.parse(await readFile(process.argv[2], "utf8"))) {
  console.log(JSON.stringify(await judge(run, run.entries)));
}
