// Events: the hash chain that orders everything in a record, and its state machine.
//
// Belenios specification, section "Public data". The order that we accept is strict: Setup,
// Ballot*, EndBallots, EncryptedTally, (Shuffle+, EndShuffles)?, PartialDecryption*, Result;
// a record may end after any of them.

import { isHash } from "./encoding.js";
import { decodeCanonical, types } from "./types.js";
import { ProtocolError } from "./errors.js";
/** @import { Bytes } from "./encoding.js" */
/** @import { Type, Value } from "./types.js" */

/** @typedef {"Setup" | "Ballot" | "EndBallots" | "EncryptedTally" | "Shuffle" | "EndShuffles"
 *   | "PartialDecryption" | "Result"} EventType */

/** @type {Record<"" | EventType, EventType[]>} */
const FOLLOWERS = {
  "": ["Setup"],
  Setup: ["Ballot", "EndBallots"],
  Ballot: ["Ballot", "EndBallots"],
  EndBallots: ["EncryptedTally"],
  EncryptedTally: ["Shuffle", "PartialDecryption", "Result"],
  Shuffle: ["Shuffle", "EndShuffles"],
  EndShuffles: ["PartialDecryption", "Result"],
  PartialDecryption: ["PartialDecryption", "Result"],
  Result: [],
};

/** Every type of event. */
const EVENT_TYPES = /** @type {EventType[]} */ (Object.keys(FOLLOWERS).filter((kind) => kind !== ""));

/** Types of events that carry no payload.
 * @type {Set<string>} */
export const WITHOUT_PAYLOAD = new Set(["EndBallots", "EndShuffles"]);

/** @type {Type<EventType>} */
function eventType(value, path) {
  const known = EVENT_TYPES.find((kind) => kind === value);
  return known ?? types.fail(path, "a known type of event");
}

/** `event`: its predecessor's hash, its height, its type and its payload's hash. */
const Event = types.struct({
  parent: types.optional(types.string),
  height: types.integer,
  type: eventType,
  payload: types.optional(types.string),
});
/** @typedef {Value<typeof Event>} Event */

/** Read an event in canonical form: `event-encoding`.
 * @type {(data: Bytes) => Event} */
export function decodeEvent(data) {
  const event = decodeCanonical(data, Event, "event-encoding", "an event");
  for (const reference of [event.parent, event.payload]) {
    if (reference !== undefined && !isHash(reference)) {
      throw new ProtocolError("event-encoding", "an event refers to something that is no hash");
    }
  }
  return event;
}

/** Whether the state machine allows `kind` directly after `previous` (null: at first).
 * @type {(previous: EventType | null, kind: EventType) => boolean} */
export function mayFollow(previous, kind) {
  return FOLLOWERS[previous ?? ""].includes(kind);
}
