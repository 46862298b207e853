// The teller's arithmetic: tokens, their public credentials, the protected file, the square codes.
// It makes no request; what it returns stays in the teller's page.

import { createVoid } from "../campaign/board/voids.js";
import { encodeCanonical } from "../campaign/canonical.js";
import { KINDS, readEnvelope } from "../campaign/protection.js";
import {
  computePublicCredentials,
  createTokenBatch,
  createTokenFile,
  openTokenFile,
} from "../campaign/slips/token_files.js";
import { computeCredential, createToken, normalizeToken } from "../campaign/slips/tokens.js";
import { computeSecret } from "../protocol/credentials.js";
import { decodeText, secureRandomBytes } from "../protocol/encoding.js";
import { GROUP_NAME, getGroup } from "../protocol/group.js";
import { serveJobs } from "../ui/jobs.js";
import { encodeQR } from "../vendor/qr.js";

/** Draw `count` tokens that differ from one another. */
function createTokens(count) {
  const tokens = new Set();
  while (tokens.size < count) tokens.add(createToken(secureRandomBytes));
  return [...tokens];
}

/** The text that the teller posts: for each election, {public credential: leaf} and a salt. */
function computeBatch(slips, uuids, report) {
  const tokens = slips.map(({ token }) => token);
  const total = tokens.length * uuids.length;
  const credentials = {};
  uuids.forEach((uuid, i) => {
    credentials[uuid] = computePublicCredentials(uuid, tokens, (done) => {
      if (done % 10 === 0) report("credentials", i * tokens.length + done, total);
    });
  });
  const batch = createTokenBatch(uuids, slips, credentials, secureRandomBytes);
  return decodeText(encodeCanonical(batch));
}

function drawCodes(slips, address, report) {
  return slips.map(({ token }, i) => {
    if (i % 20 === 0) report("codes", i, slips.length);
    return encodeQR(`${address}#${token}`, "svg", { ecc: "medium", border: 2 });
  });
}

serveJobs({
  /** {campaign, count, leaf, uuids, address, passphrase} -> {slips, codes, batch, file}. */
  async make({ campaign, count, leaf, uuids, address, passphrase }, report) {
    const slips = createTokens(count).map((token) => ({ leaf, token }));
    const batch = computeBatch(slips, uuids, report);
    const codes = drawCodes(slips, address, report);
    const options = { onProgress: (share) => report("file", share, 1) };
    const file = await createTokenFile(campaign, uuids, slips, passphrase, secureRandomBytes, options);
    return { slips, codes, batch, file };
  },
  /** {campaign, uuids, address, bytes, passphrase} -> {slips, codes, batch} or {other: true}. */
  async open({ campaign, uuids, address, bytes, passphrase }, report) {
    /** @type {{ campaign?: string, uuids?: string[] }} */
    const shown = readEnvelope(bytes, KINDS.slips).public;
    if (shown.campaign !== campaign || uuids.join() !== shown.uuids.join()) return { other: true };
    const options = { onProgress: (share) => report("file", share, 1) };
    const { slips } = await openTokenFile(bytes, passphrase, options);
    const batch = computeBatch(slips, uuids, report);
    return { slips, batch, codes: drawCodes(slips, address, report) };
  },
  /** {token, elections: [{uuid, fingerprint}]} -> {uuid: the text that voids the slip there}. */
  voids({ token, elections }) {
    const [group, credential] = [getGroup(GROUP_NAME), computeCredential(normalizeToken(token))];
    const texts = elections.map(({ uuid, fingerprint }) => {
      const secret = computeSecret(group, uuid, credential);
      const named = group.encode(group.basePower(secret));
      const made = createVoid(group, fingerprint, named, secret, secureRandomBytes);
      return [uuid, decodeText(encodeCanonical(made))];
    });
    return Object.fromEntries(texts);
  },
});
