// Whether many points are of prime order (decision 39): parts of small order at every place, of every
// order, alone, in pairs that cancel each other out, and in all points at once.

import { test } from "node:test";
import assert from "node:assert/strict";
import { checkElements } from "../../../voteapp/static/js/protocol/audit/public_credentials.js";
import { haveOrder, throwCoins } from "../../../voteapp/static/js/protocol/fast25519.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";

const group = getGroup("Ed25519");
const EIGHT = group.decodePoint("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7");
/** The seven points of small order that are not neutral: i is of order 8 / gcd(i, 8). */
const TORSION = [group.neutral];
while (TORSION.length < 8) TORSION.push(TORSION[TORSION.length - 1].add(EIGHT));
const ORDERS = { 2: TORSION[4], 4: TORSION[2], 8: TORSION[1] };
/** Of at least so many points sums are looked at; of fewer each by itself. */
const MANY = 256;
const THROWS = 16;

const points = [group.generator];
while (points.length < MANY) points.push(points[points.length - 1].add(group.generator));

/** Whether a list passes in which some points, by their place, have a part of small order. */
function passes(list, parts) {
  const mixed = list.map((point, i) => (i in parts ? point.add(parts[i]) : point));
  const coins = throwCoins(group.encodeAll(mixed));
  return haveOrder(mixed, coins, 0, mixed.length, group.order);
}

test("the points of small order are what they are called", () => {
  for (const [order, point] of Object.entries(ORDERS)) {
    const powers = [point];
    while (powers.length < Number(order)) powers.push(powers[powers.length - 1].add(point));
    assert.equal(powers.findIndex((power) => power.is0()) + 1, Number(order));
  }
  assert.ok(TORSION[7].add(EIGHT).is0());
});

test("lists without such parts pass, long and short", () => {
  for (const size of [0, 1, 2, 5, MANY - 1, MANY]) assert.ok(passes(points.slice(0, size), {}), `${size}`);
});

test("in short lists each point is looked at, at every place", () => {
  for (const size of [1, 2, 5]) {
    const list = points.slice(0, size);
    for (let place = 0; place < size; place += 1) {
      for (const part of TORSION.slice(1)) assert.ok(!passes(list, { [place]: part }));
      if (place === 0) continue;
      for (const part of TORSION.slice(1)) {
        assert.ok(!passes(list, { [place - 1]: part, [place]: part.negate() }), "a pair that cancels out");
      }
    }
  }
  const last = points.slice(0, MANY - 1);
  for (const part of Object.values(ORDERS)) assert.ok(!passes(last, { 0: part, [MANY - 2]: part.negate() }));
});

test("in a long list it is found at every place, by turns of each order", () => {
  for (let place = 0; place < MANY; place += 1) {
    const part = TORSION[1 + (place % 7)];
    assert.ok(!passes(points, { [place]: part }), `place ${place}`);
  }
});

test("pairs and more that cancel each other out are found in a long list", () => {
  for (const part of TORSION.slice(1)) {
    for (const [one, other] of [
      [0, 1],
      [0, MANY - 1],
      [MANY - 2, MANY - 1],
      [100, 101],
    ]) {
      assert.ok(!passes(points, { [one]: part, [other]: part.negate() }));
    }
    assert.ok(!passes(points, Object.fromEntries(points.map((_, i) => [i, part]))), "in all points");
  }
  const four = { 3: TORSION[2], 50: TORSION[2], 90: TORSION[2], 200: TORSION[2] };
  assert.ok(!passes(points, four));
  assert.ok(!passes(points, { 3: TORSION[1], 50: TORSION[3], 90: TORSION[4] }));
});

test("each of the coins counts, and with none of them nothing would be seen", () => {
  const mixed = points.map((point, i) => (i === 70 || i === 71 ? point.add(i === 70 ? EIGHT : TORSION[7]) : point));
  const coins = new Uint8Array(THROWS * MANY);
  const pass = () => haveOrder(mixed, coins, 0, MANY, group.order);
  assert.ok(pass());
  for (const place of [0, 1, 2, 3, 4, 5, 6, 7, 11, THROWS - 1]) {
    const bit = 1 << (place % 8);
    coins[THROWS * 70 + place] = bit;
    assert.ok(!pass(), `coin ${8 * place + (place % 8)}`);
    coins[THROWS * 71 + place] = bit; // both go into the same sum, where they cancel each other out
    if (place === 0) assert.ok(pass());
    coins.fill(0);
  }
});

test("a part of a list is judged with the coins of the whole", () => {
  const long = [...points, ...points.map((point) => point.add(points[MANY - 1]))];
  const mixed = long.map((point, i) => (i === 300 ? point.add(ORDERS[4]) : point));
  const coins = throwCoins(group.encodeAll(mixed));
  assert.ok(haveOrder(mixed, coins, 0, 300, group.order));
  assert.ok(!haveOrder(mixed, coins, 200, 500, group.order));
  assert.ok(!haveOrder(mixed, coins, 300, 301, group.order));
  assert.ok(haveOrder(mixed, coins, 301, long.length, group.order));
});

test("coins are sixteen bytes a point, other ones for each, and all of them depend on every text", () => {
  const texts = group.encodeAll(points);
  const coins = throwCoins(texts);
  assert.equal(coins.length, THROWS * MANY);
  const rows = new Set(texts.map((_, i) => coins.subarray(THROWS * i, THROWS * (i + 1)).join()));
  assert.equal(rows.size, MANY);
  const ones = coins.reduce((sum, byte) => sum + byte.toString(2).replaceAll("0", "").length, 0);
  assert.ok(Math.abs(ones - 64 * MANY) < 500, `${ones} of ${128 * MANY}`); // 90 is one deviation
  for (const place of [0, 100, MANY - 1]) {
    const other = throwCoins(texts.map((text, i) => (i === place ? texts[(i + 1) % MANY] : text)));
    for (let i = 0; i < MANY; i += 1) {
      const [before, after] = [coins, other].map((all) => all.subarray(THROWS * i, THROWS * (i + 1)));
      assert.notDeepEqual(before, after);
    }
  }
});

test("an auditor names the first one, whatever its order", () => {
  for (const [i, part] of Object.values(ORDERS).entries()) {
    const places = [130 + i, 131 + i];
    const mixed = points.map((point, at) =>
      places.includes(at) ? point.add(at === places[0] ? part : part.negate()) : point,
    );
    const texts = group.encodeAll(mixed);
    assert.throws(
      () => checkElements(group, texts),
      (error) => error.code === "credentials-element" && error.message.includes(texts[places[0]]),
    );
    assert.throws(() => group.decodeAll(texts), { code: "element" });
  }
});
