// `CODE-setup.zip`: everything that was fixed, in one file.
//
// docs/formats.md, "Set-up package". The same file as voteapp/campaign/setup/package.py reads; trustees are
// left to the auditor (the election's key stands in what the campaign hash covers) and to who signs (setup_package.js).

import { decodePublicCredentials } from "../../protocol/audit/public_credentials.js";
import { decodeText, hashHex } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
import { bodyOf, readZip } from "./zip.js";
import { readFixed } from "../setup/fixed.js";
import { decodeManifest } from "../setup/manifest.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { FixedSetup, FixedTexts } from "../setup/fixed.js" */

const NOTHING = new Uint8Array(0);

/** A fixed set-up; `texts`, `lists` and `trustees`: of each election its three files, its public credentials, its trustees.
 * @typedef {{ setup: FixedSetup, texts: FixedTexts[], lists: string[][], trustees: Bytes[] }} Package */

/**
 * Read and recompute it. Throws ProtocolError `not-an-archive`, `setup-members` (a file is missing or cannot be
 * read), `setup-credentials`, and as readFixed does.
 * @type {(bytes: Bytes) => Package}
 */
export function readPackage(bytes) {
  const bodies = new Map(readZip(bytes).members.map((member) => [member.name, bodyOf(bytes, member)]));
  /** @type {(uuid: string, name: string) => Bytes} */
  const take = (uuid, name) => bodies.get(`${uuid}/${name}.json`) ?? NOTHING;
  const [manifest] = [...bodies].filter(([name]) => name.endsWith("/manifest.json")).map(([, body]) => body);
  const { uuids } = decodeManifest(manifest ?? NOTHING).campaign;
  /** @type {(uuid: string, name: string) => string} */
  const read = (uuid, name) => {
    try {
      return decodeText(take(uuid, name));
    } catch {
      throw new ProtocolError("setup-members", "a file of the set-up is no text");
    }
  };
  const texts = uuids.map((uuid) => ({
    election: read(uuid, "election"),
    manifest: read(uuid, "manifest"),
    questionnaire: read(uuid, "questionnaire"),
  }));
  const setup = readFixed(texts);
  const lists = uuids.map((uuid, place) => {
    const list = take(uuid, "public_credentials");
    if (hashHex(list) !== setup.manifests[place].credentials) {
      throw new ProtocolError("setup-credentials", "the list of slips is not the manifest's");
    }
    return decodePublicCredentials(list);
  });
  return { setup, texts, lists, trustees: uuids.map((uuid) => take(uuid, "trustees")) };
}
