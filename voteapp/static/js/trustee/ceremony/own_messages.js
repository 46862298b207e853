// What a trustee's own key says while the ceremony runs, and that the server shows it unchanged.

import { encodeCanonical } from "../../campaign/canonical.js";
import { decodeText } from "../../protocol/encoding.js";
import { failure } from "../key/opened.js";

/** A message as it is sent: canonical JSON text. */
export function write(value) {
  return decodeText(encodeCanonical(value));
}

/**
 * What the server shows under our number must be what we said; throws OwnMessageError. `said`: by
 * step the text, or null where nothing can have been said yet.
 */
export function requireOwn(transcript, position, said) {
  for (const [step, text] of Object.entries(said)) {
    const message = transcript.message(position, step);
    if (message !== null && message !== text) throw failure("OwnMessageError");
  }
}

/** The list of commitments that we acknowledged, if we did, must be the one; throws StoryError. */
export function requireSameList(acknowledged, listed) {
  if (acknowledged.length > 0 && listed !== null && acknowledged.join() !== listed.join()) {
    throw failure("StoryError");
  }
}
