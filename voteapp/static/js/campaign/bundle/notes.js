// Notes: what is said about an election once its closing evidence is final, in a signed chain.
//
// PAPER, "Closing"; docs/formats.md, "Notes".

import { ProtocolError } from "../../protocol/errors.js";
import { types } from "../../protocol/types.js";
import { more, parseInstant } from "../canonical.js";
import { checkLink } from "../linked.js";
import { checkSigned } from "../signed.js";
/** @import { Value } from "../../protocol/types.js" */
/** @import { Manifest } from "../setup/manifest.js" */

/** One note: who says it (a role, no name), what, and when. */
export const Note = types.struct({
  type: more.exactly("voteapp-note"),
  version: more.exactly(1),
  fingerprints: types.list(types.string),
  number: types.integer,
  previous: more.nullable(types.string),
  role: more.oneOf("committee", "teller", "trustee"),
  text: types.string,
  at: types.string,
  signature: types.string,
});
/** @typedef {Value<typeof Note>} Note */

/** @type {(before: Note | null, note: Note) => void} */
function checkValue(before, { text, at }) {
  const code = "note-value";
  if (text === "") throw new ProtocolError(code, "a note says nothing");
  const instant = parseInstant(at, code);
  if (before !== null && instant < parseInstant(before.at, code)) {
    throw new ProtocolError(code, "a note is older than the one before");
  }
}

/**
 * Check the chain of an election's evidence; throws `note-signature`, `note-chain` or `note-value`.
 * @type {(notes: Note[], manifest: Manifest, fingerprint: string) => void}
 */
export function checkNotes(notes, manifest, fingerprint) {
  const { uuids } = manifest.campaign;
  const own = { place: uuids.indexOf(manifest.uuid), elections: uuids.length, fingerprint };
  notes.forEach((note, i) => {
    checkSigned(note, manifest.server_key, "note-signature");
    checkLink(notes, i, own, "note-chain");
    checkValue(i > 0 ? notes[i - 1] : null, note);
  });
}
