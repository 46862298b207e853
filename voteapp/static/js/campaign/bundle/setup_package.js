// `CODE-setup.zip` for who signs what opens: its form, the lists, the trustees and everybody who may sign, too.
//
// PAPER, "Fixing the set-up"; docs/formats.md, "Set-up package". The same as
// voteapp/campaign/audit/openings.py.

import { createContext } from "../../protocol/election.js";
import { encodeText, hashHex } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { checkTrustees, computePublicKey, computeSigningKeys, decodeTrustees } from "../../protocol/keys/trustees.js";
import { checkDistinct, checkMajority } from "../ceremony/agreement.js";
import { countSlips } from "../slips/tellers.js";
import { namePeople } from "../setup/named.js";
import { readPackage } from "./package.js";
import { bodyOf, computeCrc, readZip } from "./zip.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Context } from "../../protocol/election.js" */
/** @import { Item } from "../../protocol/keys/trustees.js" */
/** @import { People } from "../statements/people.js" */
/** @import { FixedSetup } from "../setup/fixed.js" */
/** @import { Manifest } from "../setup/manifest.js" */

const FILES = 5;

/** A set-up that was recomputed: beside what `readFixed` gives, the trustees' items and everybody who may sign.
 * @typedef {FixedSetup & { items: Item[], people: People }} CheckedSetup */

/**
 * Read the file and recompute everything that it says. Throws `setup-archive` (not the form that we write),
 * `setup-credentials`, `setup-campaign` (the elections have other trustees than one another),
 * `setup-trustees` (no trustees, or not those of the election's key), `manifest-witnesses`, `manifest-mirrors`, the codes
 * of trustees who cannot be believed, and as readPackage.
 * @type {(bytes: Bytes) => CheckedSetup}
 */
export function readCheckedSetup(bytes) {
  const { members, tidy } = readZip(bytes);
  if (!tidy || !members.every((member) => computeCrc(bodyOf(bytes, member)) === member.crc)) {
    throw new ProtocolError("setup-archive", "the ZIP file is not in the form that we write");
  }
  const { setup, texts, lists, trustees } = readPackage(bytes);
  if (members.length !== FILES * texts.length) {
    throw new ProtocolError("setup-members", "the file does not hold each election's five files");
  }
  setup.manifests.forEach((manifest, i) => checkList(manifest, lists[i]));
  const elections = texts.map(({ election }) => createContext(encodeText(election)));
  if (new Set(trustees.map(hashHex)).size !== 1) {
    throw new ProtocolError("setup-campaign", "the elections have other trustees than one another");
  }
  return { ...setup, ...readParties(setup.manifests[0], elections, trustees[0]) };
}

/** The list of credentials is sorted, each once, and as long as the tellers say.
 * @type {(manifest: Manifest, listed: string[]) => void} */
function checkList({ tellers }, listed) {
  if (!listed.every((one, i) => i === 0 || listed[i - 1] < one) || listed.length !== countSlips(tellers)) {
    throw new ProtocolError("setup-credentials", "the list of slips has not as many as the tellers made, each once");
  }
}

/** The trustees, whose joint key is each election's, and all who may sign.
 * @type {(manifest: Manifest, elections: Context[], trustees: Bytes) => { items: Item[], people: People }} */
function readParties(manifest, elections, trustees) {
  const [{ group }] = elections;
  const decoded = decodeTrustees(trustees);
  const items = checkTrustees(group, decoded);
  const joint = items.length === 0 ? null : computePublicKey(group, items);
  if (joint === null || !elections.every(({ publicKey }) => group.equal(joint, publicKey))) {
    throw new ProtocolError("setup-trustees", "the election's key is not its trustees' key");
  }
  checkMajority(decoded);
  const keys = computeSigningKeys(group, decoded);
  checkDistinct(group, keys);
  return { items, people: namePeople(manifest, group, keys, items) };
}
