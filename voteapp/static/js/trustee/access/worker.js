// What the server is shown instead of a trustee's passphrase: a number that was computed from it
// with much work (docs/http-api.md). The passphrase stays in the browser.

import { encodeText, toHex } from "../../protocol/encoding.js";
import { sha256 } from "../../vendor/noble.js";
import { scryptAsync } from "../../vendor/scrypt.js";
import { serveJobs } from "../../ui/jobs.js";

/** Not that of protected files, which may grow: another one gives other verifiers. */
const SIGN_IN_N = 2 ** 17;

serveJobs({
  /** {code, position, passphrase} -> the verifier: 64 hex digits. */
  async verifier({ code, position, passphrase }, report) {
    const salt = sha256(encodeText(`voteapp-trustee-sign-in|${code}|${position}`));
    const onProgress = (share) => report("passphrase", share, 1);
    const secret = encodeText(passphrase.normalize("NFC"));
    return toHex(await scryptAsync(secret, salt, { N: SIGN_IN_N, r: 8, p: 1, dkLen: 32, onProgress }));
  },
});
