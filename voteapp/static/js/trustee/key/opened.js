// Opening a trustee's key in a worker: from its file, or from the seed of the printed page.
//
// `own` says whose key it must be: {kind: "threshold" or "single", position, publicKey: hex of the
// element that decrypts, privateKey: the `private_key` text of the trustee's own voutput (threshold
// trustees; the seed opens it), else null}.

import { computeSingleKey } from "../../campaign/ceremony/singles.js";
import { openSecrets } from "../../campaign/keys/threshold.js";
import { openDecryptionKey } from "../../protocol/keys/pedersen.js";
import { computePrivateKeys } from "../../protocol/keys/pki.js";

/** An error that leaves the worker by its name. */
export function failure(name) {
  const error = new Error(name);
  error.name = name;
  return error;
}

async function openSeed(group, seed, own) {
  if (own.kind === "single") {
    const x = computeSingleKey(group, seed);
    return { privateKey: x, signingKey: x };
  }
  const keys = computePrivateKeys(group, seed);
  const verification = group.basePower(keys.signing);
  try {
    const privateKey = await openDecryptionKey(group, seed, verification, own.privateKey);
    return { privateKey, signingKey: keys.signing };
  } catch (error) {
    if (error.name !== "ProtocolError") throw error;
    throw failure("OtherKeyError");
  }
}

/**
 * The numbers {privateKey, signingKey} of `source`: {bytes, passphrase} or {seed}. Throws
 * OtherKeyError for the key of somebody else, or of another ceremony; PassphraseError,
 * ConflictError (a file of an unfinished ceremony), ProtocolError `file-encoding`.
 */
export async function openKey(group, source, own, options = {}) {
  const opened =
    source.seed === undefined
      ? await openSecrets(source.bytes, source.passphrase, own.position, options)
      : await openSeed(group, source.seed, own);
  const { privateKey, signingKey } = opened;
  if (group.encode(group.basePower(privateKey)) !== own.publicKey) throw failure("OtherKeyError");
  return { privateKey, signingKey };
}
