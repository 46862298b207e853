// The teller's arithmetic: tokens, their public credentials, the protected file, the square codes.
// It makes no request; what it returns stays in the teller's page.

import { checkRefusal, decodeRefusal } from "../campaign/board/refusals.js";
import { createVoid, decodeVoid } from "../campaign/board/voids.js";
import { encodeCanonical } from "../campaign/canonical.js";
import { KINDS, readEnvelope } from "../campaign/protection.js";
import {
  computePublicCredentials,
  createTokenBatch,
  createTokenFile,
  mapLeaves,
  openTokenFile,
} from "../campaign/slips/token_files.js";
import { checkSlips, readFixed } from "../campaign/setup/fixed.js";
import { computePin, findLeaves, formatSlipCode } from "../campaign/slips/pins.js";
import { countSlips, createTeller, signPrinted } from "../campaign/slips/tellers.js";
import { computeCredential, createToken, normalizeToken } from "../campaign/slips/tokens.js";
import { computeSecret } from "../protocol/credentials.js";
import { decodeText, encodeText, secureRandomBytes } from "../protocol/encoding.js";
import { ProtocolError } from "../protocol/errors.js";
import { GROUP_NAME, getGroup } from "../protocol/group.js";
import { serveJobs } from "../ui/jobs.js";
import { encodeQR } from "../vendor/qr.js";

/** Draw `count` tokens that differ from one another. */
function createTokens(count) {
  const tokens = new Set();
  while (tokens.size < count) tokens.add(createToken(secureRandomBytes));
  return [...tokens];
}

/** By uuid, the public credentials of the slips in their order. */
function computeCredentials(slips, uuids, report) {
  const tokens = slips.map(({ token }) => token);
  const total = tokens.length * uuids.length;
  return Object.fromEntries(
    uuids.map((uuid, i) => {
      const named = computePublicCredentials(uuid, tokens, (done) => {
        if (done % 10 === 0) report("credentials", i * tokens.length + done, total);
      });
      return [uuid, named];
    }),
  );
}

/** The text that the teller posts: her statement and, for each election, {public credential: leaf} and a salt. */
function computeBatch({ slips, teller }, uuids, report) {
  const credentials = computeCredentials(slips, uuids, report);
  return decodeText(encodeCanonical(createTokenBatch(uuids, slips, credentials, teller)));
}

/** {slips, teller} of a file, or null where it is of another campaign. */
async function openFile({ campaign, uuids, bytes, passphrase }, report) {
  /** @type {{ campaign?: string, uuids?: string[] }} */
  const shown = readEnvelope(bytes, KINDS.slips).public;
  if (shown.campaign !== campaign || uuids.join() !== shown.uuids.join()) return null;
  const options = { onProgress: (share) => report("file", share, 1) };
  return openTokenFile(bytes, passphrase, options);
}

function drawCodes(codes, address, report) {
  return codes.map((code, i) => {
    if (i % 20 === 0) report("codes", i, codes.length);
    return encodeQR(`${address}#${code}`, "svg", { ecc: "medium", border: 2 });
  });
}

/** The set-up that was fixed, once it was found to be that of these slips. */
function readSetUp(elections, lists, { slips, teller }, uuids, report) {
  const setUp = readFixed(elections);
  if (setUp.manifests.map(({ uuid }) => uuid).join() !== uuids.join()) {
    throw new ProtocolError("setup-campaign", "another campaign was fixed");
  }
  const credentials = computeCredentials(slips, uuids, report);
  const parts = Object.fromEntries(uuids.map((uuid) => [uuid, mapLeaves(slips, credentials[uuid])]));
  checkSlips(setUp, teller, parts, lists);
  return setUp;
}

/** The one reason of all answers to the voids; throws where the server did not sign them. */
function judgeAnswers(manifests, voids, answers) {
  const answered = manifests.filter(({ uuid }) => typeof answers?.[uuid] === "string");
  const reasons = answered.map(({ uuid, server_key: key }) => {
    const [given, answer] = [decodeVoid(encodeText(voids[uuid])), decodeRefusal(encodeText(answers[uuid]))];
    checkRefusal(answer, key);
    const isOwn = answer.uuid === uuid && answer.fingerprint === given.fingerprint && answer.tracker === null;
    if (!isOwn || answer.credential !== given.credential) {
      throw new ProtocolError("refusal-reason", "the answer is about something else");
    }
    return answer.reason;
  });
  // Used anywhere, the slip is void nowhere; void, it is so everywhere.
  if (reasons.length > 0 && reasons.every((reason) => reason === "used")) return "used";
  return reasons.length === manifests.length && reasons.every((reason) => reason === "voided") ? "voided" : null;
}

serveJobs({
  /** {campaign, shares: pairs of leaf and number, uuids, name, passphrase} -> {slips, batch, file}. */
  async make({ campaign, shares, uuids, name, passphrase }, report) {
    const leaves = shares.flatMap(([leaf, count]) => Array(count).fill(leaf));
    const slips = createTokens(leaves.length).map((token, i) => ({ leaf: leaves[i], token }));
    const teller = createTeller(name, "page", uuids.length, secureRandomBytes);
    const batch = computeBatch({ slips, teller }, uuids, report);
    const options = { onProgress: (share) => report("file", share, 1) };
    const file = await createTokenFile(campaign, uuids, slips, teller, passphrase, secureRandomBytes, options);
    return { slips, batch, file };
  },
  /** {campaign, uuids, bytes, passphrase} -> {slips, batch} or {other: true}. */
  async open(input, report) {
    const file = await openFile(input, report);
    return file === null ? { other: true } : { slips: file.slips, batch: computeBatch(file, input.uuids, report) };
  },
  /**
   * The same and {address, elections: texts of what was fixed, lists: by uuid the credentials of all tellers'
   * slips, empty where there is one teller} -> {slips, codes, drawings, campaignHash,
   * twofold, signature, tellers} or {other: true} or {foreign: code of what does not fit}. `twofold`: codes that fit
   * two units; `signature`: hers, that she prints for this set-up; `tellers`: [name, slips] of each.
   */
  async print(input, report) {
    const { uuids, address, elections, lists } = input;
    const file = await openFile(input, report);
    if (file === null) return { other: true };
    const { slips, teller } = file;
    let setUp;
    try {
      setUp = readSetUp(elections, lists, file, uuids, report);
    } catch (error) {
      if (error instanceof ProtocolError) return { foreign: error.code };
      throw error;
    }
    const { fingerprints, leaves, campaignHash, manifests } = setUp;
    const pinned = slips.map(({ token, leaf }) => ({ token, pin: computePin(token, fingerprints, leaf) }));
    const twofold = pinned.filter((slip) => findLeaves(slip, fingerprints, leaves).length > 1).map(formatSlipCode);
    const codes = pinned.map(formatSlipCode);
    const drawings = drawCodes(
      codes.map((code) => code.replace(/-/g, "")),
      address,
      report,
    );
    const { signature } = signPrinted(fingerprints, teller);
    const tellers = manifests[0].tellers.map((one) => [one.name, countSlips([one])]);
    return { slips, codes, drawings, campaignHash, twofold, signature, tellers };
  },
  /** {slip: {token, pin}, elections: texts of what was fixed} -> {uuid: the text that voids the slip there}, or
   * null where the slip was printed for something else. */
  voids({ slip, elections }) {
    const { manifests, fingerprints, leaves } = readFixed(elections);
    if (findLeaves(slip, fingerprints, leaves).length === 0) return null;
    const [group, credential] = [getGroup(GROUP_NAME), computeCredential(normalizeToken(slip.token))];
    const texts = manifests.map(({ uuid }, i) => {
      const secret = computeSecret(group, uuid, credential);
      const named = group.encode(group.basePower(secret));
      const made = createVoid(group, fingerprints[i], named, secret, secureRandomBytes);
      return [uuid, decodeText(encodeCanonical(made))];
    });
    return Object.fromEntries(texts);
  },
  /** {voids, answers: by uuid what the server says, elections} -> "voided" or "used", or null where the server
   * did not sign just that. */
  judge({ voids, answers, elections }) {
    const { manifests } = readFixed(elections);
    try {
      return judgeAnswers(manifests, voids, answers);
    } catch (error) {
      if (error instanceof ProtocolError) return null;
      throw error;
    }
  },
});
