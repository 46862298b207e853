// The manifest: what is fixed before an election opens, bound by a line of its description.
//
// DESIGN, "The manifest"; docs/formats.md, "Manifest".

import { isHex, isUuid } from "../../protocol/encoding.js";
import { MAX_PAPER_BYTES, types } from "../../protocol/types.js";
import { ProtocolError } from "../../protocol/errors.js";
import { checkCount, decodeStrict, more, parseInstant } from "../canonical.js";
import { isKey } from "../signed.js";
import { checkTellers, TellerStatement } from "../slips/tellers.js";
import { K_FLOOR, sortCodes } from "../units/release.js";
import { checkDecides, checkRule, Rule } from "./rules.js";
import { checkStrata, computeEntitled, listLeaves, Stratum } from "../units/strata.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Value } from "../../protocol/types.js" */

const ZONE = /^[A-Za-z0-9_+/-]{1,64}$/;
const PATH = /^[A-Za-z0-9._/-]{1,200}$/;

/** `manifest.json`; the fields are those of docs/formats.md. */
const Manifest = types.struct({
  type: more.exactly("voteapp-manifest"),
  version: more.exactly(1),
  uuid: types.string,
  campaign: types.struct({ name: types.string, uuids: types.list(types.string) }),
  kind: more.oneOf("vote", "survey"),
  organizer: types.string,
  opens: types.string,
  closes: types.string,
  decrypts: more.nullable(types.string),
  zone: types.string,
  rule: more.nullable(Rule),
  issuance: more.oneOf("printed", "desk", "server"),
  revoting: types.boolean,
  trial: types.boolean,
  credentials: types.string,
  questionnaire: types.string,
  server_key: types.string,
  booth: more.map(types.string),
  release: types.struct({
    policy: more.oneOf("total", "partition"),
    k: types.integer,
    variants: types.list(types.string),
  }),
  strata: Stratum,
  tellers: types.list(TellerStatement),
  witnesses: types.list(types.struct({ name: types.string, key: types.string })),
  mirrors: types.list(types.struct({ name: types.string, address: types.string, key: types.string })),
});
/** @typedef {Value<typeof Manifest>} Manifest */

/** Read and check all that a manifest says of itself; throws `manifest-` codes.
 * @type {(data: Bytes) => Manifest} */
export function decodeManifest(data) {
  const manifest = decodeStrict(data, Manifest, "manifest-encoding", "the manifest", MAX_PAPER_BYTES);
  checkManifest(manifest);
  return manifest;
}

/**
 * Check a manifest by itself; throws `manifest-encoding`, `manifest-key`, `manifest-uuid`,
 * `manifest-revoting`, `manifest-schedule`, `manifest-rule`, `manifest-strata`, `manifest-release`, `manifest-tellers`
 * or `manifest-tellers-signature`.
 * @type {(manifest: Manifest) => void}
 */
function checkManifest(manifest) {
  checkFields(manifest);
  if (manifest.revoting) {
    throw new ProtocolError("manifest-revoting", "version 1 knows no second ballot of one slip");
  }
  const { uuids } = manifest.campaign;
  const distinct = new Set(uuids).size === uuids.length;
  if (!uuids.every(isUuid) || !distinct || !uuids.includes(manifest.uuid)) {
    throw new ProtocolError("manifest-uuid", "the campaign's uuids do not name this election once");
  }
  const closes = parseInstant(manifest.closes);
  if (parseInstant(manifest.opens) >= closes) {
    throw new ProtocolError("manifest-schedule", "voting would close before it opens");
  }
  if (manifest.decrypts !== null && parseInstant(manifest.decrypts) < closes) {
    throw new ProtocolError("manifest-schedule", "totals would be opened before voting closes");
  }
  if ((manifest.rule === null) !== (manifest.kind === "survey")) {
    throw new ProtocolError("manifest-rule", "a vote has a rule and a survey has none");
  }
  if (manifest.rule !== null) {
    checkRule(manifest.rule);
    checkDecides(manifest.rule);
  }
  checkStrata(manifest.strata);
  checkRelease(manifest.release, manifest.strata);
  const codes = listLeaves(manifest.strata).map(({ code }) => code);
  checkTellers(manifest.tellers, uuids, codes, manifest.server_key);
}

/** @type {(manifest: Manifest) => void} */
function checkFields(manifest) {
  /** @type {(message: string) => never} */
  const fail = (message) => {
    throw new ProtocolError("manifest-encoding", message);
  };
  const { credentials, questionnaire, server_key: serverKey } = manifest;
  const hashes = [credentials, questionnaire, serverKey];
  if (![...hashes, ...Object.values(manifest.booth)].every((text) => isHex(text, 32))) {
    fail("a hash or key is not 64 hex digits");
  }
  if (!isKey(serverKey)) throw new ProtocolError("manifest-key", "the server's key is no element of prime order");
  if (!Object.keys(manifest.booth).every((path) => PATH.test(path))) {
    fail("a path of the booth is malformed");
  }
  if (!ZONE.test(manifest.zone)) fail("the zone is not an IANA name");
}

/** Whether trustees still wait with their factors at `now`, in seconds from 1970-01-01 UTC.
 * @type {(manifest: Manifest, now: number) => boolean} */
export function isTooEarly({ decrypts }, now) {
  return decrypts !== null && now < parseInstant(decrypts);
}

/** Check k, variants and whether the roster is large enough for groups: `manifest-release`.
 * @type {(release: Manifest["release"], strata: Stratum) => void} */
function checkRelease(release, strata) {
  checkCount(release.k, "manifest-release", "k", K_FLOOR);
  const variants = sortCodes(new Set(listLeaves(strata).map((leaf) => leaf.variant)));
  if (release.variants.length !== variants.length || variants.some((variant, i) => variant !== release.variants[i])) {
    throw new ProtocolError("manifest-release", "the variants are not those of the leaves");
  }
  if (release.policy === "partition" && computeEntitled(strata) < 2 * release.k) {
    throw new ProtocolError("manifest-release", "a roster under 2k may only release the total");
  }
}
