// A fixed set-up, recomputed by whoever does not believe the server: teller, checker.
//
// PAPER, "Fixing the set-up"; docs/formats.md, "Set-up". The same as voteapp/campaign/setup/fixed.py.

import { createContext } from "../../protocol/election.js";
import { decodeText, encodeJsonText, encodeText, hashHex } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { encodeCanonical } from "../canonical.js";
import { decodeQuestionnaire } from "../questionnaire/checks.js";
import { createRecordQuestions } from "../questionnaire/record.js";
import { splitDescription } from "../texts.js";
import { countSlips, createStatement } from "../slips/tellers.js";
import { listLeaves } from "../units/strata.js";
import { decodeManifest } from "./manifest.js";
import { writeParties } from "./parties.js";
import { computeCampaignHash } from "./opening.js";
/** @import { Manifest } from "./manifest.js" */
/** @import { TellerSecret } from "../slips/tellers.js" */

/** What fixes one election: three files, as exact texts.
 * @typedef {{ election: string, manifest: string, questionnaire: string }} FixedTexts */

/** A campaign's set-up: its manifests and fingerprints in order, its hash (hex), its leaves' codes.
 * @typedef {{ manifests: Manifest[], fingerprints: string[], campaignHash: string, leaves: string[] }} FixedSetup */

/**
 * Check that these are all the elections of one campaign, in order, each bound to its manifest. Throws
 * `setup-election` (manifest, questionnaire and election object do not belong together),
 * `setup-campaign` (not one campaign's; or one of them has other units, another joint key of trustees, other witnesses
 * or mirrors, or another server), `setup-tellers` (not the same tellers' statements in each), and the codes of what is
 * read.
 * @type {(elections: readonly FixedTexts[]) => FixedSetup}
 */
export function readFixed(elections) {
  const read = elections.map(readElection);
  const manifests = read.map(({ manifest }) => manifest);
  const uuids = manifests.map(({ uuid }) => uuid).join();
  if (read.length === 0 || manifests.some(({ campaign }) => campaign.uuids.join() !== uuids)) {
    throw new ProtocolError("setup-campaign", "these are not all the elections of one campaign");
  }
  if (new Set(manifests.map(({ strata }) => write(strata))).size !== 1) {
    throw new ProtocolError("setup-campaign", "the elections have other units than one another");
  }
  if (new Set(manifests.map(({ tellers }) => write(tellers))).size !== 1) {
    throw new ProtocolError("setup-tellers", "the elections have other tellers than one another");
  }
  if (new Set(read.map(({ key, manifest }) => writeParties(key, manifest))).size !== 1) {
    const text = "the elections have other trustees, witnesses, mirrors or servers than one another";
    throw new ProtocolError("setup-campaign", text);
  }
  const fingerprints = read.map(({ fingerprint }) => fingerprint);
  const leaves = listLeaves(manifests[0].strata).map(({ code }) => code);
  return { manifests, fingerprints, campaignHash: computeCampaignHash(fingerprints), leaves };
}

/**
 * Check that a teller's slips are in the set-up, as she made them: her statement stands there, every credential
 * of hers is listed, and the list has just as many entries as all tellers say they make. So the list is their
 * disjoint union, or tellers lie, which their parts show later.
 *
 * `parts`: of each election (by uuid) the leaf of each of her credentials. Without `lists` (by uuid, sorted) her
 * own credentials are taken for the list: so they are where she makes all slips. Throws `setup-slips`,
 * `setup-tellers`.
 * @type {(setup: FixedSetup, teller: TellerSecret, parts: Record<string, Record<string, string>>,
 *   lists?: Record<string, string[]>) => void}
 */
export function checkSlips(setup, teller, parts, lists = {}) {
  const uuids = setup.manifests.map(({ uuid }) => uuid);
  const own = uuids.map((uuid) => parts[uuid] ?? {});
  if (teller.salts.length !== uuids.length || Object.keys(own[0]).length === 0) {
    throw new ProtocolError("setup-slips", "the file has no slips for these elections");
  }
  const [{ tellers }] = setup.manifests;
  const stated = write(createStatement(uuids, own, teller));
  if (!tellers.some((one) => write(one) === stated)) {
    throw new ProtocolError("setup-tellers", "your statement is not there as you signed it");
  }
  setup.manifests.forEach(({ uuid, credentials }, i) => {
    const listed = lists[uuid] ?? Object.keys(own[i]).sort();
    if (hashHex(encodeCanonical(listed)) !== credentials) {
      throw new ProtocolError("setup-slips", "the list of slips is not the one of this file");
    }
    const known = new Set(listed);
    if (!Object.keys(own[i]).every((credential) => known.has(credential))) {
      throw new ProtocolError("setup-slips", "a slip of yours is not on the list");
    }
    if (known.size !== countSlips(tellers)) {
      throw new ProtocolError("setup-slips", "the list has other slips than the tellers made");
    }
  });
}

/** @type {(value: unknown) => string} */
function write(value) {
  return decodeText(encodeCanonical(value));
}

/** @type {(texts: FixedTexts) => { manifest: Manifest, fingerprint: string, key: string }} */
function readElection({ election: text, manifest: manifestText, questionnaire: asked }) {
  const manifest = decodeManifest(encodeText(manifestText));
  const questionnaire = decodeQuestionnaire(encodeText(asked));
  const { election, fingerprint } = createContext(encodeText(text));
  const { digest } = splitDescription(election.description);
  const belongs =
    digest === hashHex(encodeText(manifestText)) &&
    manifest.uuid === election.uuid &&
    manifest.questionnaire === hashHex(encodeText(asked)) &&
    encodeJsonText(election.questions) === encodeJsonText(createRecordQuestions(questionnaire));
  if (!belongs) throw new ProtocolError("setup-election", "election, manifest and questionnaire differ");
  return { manifest, fingerprint, key: election.public_key };
}
