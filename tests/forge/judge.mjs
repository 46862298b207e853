// node tests/forge/judge.mjs: reads files from standard input, each after its length (four bytes, the
// lowest first), and writes what the JavaScript auditor says of each, one line a file.
//
// Most files of a run differ in one place only. So that one process judges many of them quickly, what
// the group computed once of the same elements and exponents is remembered; every check is made.

import { verifyFile } from "../../voteapp/static/js/campaign/audit/election.js";
import { NotAnArchiveError, UnsupportedError } from "../../voteapp/static/js/protocol/errors.js";
import { GROUP_NAME, getGroup } from "../../voteapp/static/js/protocol/group.js";

const MOST_REMEMBERED = 4000;
const group = getGroup(GROUP_NAME);

/** A function of an object and something else, whose results are kept as long as the object. */
function remember(method, createMap) {
  const found = new WeakMap();
  const compute = group[method].bind(group);
  group[method] = (first, second) => {
    if (!found.has(first)) found.set(first, createMap());
    const known = found.get(first);
    if (!known.has(second)) known.set(second, compute(first, second));
    return known.get(second);
  };
}

function rememberElements() {
  const found = new Map();
  const decode = group.decode.bind(group);
  group.decode = (text, allowNeutral = false) => {
    const known = found.get(text);
    if (known !== undefined) return known;
    const element = decode(text, allowNeutral);
    if (element === group.neutral) return element;
    if (found.size >= MOST_REMEMBERED) found.clear();
    found.set(text, element);
    return element;
  };
}

/** The value at the end of a path of keys through maps; objects are kept weakly. */
function descend(root, keys, compute) {
  let place = root;
  for (const [i, key] of keys.entries()) {
    if (!place.has(key)) {
      const last = i === keys.length - 1;
      place.set(key, last ? compute() : new (typeof keys[i + 1] === "object" ? WeakMap : Map)());
    }
    place = place.get(key);
  }
  return place;
}

function rememberPairs() {
  const found = new WeakMap();
  const compute = group.commitPair.bind(group);
  group.commitPair = (...keys) => descend(found, keys, () => compute(...keys));
}

function rememberTexts() {
  const found = new WeakMap();
  const compute = group.encodeAll.bind(group);
  group.encodeAll = (elements) => {
    const unknown = elements.filter((element) => !found.has(element));
    for (const [i, text] of compute(unknown).entries()) found.set(unknown[i], text);
    return elements.map((element) => found.get(element));
  };
}

async function judge(bytes) {
  try {
    return (await verifyFile(bytes)).report;
  } catch (error) {
    if (error instanceof NotAnArchiveError || error instanceof UnsupportedError) return { error: error.code };
    return { crash: String(error?.stack ?? error) };
  }
}

async function main() {
  let waiting = Buffer.alloc(0);
  for await (const chunk of process.stdin) {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32LE(0)) {
      const end = 4 + waiting.readUInt32LE(0);
      const report = await judge(new Uint8Array(waiting.subarray(4, end)));
      waiting = Buffer.from(waiting.subarray(end));
      process.stdout.write(`${JSON.stringify(report)}\n`);
    }
  }
}

rememberElements();
remember("publicPower", () => new Map());
remember("divide", () => new WeakMap());
rememberPairs();
rememberTexts();
process.stdout.on("error", () => process.exit(1)); // nobody reads any more
await main();
