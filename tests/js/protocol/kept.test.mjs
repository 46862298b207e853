// What arithmetic keeps of public elements, to be quick, is bounded: a record with any number of them
// may not fill the memory. Whether something is kept is asked of the garbage collector.

import { test } from "node:test";
import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { raise } from "../../../voteapp/static/js/protocol/fast25519.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";

const MOST_CHAINS = 2048;
const MOST_POWERS = 4096;
const group = getGroup("Ed25519");

/** How many of some objects, made one by one and given away, are still held by somebody. */
async function countKept(count, use) {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const made = [];
  for (let i = 0; i < count; i += 1) made.push(new WeakRef(use(i)));
  await new Promise((resolve) => setImmediate(resolve)); // a weak reference holds until its job is over
  collect();
  return made.map((one) => one.deref() !== undefined);
}

/** What has a chain of doublings like a point, and costs nothing. */
class Doubled {
  double() {
    return this;
  }
}

test("doublings of the latest elements are kept, of no more than 2048", async () => {
  const kept = await countKept(3 * MOST_CHAINS, () => {
    const element = new Doubled();
    raise(element, 0n);
    return element;
  });
  assert.equal(kept.filter(Boolean).length, MOST_CHAINS);
  assert.equal(kept.indexOf(true), 2 * MOST_CHAINS);
});

test("an element that is raised again costs no second place", async () => {
  const kept = await countKept(MOST_CHAINS, () => {
    const element = new Doubled();
    for (let i = 0; i < 3; i += 1) raise(element, 0n);
    return element;
  });
  assert.ok(kept.every(Boolean));
});

test("tables of an election's key go with it", async () => {
  const kept = await countKept(8, (i) => {
    const key = group.prepare(group.generatorPower(1000 + i).double());
    assert.ok(group.equal(group.publicPower(key, 3n), key.add(key).add(key)));
    return key;
  });
  assert.deepEqual(kept, Array(8).fill(false));
});

test("small powers of the generator are remembered, of no more than 4096 numbers", () => {
  for (const number of [3, MOST_POWERS - 1, MOST_POWERS, 3 * MOST_POWERS, 2 ** 31 - 1]) {
    assert.ok(group.equal(group.generatorPower(number), group.basePower(BigInt(number))));
  }
  assert.equal(group.small.length, MOST_POWERS);
});
