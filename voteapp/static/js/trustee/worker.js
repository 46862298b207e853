// The key of a campaign's one trustee: made, and tried from its file before voting opens. The
// private key is raised to nothing but the rehearsal's challenge that this worker derived itself.
// Decrypting is decrypt_worker.js's.

import { encodeCanonical } from "../campaign/canonical.js";
import { computeChallenge, computeDigest, createAnswer } from "../campaign/rehearsal.js";
import { createTrusteeKeyFile, openTrusteeKey } from "../campaign/trustee_files.js";
import { decodeText, encodeJsonText, secureRandomBytes } from "../protocol/encoding.js";
import { getGroup } from "../protocol/group.js";
import { checkTrusteePublicKey } from "../protocol/trustees.js";
import { serveJobs } from "../ui/jobs.js";
import { failure } from "./opened_keys.js";

const group = getGroup("Ed25519");

/** Open a key file; throws OtherKeyError unless it is the key behind `publicKey` (JSON text). */
async function openKey({ bytes, passphrase, publicKey }, report) {
  const options = { onProgress: (share) => report("file", share, 1) };
  const x = await openTrusteeKey(bytes, passphrase, options);
  const wanted = JSON.parse(publicKey);
  if (group.encode(group.basePower(x)) !== wanted.public_key) throw failure("OtherKeyError");
  return x;
}

serveJobs({
  /** {passphrase} -> {file, publicKey: JSON text}; the key is forgotten: only the file has it. */
  async create({ passphrase }, report) {
    const options = { onProgress: (share) => report("file", share, 1) };
    const { publicKey, file } = await createTrusteeKeyFile(passphrase, secureRandomBytes, options);
    return { file, publicKey: encodeJsonText(publicKey) };
  },

  /**
   * {bytes, passphrase, publicKey, index, challenge} -> the rehearsal's answer (JSON text). Throws
   * OtherChallengeError where the server wants another challenge than the one that follows from
   * the key.
   */
  async rehearse(input, report) {
    const x = await openKey(input, report);
    const key = JSON.parse(input.publicKey);
    checkTrusteePublicKey(group, key);
    const digest = computeDigest(key);
    const alpha = group.encode(computeChallenge(group, digest, input.index));
    if (input.challenge !== alpha) throw failure("OtherChallengeError");
    const answer = createAnswer(group, x, digest, input.index, secureRandomBytes);
    return decodeText(encodeCanonical(answer));
  },
});
