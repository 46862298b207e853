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
import { listLeaves } from "../units/strata.js";
import { decodeManifest } from "./manifest.js";
import { computeCampaignHash } from "./opening.js";
/** @import { Manifest } from "./manifest.js" */

/** What fixes one election: three files, as exact texts.
 * @typedef {{ election: string, manifest: string, questionnaire: string }} FixedTexts */

/** A campaign's set-up: its manifests and fingerprints in order, its hash (hex), its leaves' codes.
 * @typedef {{ manifests: Manifest[], fingerprints: string[], campaignHash: string, leaves: string[] }} FixedSetup */

/**
 * Check that these are all the elections of one campaign, in order, each bound to its manifest. Throws
 * `setup-election` (manifest, questionnaire and election object do not belong together),
 * `setup-campaign` (not one campaign's), and the codes of what is read.
 * @type {(elections: readonly FixedTexts[]) => FixedSetup}
 */
export function readFixed(elections) {
  const read = elections.map(readElection);
  const manifests = read.map(({ manifest }) => manifest);
  const uuids = manifests.map(({ uuid }) => uuid).join();
  if (read.length === 0 || manifests.some(({ campaign }) => campaign.uuids.join() !== uuids)) {
    throw new ProtocolError("setup-campaign", "these are not all the elections of one campaign");
  }
  const trees = new Set(manifests.map(({ strata }) => decodeText(encodeCanonical(strata))));
  if (trees.size !== 1) {
    throw new ProtocolError("setup-campaign", "the elections have other units than one another");
  }
  const fingerprints = read.map(({ fingerprint }) => fingerprint);
  const leaves = listLeaves(manifests[0].strata).map(({ code }) => code);
  return { manifests, fingerprints, campaignHash: computeCampaignHash(fingerprints), leaves };
}

/**
 * Check that a teller's slips are the set-up's: `credentials` of each election (by uuid) are just those
 * listed, and every leaf is one of its leaves. One teller makes all slips. Throws `setup-slips`.
 * @type {(setup: FixedSetup, credentials: Record<string, string[]>, leaves: readonly string[]) => void}
 */
export function checkSlips(setup, credentials, leaves) {
  for (const { uuid, credentials: listed } of setup.manifests) {
    if (hashHex(encodeCanonical([...(credentials[uuid] ?? [])].sort())) !== listed) {
      throw new ProtocolError("setup-slips", "the list of slips is not the one of this file");
    }
  }
  if (!leaves.every((leaf) => setup.leaves.includes(leaf))) {
    throw new ProtocolError("setup-slips", "a slip belongs to a unit that was not fixed");
  }
}

/** @type {(texts: FixedTexts) => { manifest: Manifest, fingerprint: string }} */
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
  return { manifest, fingerprint };
}
