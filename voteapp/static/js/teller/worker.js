// The teller's arithmetic: tokens, their public credentials, the protected file, the square codes.
// It makes no request; what it returns stays in the teller's page.

import { encodeCanonical } from "../campaign/canonical.js";
import { computeCredential, createToken, normalizeToken } from "../campaign/tokens.js";
import { computePublicCredential } from "../protocol/credentials.js";
import { decodeText, secureRandomBytes, toHex } from "../protocol/encoding.js";
import { getGroup } from "../protocol/group.js";
import { protect, unprotect } from "../ui/protected-files.js";
import { encodeQR } from "../vendor/qr.js";

const TYPE = "voteapp-token-file";

/** Draw `count` tokens that differ from one another. */
function createTokens(count) {
  const tokens = new Set();
  while (tokens.size < count) tokens.add(createToken(secureRandomBytes));
  return [...tokens];
}

/** The bytes that the teller posts: for each election, {public credential: leaf} and a salt. */
function computeBatch(slips, uuids, report) {
  const group = getGroup("Ed25519");
  const secrets = slips.map(({ token }) => computeCredential(token));
  const total = slips.length * uuids.length;
  let done = 0;
  const elections = uuids.map((uuid) => {
    const credentials = {};
    slips.forEach(({ leaf }, i) => {
      credentials[computePublicCredential(group, uuid, secrets[i])] = leaf;
      done += 1;
      if (done % 10 === 0 || done === total) report("credentials", done, total);
    });
    return { uuid, credentials, salt: toHex(secureRandomBytes(32)) };
  });
  return decodeText(encodeCanonical({ type: "voteapp-token-batch", version: 1, elections }));
}

function drawCodes(slips, address, report) {
  return slips.map(({ token }, i) => {
    if (i % 20 === 0) report("codes", i, slips.length);
    return encodeQR(`${address}#${token}`, "svg", { ecc: "medium", border: 2 });
  });
}

const jobs = {
  /** {campaign, count, leaf, uuids, address, passphrase} -> {slips, codes, batch, file}. */
  async make({ campaign, count, leaf, uuids, address, passphrase }, report) {
    const slips = createTokens(count).map((token) => ({ leaf, token }));
    const batch = computeBatch(slips, uuids, report);
    const codes = drawCodes(slips, address, report);
    const open = { campaign, count, uuids };
    const file = await protect(TYPE, open, { slips }, passphrase, (part) => report("file", part, 1));
    return { slips, codes, batch, file };
  },
  /** {campaign, uuids, address, bytes, passphrase} -> {slips, codes, batch}. */
  async open({ campaign, uuids, address, bytes, passphrase }, report) {
    const read = await unprotect(TYPE, bytes, passphrase, (part) => report("file", part, 1));
    const same = read.open.campaign === campaign && uuids.join() === read.open.uuids.join();
    if (!same) return { other: true };
    const slips = read.secret.slips.map(({ leaf, token }) => ({ leaf, token: normalizeToken(token) }));
    return {
      slips,
      batch: computeBatch(slips, uuids, report),
      codes: drawCodes(slips, address, report),
    };
  },
  /** {token, uuids} -> {uuid: public credential}, to void one slip. */
  credentials({ token, uuids }) {
    const group = getGroup("Ed25519");
    const credential = computeCredential(normalizeToken(token));
    return Object.fromEntries(
      uuids.map((uuid) => [uuid, computePublicCredential(group, uuid, credential)]),
    );
  },
};

self.addEventListener("message", async ({ data }) => {
  const report = (stage, done, total) => self.postMessage({ id: data.id, done, total, stage });
  try {
    self.postMessage({ id: data.id, result: await jobs[data.job](data.input, report) });
  } catch (error) {
    self.postMessage({ id: data.id, failure: error.name });
  }
});

self.postMessage({ id: 0, result: "ready" });
