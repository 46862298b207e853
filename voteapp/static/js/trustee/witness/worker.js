// A witness's key, made from a seed: it signs, and opens nothing. What signs with it is decrypt/worker.js.

import { encodeRestoreCode, encodeRestoreQr } from "../../campaign/keys/paper.js";
import { computePublicKey, createSigningFile } from "../../campaign/keys/signing_keys.js";
import { computeHashWords } from "../../campaign/words.js";
import { secureRandomBytes } from "../../protocol/encoding.js";
import { GROUP_NAME, getGroup } from "../../protocol/group.js";
import { createSeed } from "../../protocol/keys/pki.js";
import { serveJobs } from "../../ui/jobs.js";
import { encodeQR } from "../../vendor/qr.js";

serveJobs({
  /** {name, passphrase} -> {file, key: 64 hex, code, qr, words}; the key is forgotten. */
  async create({ name, passphrase }, report) {
    const seed = createSeed(secureRandomBytes);
    const options = { onProgress: (share) => report("file", share, 1) };
    const file = await createSigningFile("witness", name, seed, passphrase, secureRandomBytes, options);
    const key = computePublicKey(getGroup(GROUP_NAME), "witness", seed);
    const qr = encodeQR(encodeRestoreQr(seed), "svg", { ecc: "medium", border: 2 });
    return { file, key, code: encodeRestoreCode(seed), qr, words: computeHashWords(key) };
  },

  /** {key: 64 hex} -> its sixteen words. */
  describe({ key }) {
    return computeHashWords(key);
  },
});
