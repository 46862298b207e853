// Which objects a payload refers to, in the order in which they must precede it.

import { SetupData } from "../election.js";
import { decodeJson } from "../types.js";
import { ProtocolError } from "../errors.js";
import { SizedEncryptedTally } from "../tally.js";
import { OwnedPartialDecryption } from "../decryptions.js";
/** @import { Bytes } from "../encoding.js" */
/** @import { EventType } from "../events.js" */

/** @type {(payload: Bytes) => string[]} */
function ownedObjects(payload) {
  return [decodeJson(payload, OwnedPartialDecryption, "payload", "it").payload];
}

/** @type {Partial<Record<EventType, (payload: Bytes) => string[]>>} */
const READERS = {
  Setup(payload) {
    const setup = decodeJson(payload, SetupData, "payload", "it");
    const certificate = setup.credentials_certificate;
    const rest = certificate === undefined ? [] : [certificate];
    return [setup.election, setup.trustees, setup.credentials, ...rest];
  },
  EncryptedTally(payload) {
    return [decodeJson(payload, SizedEncryptedTally, "payload", "it").encrypted_tally];
  },
  Shuffle: ownedObjects,
  PartialDecryption: ownedObjects,
};

/** Hashes of the objects that must stand before the payload; null if it cannot be read.
 * @type {(kind: EventType, payload: Bytes) => string[] | null} */
export function referredObjects(kind, payload) {
  try {
    return READERS[kind]?.(payload) ?? [];
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
