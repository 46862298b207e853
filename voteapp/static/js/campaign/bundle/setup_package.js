// `CODE-setup.zip`: everything that fixes a campaign, in one file that is checked as a whole.
//
// PAPER, "Fixing the set-up"; docs/formats.md, "Set-up package". The same as
// voteapp/campaign/setup/package.py; a trustee's page signs an opening from it.

import { decodeText, hashHex } from "../../protocol/encoding.js";
import { decodeJson, types } from "../../protocol/types.js";
import { createContext } from "../../protocol/election.js";
import { ProtocolError } from "../../protocol/errors.js";
import { checkTrustees, computePublicKey, computeSigningKeys, decodeTrustees } from "../../protocol/keys/trustees.js";
import { bodyOf, computeCrc, readZip } from "./zip.js";
import { countSlips } from "../slips/tellers.js";
import { createPeople } from "../statements/people.js";
import { readFixed } from "../setup/fixed.js";
import { decodeManifest } from "../setup/manifest.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Item } from "../../protocol/keys/trustees.js" */
/** @import { People } from "../statements/people.js" */
/** @import { FixedSetup } from "../setup/fixed.js" */
/** @import { Manifest } from "../setup/manifest.js" */

const NAMES = ["election", "trustees", "public_credentials", "manifest", "questionnaire"];

/** A set-up that was recomputed: beside what `readFixed` gives, the trustees' items and everybody who may sign.
 * @typedef {FixedSetup & { items: Item[], people: People }} CheckedSetup */

/**
 * Read the file and recompute everything that it says. Throws `setup-archive` (not the form that we write),
 * `setup-members`, `setup-credentials` (not the list that a manifest names), `setup-trustees` (no trustees, or not
 * those of the election's key), `manifest-witnesses`, `manifest-mirrors`, and the codes of what is read.
 * @type {(bytes: Bytes) => CheckedSetup}
 */
export function readPackage(bytes) {
  const found = readMembers(bytes);
  const first = [...found.keys()].find((name) => name.endsWith("/manifest.json"));
  const manifest = first === undefined ? undefined : found.get(first);
  if (manifest === undefined) throw new ProtocolError("setup-members", "the file holds no manifest");
  const { uuids } = decodeManifest(manifest).campaign;
  const wanted = uuids.flatMap((uuid) => NAMES.map((name) => `${uuid}/${name}.json`));
  if (found.size !== wanted.length || !wanted.every((name) => found.has(name))) {
    throw new ProtocolError("setup-members", "the file does not hold each election's five files");
  }
  /** @type {(uuid: string, name: string) => Bytes} */
  const get = (uuid, name) => found.get(`${uuid}/${name}.json`) ?? new Uint8Array(0);
  const text = (/** @type {string} */ uuid, /** @type {string} */ name) => readText(get(uuid, name));
  const setup = readFixed(
    uuids.map((uuid) => ({
      election: text(uuid, "election"),
      manifest: text(uuid, "manifest"),
      questionnaire: text(uuid, "questionnaire"),
    })),
  );
  const parties = uuids.map((uuid, i) => {
    checkList(setup.manifests[i], get(uuid, "public_credentials"));
    return readParties(setup.manifests[i], get(uuid, "election"), get(uuid, "trustees"));
  });
  return { ...setup, ...parties[0] };
}

/** @type {(bytes: Bytes) => Map<string, Bytes>} */
function readMembers(bytes) {
  const { members, tidy } = readZip(bytes);
  const found = new Map(members.map((member) => [member.name, bodyOf(bytes, member)]));
  const sound = members.every((member) => computeCrc(bodyOf(bytes, member)) === member.crc);
  if (!tidy || !sound || found.size !== members.length) {
    throw new ProtocolError("setup-archive", "the ZIP file is not in the form that we write");
  }
  return found;
}

/** @type {(bytes: Bytes) => string} */
function readText(bytes) {
  try {
    return decodeText(bytes);
  } catch {
    throw new ProtocolError("setup-election", "a file is not written in UTF-8");
  }
}

/** The list of credentials is the manifest's, each once and sorted, and as long as the tellers say.
 * @type {(manifest: Manifest, body: Bytes) => void} */
function checkList({ credentials, tellers }, body) {
  if (hashHex(body) !== credentials) {
    throw new ProtocolError("setup-credentials", "the list of slips is not the manifest's");
  }
  const listed = decodeJson(body, types.list(types.string), "setup-credentials", "the list of slips");
  if (!listed.every((one, i) => i === 0 || listed[i - 1] < one) || listed.length !== countSlips(tellers)) {
    throw new ProtocolError("setup-credentials", "the list of slips has not as many as the tellers made, each once");
  }
}

/** The trustees, whose joint key is the election's, and all who may sign.
 * @type {(manifest: Manifest, election: Bytes, trustees: Bytes) => { items: Item[], people: People }} */
function readParties({ witnesses, mirrors }, election, trustees) {
  const { group, publicKey } = createContext(election);
  const decoded = decodeTrustees(trustees);
  const items = checkTrustees(group, decoded);
  if (items.length === 0 || !group.equal(computePublicKey(group, items), publicKey)) {
    throw new ProtocolError("setup-trustees", "the election's key is not its trustees' key");
  }
  const threshold = items.reduce((sum, item) => sum + item.threshold, 0);
  const keys = computeSigningKeys(group, decoded);
  return { items, people: createPeople(group, keys, threshold, witnesses, mirrors) };
}
