// The booth's worker: what was shown is never signed, what is signed has no seed left, and no seed comes twice.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readOpened, writeOpened } from "../../../voteapp/static/js/campaign/checking/codes.js";
import { openCommitment } from "../../../voteapp/static/js/campaign/checking/opening.js";
import { decodeBallot } from "../../../voteapp/static/js/protocol/ballots.js";
import { createContext } from "../../../voteapp/static/js/protocol/election.js";
import { encodeText } from "../../../voteapp/static/js/protocol/encoding.js";
import { checkBallot } from "../helpers.mjs";

const VECTORS = new URL("../../vectors-deterministic/checking.json", import.meta.url);
const [{ election }] = JSON.parse(readFileSync(VECTORS, "utf8"));
const TOKEN = "2BF2M998QCG3B0643SC8Z4FFJ";
const context = createContext(encodeText(election));

const { run, drawn } = await startWorker();

/** The worker's module, with what it says and draws kept: of every draw the array, and a copy of all before. */
async function startWorker() {
  const [waiting, draws] = [new Map(), []];
  let listener = null;
  const postMessage = ({ id, result, failure, done }) => {
    if (done !== undefined || !waiting.has(id)) return;
    if (failure === undefined) waiting.get(id).resolve(result);
    else waiting.get(id).reject(new Error(failure));
  };
  globalThis.self = { addEventListener: (_, take) => (listener = take), postMessage };
  const fill = globalThis.crypto.getRandomValues.bind(globalThis.crypto);
  globalThis.crypto.getRandomValues = (array) => {
    const before = draws.map((one) => Uint8Array.from(one.array));
    draws.push({ array: fill(array), before });
    return array;
  };
  await import("../../../voteapp/static/js/booth/worker.js");
  let last = 0;
  const ask = (job, input) =>
    new Promise((resolve, reject) => {
      waiting.set((last += 1), { resolve, reject });
      listener({ data: { id: last, job, input } });
    });
  return { run: ask, drawn: draws };
}

const seal = (answers = [[1, 0]]) => run("seal", { token: TOKEN, election, answers });

async function publicCredential() {
  const [credential] = await run("credentials", { token: TOKEN, elections: [election] });
  return credential;
}

test("the seed is overwritten before the signature's nonce is drawn", async () => {
  drawn.length = 0;
  const hash = await seal();
  const { ballot } = await run("sign", { token: TOKEN, hash });
  assert.deepEqual(
    drawn.map(({ array }) => array.length),
    [32, 64],
  );
  const [seedThen] = drawn[1].before;
  assert.ok(seedThen.every((byte) => byte === 0));
  checkBallot(context, encodeText(ballot));
  assert.equal(decodeBallot(encodeText(ballot)).signature.hash, hash);
});

test("what is shown can be made again, and is not signed", async () => {
  const hash = await seal([[0, 1]]);
  const told = await run("open", { hash });
  const credential = await publicCredential();
  const second = writeOpened({ uuid: context.election.uuid, credential, ...told });
  assert.deepEqual(openCommitment(context, [credential], hash, readOpened(second)), [[0, 1]]);
  await assert.rejects(run("sign", { token: TOKEN, hash }));
  await assert.rejects(run("open", { hash }));
});

test("what is signed is not shown, and nothing is signed twice", async () => {
  const hash = await seal();
  await run("sign", { token: TOKEN, hash });
  await assert.rejects(run("open", { hash }));
  await assert.rejects(run("sign", { token: TOKEN, hash }));
});

test("nothing is left of a slip that is put aside", async () => {
  drawn.length = 0;
  const hash = await seal();
  await run("drop", null);
  assert.ok(drawn[0].array.every((byte) => byte === 0));
  await assert.rejects(run("sign", { token: TOKEN, hash }));
  await assert.rejects(run("open", { hash }));
});

test("a ballot that was sealed anew takes the place of the one before, with a seed of its own", async () => {
  const [first, second] = [await seal(), await seal()];
  assert.notEqual(first, second);
  await assert.rejects(run("open", { hash: first }));
  await assert.rejects(run("sign", { token: TOKEN, hash: second }));
  const seeds = new Set();
  for (let i = 0; i < 4; i += 1) seeds.add((await run("open", { hash: await seal() })).seed);
  assert.equal(seeds.size, 4);
});
