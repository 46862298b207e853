import { test } from "node:test";
import assert from "node:assert/strict";
import { MisuseError, ProtocolError } from "../../../voteapp/static/js/protocol/errors.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { createStream } from "../helpers.mjs";

const group = getGroup("Ed25519");
const P = 2n ** 255n - 19n;
const hex = (number) => number.toString(16).padStart(64, "0");
const NEUTRAL = hex(1n);
const GENERATOR = "66".repeat(31) + "58";

function refused(text) {
  assert.throws(
    () => group.decode(text),
    (error) => error instanceof ProtocolError && error.code === "element",
    text,
  );
}

test("the generator and the neutral element are written as in the records", () => {
  assert.equal(group.encode(group.generator), GENERATOR);
  assert.equal(group.encode(group.neutral), NEUTRAL);
  assert.ok(group.equal(group.decode(GENERATOR), group.generator));
  assert.ok(group.equal(group.decode(NEUTRAL, true), group.neutral));
  refused(NEUTRAL);
});

test("texts that are no canonical elements are refused", () => {
  refused("");
  refused(GENERATOR.slice(1));
  refused(`${GENERATOR}0`);
  refused(GENERATOR.toUpperCase().replace("66", "6E"));
  refused(` ${GENERATOR.slice(1)}`);
  refused(hex(2n)); // not on the curve
  refused(hex(P)); // unreduced
  refused(hex(P + 1n)); // the neutral element, unreduced
  refused(hex(1n + 2n ** 255n)); // the neutral element with a sign
  refused(hex(2n ** 256n - 1n));
  refused(undefined);
});

test("points of small and of mixed order are refused", () => {
  const orders = [
    P - 1n, // order 2
    0n, // order 4
    2n ** 255n, // order 4, other sign
    0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n, // order 8
    0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n, // order 8
  ];
  for (const number of orders) refused(hex(number));
  // The generator and its inverse, plus the point of order two: negates both coordinates.
  const y = BigInt(`0x${GENERATOR}`);
  for (const sign of [0n, 1n]) refused(hex((P - y) | (sign << 255n)));
});

test("scalars are plain decimals below the order", () => {
  assert.equal(group.decodeScalar("0"), 0n);
  assert.equal(group.decodeScalar(String(group.order - 1n)), group.order - 1n);
  for (const text of [
    "",
    "00",
    "01",
    "-1",
    "+1",
    " 1",
    "1 ",
    "1e3",
    "0x1",
    "1n",
    "\u0661",
    "9".repeat(77),
    String(group.order),
  ]) {
    assert.throws(
      () => group.decodeScalar(text),
      (error) => error.code === "scalar",
      text,
    );
  }
});

test("powers, products and commitments agree", () => {
  const stream = createStream("group");
  const draw = () => group.randomScalar(stream);
  for (let i = 0; i < 10; i += 1) {
    const [a, b, c] = [draw(), draw(), draw()];
    const base = group.basePower(a);
    assert.ok(group.equal(group.power(base, b), group.basePower(a * b)));
    assert.ok(group.equal(group.multiply(base, group.basePower(b)), group.basePower(a + b)));
    assert.ok(group.equal(group.divide(base, group.basePower(b)), group.basePower(a - b)));
    assert.ok(group.equal(group.commit(b, base, c), group.basePower(b + a * c)));
    const other = group.basePower(b);
    assert.ok(group.equal(group.commitPair(base, b, other, c), group.basePower(a * b + b * c)));
    assert.ok(group.equal(group.decode(group.encode(base)), base));
  }
});

test("exponents at the edges", () => {
  const base = group.basePower(5n);
  for (const [exponent, wanted] of [
    [0n, 0n],
    [1n, 5n],
    [group.order - 1n, -5n],
    [group.order, 0n],
    [group.order + 1n, 5n],
    [-1n, -5n],
  ]) {
    assert.ok(group.equal(group.power(base, exponent), group.basePower(wanted)));
  }
  assert.equal(group.encode(group.basePower(0n)), NEUTRAL);
  assert.ok(group.equal(group.commit(0n, base, 0n), group.neutral));
  assert.ok(group.equal(group.power(group.neutral, 7n), group.neutral));
  assert.ok(group.equal(group.commit(3n, group.neutral, 9n), group.basePower(3n)));
  for (const number of [0, 1, 2, 100, 4095, 4096, 5000]) {
    assert.ok(group.equal(group.generatorPower(number), group.basePower(BigInt(number))));
  }
});

test("powers of public elements are those of secret ones", () => {
  const stream = createStream("public powers");
  const base = group.basePower(group.randomScalar(stream));
  const exponents = [0n, 1n, 7n, 8n, 9n, 15n, 16n, 17n, 0x88888888n, 0x99999999n, 0xffffffffn];
  exponents.push(group.order - 1n, group.order - 8n, 2n ** 252n, 2n ** 252n - 1n);
  for (let i = 0; i < 30; i += 1) exponents.push(group.randomScalar(stream));
  for (const exponent of exponents) {
    assert.ok(group.equal(group.publicPower(base, exponent), group.power(base, exponent)));
    assert.ok(group.equal(group.publicPower(group.generator, exponent), group.basePower(exponent)));
  }
  assert.ok(group.equal(group.publicPower(base, group.order), group.neutral));
  assert.ok(group.equal(group.publicPower(group.neutral, 5n), group.neutral));
});

test("many elements are written at once", () => {
  const elements = [group.neutral, ...Array.from({ length: 20 }, (_, i) => group.basePower(BigInt(i)))];
  assert.deepEqual(
    group.encodeAll(elements),
    elements.map((element) => group.encode(element)),
  );
  assert.deepEqual(group.encodeAll([]), []);
});

test("a source that returns too little is our own mistake", () => {
  assert.throws(() => group.randomScalar(() => new Uint8Array(8)), MisuseError);
});

test("groups that we do not know", () => {
  for (const name of ["BELENIOS-2048", "RFC-3526-2048", "ed25519", "", "__proto__"]) {
    assert.throws(() => getGroup(name), { code: "unsupported" });
  }
});
