// `CODE-setup.zip` for who signs what opens: its form, the lists, the trustees and everybody who may sign, too.
//
// PAPER, "Fixing the set-up"; docs/formats.md, "Set-up package". With package.js the same as
// voteapp/campaign/setup/package.py.

import { createContext } from "../../protocol/election.js";
import { encodeText } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { checkTrustees, computePublicKey, computeSigningKeys, decodeTrustees } from "../../protocol/keys/trustees.js";
import { countSlips } from "../slips/tellers.js";
import { createPeople } from "../statements/people.js";
import { readPackage } from "./package.js";
import { bodyOf, computeCrc, readZip } from "./zip.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Item } from "../../protocol/keys/trustees.js" */
/** @import { People } from "../statements/people.js" */
/** @import { FixedSetup } from "../setup/fixed.js" */
/** @import { Manifest } from "../setup/manifest.js" */

const FILES = 5;

/** A set-up that was recomputed: beside what `readFixed` gives, the trustees' items and everybody who may sign.
 * @typedef {FixedSetup & { items: Item[], people: People }} CheckedSetup */

/**
 * Read the file and recompute everything that it says. Throws `setup-archive` (not the form that we write),
 * `setup-credentials`, `setup-trustees` (no trustees, or not those of the election's key), `manifest-witnesses`,
 * `manifest-mirrors`, and as readPackage.
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
  const parties = setup.manifests.map((manifest, i) => {
    checkList(manifest, lists[i]);
    return readParties(manifest, encodeText(texts[i].election), trustees[i]);
  });
  return { ...setup, ...parties[0] };
}

/** The list of credentials is sorted, each once, and as long as the tellers say.
 * @type {(manifest: Manifest, listed: string[]) => void} */
function checkList({ tellers }, listed) {
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
