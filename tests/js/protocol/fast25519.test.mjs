import { test } from "node:test";
import assert from "node:assert/strict";
import { checkElements } from "../../../voteapp/static/js/protocol/audit/public_credentials.js";
import { ProtocolError } from "../../../voteapp/static/js/protocol/errors.js";
import { getGroup } from "../../../voteapp/static/js/protocol/group.js";
import { slow } from "../slow.mjs";

const group = getGroup("Ed25519");
const COUNT = 700;
const P = 2n ** 255n - 19n;

const points = [group.generator];
while (points.length < COUNT) points.push(points[points.length - 1].add(group.generator));
const texts = group.encodeAll(points);
/** The points of order two, four and eight. */
const SMALL = [P - 1n, 0n, 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n].map((number) =>
  group.decodePoint(number.toString(16).padStart(64, "0")),
);

/** The list with points of small order added at some places. */
function mix(places, small) {
  const mixed = points.map((point, i) => (places.includes(i) ? point.add(small) : point));
  return { mixed, texts: group.encodeAll(mixed) };
}

test("a long list of elements passes", () => {
  checkElements(group, texts);
});

slow("a point of mixed order is found wherever it stands, the first one", () => {
  for (const [i, small] of SMALL.entries()) {
    for (const places of [[0], [COUNT - 1], [299 + i, 300 + i], [5, 600]]) {
      const wrong = mix(places, small).texts;
      assert.throws(
        () => checkElements(group, wrong),
        (error) =>
          error instanceof ProtocolError &&
          error.code === "credentials-element" &&
          error.message.includes(wrong[places[0]]),
      );
    }
  }
});

test("what is no point at all is found after points that are right", () => {
  const wrong = [...texts.slice(0, 400), "2".padStart(64, "0"), ...texts.slice(400)];
  assert.throws(
    () => checkElements(group, wrong),
    (error) => error.message.includes("2".padStart(64, "0")),
  );
});
