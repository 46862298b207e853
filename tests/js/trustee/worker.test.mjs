// The ceremony's worker: what it does is decided by what it checked, not by the page's timing.

import assert from "node:assert/strict";
import { computeHashWords } from "../../../voteapp/static/js/campaign/words.js";
import { prepareCeremony } from "../players/played.mjs";
import { slow } from "../slow.mjs";

const waiting = new Map();
let give = null;
globalThis.self = {
  addEventListener: (_type, listener) => {
    give = listener;
  },
  postMessage: ({ id, failure, ...rest }) => {
    if (rest.done !== undefined) return;
    const [resolve, reject] = waiting.get(id) ?? [() => {}, () => {}];
    if (failure === undefined) resolve(rest.result);
    else reject(new Error(failure));
  },
};
await import("../../../voteapp/static/js/trustee/ceremony/worker.js");

let last = 0;
function run(job, input) {
  last += 1;
  const id = last;
  return new Promise((resolve, reject) => {
    waiting.set(id, [resolve, reject]);
    give({ data: { id, job, input } });
  });
}

slow("no commitment leaves before the words of these very certificates were compared", async () => {
  const { transcript, players } = prepareCeremony(2, 2, 0, "worker");
  const told = { code: "ABC", attempt: 1, position: 1, kind: "threshold", size: 2, threshold: 2, singles: 0 };
  await run("follow", { task: { ...told, entries: [] } });
  await run("make", { passphrase: "correct horse battery" });
  const certificate = await run("act", { compared: null });
  assert.equal(certificate.step, "certificate");
  await transcript.add(1, "certificate", certificate.message);
  await transcript.add(2, "certificate", players[1].certificate());
  await run("follow", { task: { ...told, entries: transcript.entries } });
  assert.equal(await run("act", { compared: null }), null);
  assert.equal(await run("act", { compared: computeHashWords("0".repeat(64)) }), null);
  const said = await run("act", { compared: computeHashWords(transcript.certsHash) });
  assert.equal(said.step, "commit");
});
