// The key of a campaign's one trustee: made from a seed, and tried from its file or its printed
// page before voting opens. The private key is raised to nothing but the rehearsal's challenge,
// which this worker derives itself. Decrypting is decrypt/worker.js's.

import { encodeCanonical } from "../../campaign/canonical.js";
import { computeChallenge, computeDigest, createAnswer } from "../../campaign/keys/rehearsal.js";
import { encodeRestoreCode, encodeRestoreQr } from "../../campaign/keys/paper.js";
import { createSingleFile, restoreSingleKey } from "../../campaign/keys/restored.js";
import { decodeText, encodeJsonText, secureRandomBytes } from "../../protocol/encoding.js";
import { GROUP_NAME, getGroup } from "../../protocol/group.js";
import { createSeed } from "../../protocol/keys/pki.js";
import { checkTrusteePublicKey } from "../../protocol/keys/trustees.js";
import { serveJobs } from "../../ui/jobs.js";
import { encodeQR } from "../../vendor/qr.js";
import { failure, openKey } from "./opened.js";

const group = getGroup(GROUP_NAME);
const progress = (report) => ({ onProgress: (share) => report("file", share, 1) });

serveJobs({
  /** {passphrase} -> {file, publicKey: JSON text, code, qr}; the key is forgotten. */
  async create({ passphrase }, report) {
    const seed = createSeed(secureRandomBytes);
    const { key, file } = await createSingleFile(seed, passphrase, secureRandomBytes, progress(report));
    const qr = encodeQR(encodeRestoreQr(seed), "svg", { ecc: "medium", border: 2 });
    return { file, publicKey: encodeJsonText(key), code: encodeRestoreCode(seed), qr };
  },

  /**
   * {source, passphrase: for a new file, or null, publicKey, index, challenge} -> {answer, file: a
   * new one, or null}. Throws OtherKeyError, and OtherChallengeError where the server wants another
   * challenge than the one that follows from the key.
   */
  async rehearse({ source, passphrase, publicKey, index, challenge }, report) {
    const key = JSON.parse(publicKey);
    checkTrusteePublicKey(group, key);
    const own = { kind: "single", position: index, publicKey: key.public_key, privateKey: null };
    const { privateKey } = await openKey(group, source, own, progress(report));
    const digest = computeDigest(key);
    if (challenge !== group.encode(computeChallenge(group, digest, index))) {
      throw failure("OtherChallengeError");
    }
    const answer = createAnswer(group, privateKey, digest, index, secureRandomBytes);
    const file =
      source.seed === undefined
        ? null
        : await restoreSingleKey(source.seed, key, passphrase, secureRandomBytes, progress(report));
    return { answer: decodeText(encodeCanonical(answer)), file };
  },
});
