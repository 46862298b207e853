// Which objects a payload refers to, in the order in which they must precede it.

import { SetupData } from "../election.js";
import { decodeJson } from "../encoding.js";
import { ProtocolError } from "../errors.js";
import { OwnedPartialDecryption, SizedEncryptedTally } from "../tally.js";

const SHAPES = {
  Setup: SetupData,
  EncryptedTally: SizedEncryptedTally,
  Shuffle: OwnedPartialDecryption,
  PartialDecryption: OwnedPartialDecryption,
};

/** Hashes of the objects that must stand before the payload; null if it cannot be read. */
export function referredObjects(kind, payload) {
  const shape = SHAPES[kind];
  if (shape === undefined) return [];
  let value;
  try {
    value = decodeJson(payload, shape, "payload", kind);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
  if (kind === "Setup") {
    const certificate = value.credentials_certificate;
    const rest = certificate === undefined ? [] : [certificate];
    return [value.election, value.trustees, value.credentials, ...rest];
  }
  return [kind === "EncryptedTally" ? value.encrypted_tally : value.payload];
}
