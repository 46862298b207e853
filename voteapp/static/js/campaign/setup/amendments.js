// Amendments: what the committee changes of a fixed set-up, in a public chain that is signed.
//
// PAPER, "Fixing the set-up"; docs/formats.md, "Amendments".

import { isHex, MAX_INTEGER } from "../../protocol/encoding.js";
import { types } from "../../protocol/types.js";
import { ProtocolError } from "../../protocol/errors.js";
import { more, parseInstant } from "../canonical.js";
import { checkLink } from "../linked.js";
import { checkSigned } from "../signed.js";
import { Statement } from "../statements/signing.js";
import { listLeaves } from "../units/strata.js";
/** @import { Value } from "../../protocol/types.js" */
/** @import { Manifest } from "./manifest.js" */

const VALUE = "amendment-value";
const NUMBER = /^[1-9][0-9]{0,9}$/;

/** One change: `field` (`leaf`: of which unit, where it is `entitled`) from `old` to `new`. `path` and `signed` are there
 * where it is `booth` only: which file, and the trustees who agree, in order. */
export const Amendment = types.struct({
  type: more.exactly("voteapp-amendment"),
  version: more.exactly(1),
  fingerprints: types.list(types.string),
  number: types.integer,
  previous: more.nullable(types.string),
  field: more.oneOf("opens", "closes", "entitled", "booth"),
  leaf: more.nullable(types.string),
  old: types.string,
  new: types.string,
  reason: types.string,
  at: types.string,
  path: types.optional(types.string),
  signed: types.optional(types.list(Statement)),
  signature: types.string,
});
/** @typedef {Value<typeof Amendment>} Amendment */

/** What holds: scheduled instants, members entitled by leaf code, hashes of the booth's files by path.
 * @typedef {{ opens: string, closes: string, entitled: Map<string, number>, booth: Map<string, string> }} InForce */

/** @type {(condition: boolean, message: string) => void} */
function demand(condition, message) {
  if (!condition) throw new ProtocolError(VALUE, message);
}

/** What holds before any amendment.
 * @type {(manifest: Manifest) => InForce} */
function getInitial(manifest) {
  const entitled = new Map(listLeaves(manifest.strata).map((leaf) => [leaf.code, leaf.roster]));
  return { opens: manifest.opens, closes: manifest.closes, entitled, booth: new Map(Object.entries(manifest.booth)) };
}

/** @type {(held: string, amendment: Amendment) => void} */
function demandOld(held, amendment) {
  demand(amendment.old === held, "an amendment does not change what was in force");
  demand(amendment.new !== amendment.old, "an amendment changes nothing");
}

/** What an amendment of each field asks, and what holds afterwards. */
const CHANGES = {
  /** @type {(held: InForce, amendment: Amendment, at: number) => InForce} */
  opens(held, amendment, at) {
    const instant = parseInstant(amendment.new, VALUE);
    demandOld(held.opens, amendment);
    const fits = at <= instant && instant < parseInstant(held.closes, VALUE);
    demand(fits, "voting cannot open in the past, or after it closes");
    return { ...held, opens: amendment.new };
  },

  /** @type {(held: InForce, amendment: Amendment, at: number) => InForce} */
  closes(held, amendment, at) {
    const instant = parseInstant(amendment.new, VALUE);
    demandOld(held.closes, amendment);
    const fits = instant >= at && instant > parseInstant(held.opens, VALUE);
    demand(fits, "voting cannot close in the past, or before it opens");
    return { ...held, closes: amendment.new };
  },

  /** @type {(held: InForce, amendment: Amendment, at: number) => InForce} */
  entitled(held, amendment, at) {
    const leaf = amendment.leaf ?? "";
    const number = held.entitled.get(leaf);
    if (number === undefined) {
      throw new ProtocolError(VALUE, "an amendment names a unit that does not exist");
    }
    demandOld(String(number), amendment);
    demand(NUMBER.test(amendment.new), "a number entitled is not a positive number");
    demand(Number(amendment.new) < MAX_INTEGER, "a number entitled is out of range");
    const before = at <= parseInstant(held.opens, VALUE);
    demand(before, "voting had begun when a number entitled was changed");
    return { ...held, entitled: new Map(held.entitled).set(leaf, Number(amendment.new)) };
  },

  /** @type {(held: InForce, amendment: Amendment) => InForce} */
  booth(held, amendment) {
    const path = amendment.path ?? "";
    const hash = held.booth.get(path);
    if (hash === undefined) throw new ProtocolError(VALUE, "an amendment names a file that is not pinned");
    demandOld(hash, amendment);
    demand(isHex(amendment.new, 32), "a mended file's hash is not written as hex");
    return { ...held, booth: new Map(held.booth).set(path, amendment.new) };
  },
};

/** What holds after an amendment; throws `amendment-value`.
 * @type {(held: InForce, amendment: Amendment) => InForce} */
function applyAmendment(held, amendment) {
  const at = parseInstant(amendment.at, VALUE);
  demand(at <= parseInstant(held.closes, VALUE), "voting was over when something was changed");
  demand(amendment.reason !== "", "an amendment gives no reason");
  const named = (amendment.field === "entitled") === (amendment.leaf !== null);
  demand(named, "a unit is named where none is meant, or none where one is");
  const mended = amendment.field === "booth";
  const file = (amendment.path !== undefined) === mended && (amendment.signed !== undefined) === mended;
  demand(file, "a file is named where none is meant, or none where one is");
  return CHANGES[amendment.field](held, amendment, at);
}

/**
 * Check the chain of an election's evidence; returns what held in the end. Who agreed to mended files is another
 * question (`checkMended`). Throws `amendment-signature`, `amendment-chain` or `amendment-value`.
 * @type {(amendments: Amendment[], manifest: Manifest, fingerprint: string) => InForce}
 */
export function checkAmendments(amendments, manifest, fingerprint) {
  const { uuids } = manifest.campaign;
  const own = { place: uuids.indexOf(manifest.uuid), elections: uuids.length, fingerprint };
  let held = getInitial(manifest);
  amendments.forEach((amendment, i) => {
    checkSigned(amendment, manifest.server_key, "amendment-signature");
    checkLink(amendments, i, own, "amendment-chain");
    const older = i > 0 && parseInstant(amendment.at, VALUE) < parseInstant(amendments[i - 1].at, VALUE);
    demand(!older, "an amendment is older than the one before");
    held = applyAmendment(held, amendment);
  });
  return held;
}
