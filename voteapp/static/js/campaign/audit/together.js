// Bundles of one campaign side by side: what one slip opens is fixed, and told, once for all of it.
//
// docs/formats.md, "Bundles side by side". Each bundle is audited by itself before; here its elections are compared
// with each other. The same as voteapp/campaign/audit/together.py.

import { Findings } from "../../protocol/audit/report.js";
import { encodeJsonText } from "../../protocol/encoding.js";
import { loadTrustees } from "./board.js";
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Evidence } from "../bundle/evidence.js" */
/** @import { Manifest } from "../setup/manifest.js" */
/** @import { Documents } from "./documents.js" */

/** One election that can be compared; `evidence`: null where its own audit says why.
 * @typedef {{ uuid: string, fingerprint: string, manifest: Manifest, evidence: Evidence | null,
 *   trustees: object[] | null, findings: Findings }} Side */

/** Something that is the same in all elections of a campaign: the `code` where it is not, what `read` gives (null: not
 * to be had), and the beginnings of the codes that explain a difference, of an election's own audit or found here before.
 * @typedef {{ code: string, what: string, read: (side: Side) => unknown, unless: string[] }} Shared */

/** @type {(code: string, what: string, read: (manifest: Manifest) => unknown) => Shared} */
function ofManifest(code, what, read) {
  return { code, what, read: ({ manifest }) => read(manifest), unless: [] };
}

/** @type {(code: string, what: string, read: (evidence: Evidence) => unknown, ...unless: string[]) => Shared} */
function ofEvidence(code, what, read, ...unless) {
  // In a list, so that nothing to compare is told from a field that says null.
  return { code, what, read: ({ evidence }) => (evidence === null ? null : [read(evidence)]), unless };
}

/** What Fix fixed for all elections.
 * @type {Shared[]} */
const SET_UP = [
  ofManifest("campaign-units", "units", ({ strata }) => strata),
  { code: "campaign-trustees", what: "trustees", read: ({ trustees }) => trustees, unless: [] },
  ofManifest("campaign-witnesses", "witnesses", ({ witnesses }) => witnesses),
  ofManifest("campaign-mirrors", "mirrors", ({ mirrors }) => mirrors),
  ofManifest("campaign-server", "servers", ({ server_key: key }) => key),
  ofManifest("campaign-tellers", "tellers", ({ tellers }) => tellers),
];

const NAMED = "campaign-fingerprints";
const PEOPLE = ["campaign-trustees", "campaign-witnesses"];
const OPENINGS = ["opening-signer", "opening-second", "opening-text", "opening-signature"];
const VOIDS = ["slips-voided", "void-", "credential-voided"];

/** What is said of all elections at once, as long as nothing that it rests on differs.
 * @type {Shared[]} */
const EVIDENCE = [
  ofEvidence("campaign-ceremony", "ceremonies", ({ ceremony }) => ceremony, "ceremony-", "campaign-trustees"),
  ofEvidence("campaign-amendments", "changes", ({ amendments }) => amendments, "amendment-", "campaign-server", NAMED),
  ofEvidence("campaign-openings", "openings", ({ openings }) => openings, ...OPENINGS, ...PEOPLE, NAMED),
  ofEvidence("campaign-outs", "statements of who signs no closing", ({ outs }) => outs, "out-", ...PEOPLE, NAMED),
  ofEvidence("campaign-slips", "counts of slips", ({ slips }) => slips, "slips-", "campaign-units"),
  ofEvidence("campaign-voided", "numbers of voided slips", ({ voided }) => voided.length, ...VOIDS),
  ofEvidence("campaign-notes", "notes", ({ notes }) => notes, "note-", "campaign-server", NAMED),
];

/**
 * Compare audited bundles of one campaign. What an election's own audit found is not repeated. Findings:
 * `campaign-...`. Warning: `campaign-missing`, for each election that is not there.
 * @type {(outcomes: readonly { audit: Audit, documents: Documents | null }[]) => Findings}
 */
export function compareBundles(outcomes) {
  const found = new Findings();
  const bundles = outcomes.filter(({ documents }) => documents !== null);
  const sides = bundles.map(readSide).filter((side) => side !== null);
  if (sides.length === 0) {
    found.warn("campaign-missing", "no bundle is there that can be compared");
    return found;
  }
  verifyElections(found, sides);
  if (found.items.length > 0) return found;
  const { uuids } = sides[0].manifest.campaign;
  const there = new Set(bundles.map(({ audit }) => audit.setup.context?.election.uuid));
  for (const uuid of uuids) {
    if (!there.has(uuid)) found.warn("campaign-missing", `the bundle of ${uuid} is not there`);
  }
  const ordered = [...sides].sort((a, b) => uuids.indexOf(a.uuid) - uuids.indexOf(b.uuid));
  for (const shared of SET_UP) verifySame(found, ordered, shared);
  verifyNamed(found, ordered);
  for (const shared of EVIDENCE) verifySame(found, ordered, shared);
  return found;
}

/** Null where the audit found no readable manifest that is this election's.
 * @type {(outcome: { audit: Audit, documents: Documents | null }) => Side | null} */
function readSide({ audit, documents }) {
  const { context } = audit.setup;
  const manifest = documents?.manifest ?? null;
  if (context === null || manifest === null || audit.findings.has("manifest-uuid")) return null;
  return {
    uuid: context.election.uuid,
    fingerprint: context.fingerprint,
    manifest,
    evidence: documents?.evidence ?? null,
    trustees: loadTrustees(audit),
    findings: audit.findings,
  };
}

/** One list of elections, in one order, and each of them once.
 * @type {(found: Findings, sides: Side[]) => void} */
function verifyElections(found, sides) {
  const [first] = sides;
  const code = "campaign-elections";
  for (const [i, { uuid, manifest }] of sides.entries()) {
    if (sides.slice(0, i).some((other) => other.uuid === uuid)) {
      found.add(code, null, `${uuid} is there twice`);
      return;
    }
    if (manifest.campaign.uuids.join() !== first.manifest.campaign.uuids.join()) {
      found.add(code, null, `${first.uuid} and ${uuid} are not of the same list of elections`);
      return;
    }
  }
}

/** Whatever was signed for the whole campaign names just these elections.
 * @type {(found: Findings, sides: Side[]) => void} */
function verifyNamed(found, sides) {
  const { uuids } = sides[0].manifest.campaign;
  const there = new Map(sides.map(({ uuid, fingerprint }) => [uuid, fingerprint]));
  const lists = sides.flatMap(({ uuid, evidence, findings }) => {
    if (evidence === null || findings.has("printed-", "amendment-", "note-")) return [];
    const { printed, amendments, notes } = evidence;
    return [...printed.slice(0, 1), ...amendments.slice(0, 1), ...notes.slice(0, 1)].map(({ fingerprints }) => ({
      uuid,
      fingerprints,
    }));
  });
  for (const { uuid, fingerprints } of lists) {
    const other = uuids.find((one, place) => there.has(one) && there.get(one) !== fingerprints[place]);
    if (other !== undefined) {
      found.add(NAMED, null, `what was signed in ${uuid} is of another ${other} than the one here`);
      return;
    }
    if (fingerprints.join() !== lists[0].fingerprints.join()) {
      found.add(NAMED, null, `${lists[0].uuid} and ${uuid} name other elections than one another`);
      return;
    }
  }
}

/** @type {(found: Findings, sides: Side[], shared: Shared) => void} */
function verifySame(found, sides, { code, what, read, unless }) {
  if (unless.length > 0 && (found.has(...unless) || sides.some(({ findings }) => findings.has(...unless)))) return;
  const there = sides.map((side) => ({ uuid: side.uuid, value: read(side) })).filter(({ value }) => value !== null);
  // What was read of canonical JSON, and of the record's, has one order of fields.
  const texts = there.map(({ value }) => encodeJsonText(value));
  const other = texts.findIndex((text) => text !== texts[0]);
  if (other > 0) found.add(code, null, `${there[0].uuid} and ${there[other].uuid} have other ${what} than one another`);
}
