// The decrypting trustee's arithmetic. The key lives in this worker's memory only, from the moment
// its file is opened until the page is left. It is raised to nothing but a tally that this worker
// multiplied together itself, from every ballot of a record whose every check passed, and only
// after enough trustees signed the same closing of that record.

import { encodeCanonical } from "../../campaign/canonical.js";
import { verifyElection } from "../../campaign/audit/election.js";
import { createClosingStatement } from "../../campaign/counting/closing_statements.js";
import { createDecryption } from "../../campaign/keys/single.js";
import { decodeManifest, isTooEarly } from "../../campaign/setup/manifest.js";
import { computeHashWords } from "../../campaign/words.js";
import { verifyRecord } from "../../protocol/audit/record.js";
import { decodeText, secureRandomBytes, toHex } from "../../protocol/encoding.js";
import { NotAnArchiveError, ProtocolError } from "../../protocol/errors.js";
import { GROUP_NAME, getGroup } from "../../protocol/group.js";
import { serveJobs } from "../../ui/jobs.js";
import { collectAgreed, countMissing, findParent, prepareClosing } from "./agreement.js";
import { openOwnKeys, ownsKeys } from "./keys.js";
import { recallBallots, recallStatement, rememberStatement } from "./memory.js";
import { failure } from "../key/opened.js";

const group = getGroup(GROUP_NAME);
const verified = new Map();
let own = null;

/** Verify a record; ballots that were verified here before under `fingerprint` only once. */
async function study(record, fingerprint, report) {
  const memory = await recallBallots(fingerprint);
  const { known } = memory;
  const audit = await verifyRecord(record, { progress: report, known, onVerified: (hash) => memory.remember(hash) });
  await memory.flush();
  return { audit, known };
}

/** A record that cannot be read at all, as a finding. */
function describeUnreadable(error) {
  if (!(error instanceof ProtocolError)) throw error;
  const code = error instanceof NotAnArchiveError ? "archive-format" : error.code;
  return { uuid: false, findings: [{ code, height: null, message: error.message }] };
}

function describe(audit, uuid) {
  const { findings, setup, box } = audit;
  const { context } = setup;
  return {
    uuid: context !== null && context.election.uuid === uuid,
    findings: findings.items.map(({ code, height, message }) => ({ code, height, message })),
    name: context === null ? null : context.election.name,
    questions: context === null ? [] : context.election.questions.map((q) => q.question),
    fingerprint: context === null ? null : context.fingerprint,
    ballots: box.accepted,
    counted: box.last.length,
  };
}

function wordsOf({ setup }, closing) {
  const bytes = Uint8Array.from(atob(setup.context.fingerprint), (byte) => byte.charCodeAt(0));
  const fingerprint = toHex(bytes);
  return { closing: computeHashWords(closing), fingerprint: computeHashWords(fingerprint) };
}

function requireVerified(uuid) {
  const found = verified.get(uuid);
  if (found === undefined || own === null) throw failure("NotVerifiedError");
  return found;
}

/** Whether something else was signed here for the election; statements are canonical JSON. */
async function signedOther(fingerprint, owner, text) {
  const before = await recallStatement(fingerprint, owner);
  return before !== null && JSON.parse(before).message !== text;
}

/** {agreed} or {refused: {code, message}}: the statements of others in fresh evidence. */
function readAgreed({ audit, text }, evidence) {
  try {
    return { agreed: collectAgreed(audit, text, evidence) };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { refused: { code: error.code, message: error.message } };
  }
}

const jobs = {
  /** {uuid, fingerprint, record}: verify what is on the board so far; nothing can be signed. */
  async verifySoFar({ uuid, fingerprint, record }, report) {
    try {
      const { audit, known } = await study(record, fingerprint, report);
      const before = audit.box.entries.filter(({ digest }) => known.has(digest)).length;
      return { ...describe(audit, uuid), before };
    } catch (error) {
      return describeUnreadable(error);
    }
  },

  /** {uuid, owner, fingerprint, record, manifest, questionnaire, evidence}: what was found and may be opened. */
  async verify({ uuid, owner, fingerprint, record, manifest, questionnaire, evidence }, report) {
    verified.delete(uuid);
    let audit;
    try {
      ({ audit } = await study(record, fingerprint, report));
      await verifyElection(audit, { manifest, questionnaire, evidence });
    } catch (error) {
      return describeUnreadable(error);
    }
    const found = describe(audit, uuid);
    const { plan, text, closing } = prepareClosing(audit, evidence);
    if (text === null) return { ...found, text: null, tallied: false };
    const other = await signedOther(found.fingerprint, owner, text);
    const tallied = audit.decryption.tally !== null && audit.box.tally !== null;
    const allowed = plan.groups.length === 1 && tallied;
    if (found.uuid && allowed && !other) {
      verified.set(uuid, { audit, evidence, plan, text, manifest: decodeManifest(manifest) });
    }
    return { ...found, text, tallied: allowed, signedOther: other, words: wordsOf(audit, closing) };
  },

  /**
   * {source: {bytes, passphrase} or {seed}, owner}: open the key and keep it here. Throws
   * OtherKeyError unless it is that trustee's key in every verified record.
   */
  async unlock({ source, owner }, report) {
    own = null;
    const records = [...verified.values()];
    if (records.length === 0) throw failure("NotVerifiedError");
    const options = { onProgress: (share) => report("file", share, 1) };
    const keys = await openOwnKeys(records[0], owner, source, options);
    if (!records.every((found) => ownsKeys(found.audit, owner, keys))) throw failure("OtherKeyError");
    own = keys;
    return true;
  },

  /**
   * {uuid, owner, evidence} -> {statement: canonical JSON text, or null where it is in the
   * evidence already} or {refused}. Only one closing of an election is ever signed.
   */
  async statement({ uuid, owner, evidence }) {
    const found = requireVerified(uuid);
    const { fingerprint } = found.audit.setup.context;
    if (await signedOther(fingerprint, owner, found.text)) throw failure("SignedOtherError");
    const { agreed, refused } = readAgreed(found, evidence);
    if (refused !== undefined) return { refused };
    if (agreed.has(owner)) return { statement: null };
    const before = await recallStatement(fingerprint, owner);
    if (before !== null) return { statement: before };
    const { signingKey } = own;
    const made = createClosingStatement(group, owner, signingKey, found.text, secureRandomBytes);
    const statement = decodeText(encodeCanonical(made));
    await rememberStatement(fingerprint, owner, statement);
    // Another tab may have been first.
    if (await signedOther(fingerprint, owner, found.text)) throw failure("SignedOtherError");
    return { statement };
  },

  /**
   * {uuid, owner, evidence} -> {decryption: canonical JSON text} once enough trustees signed the
   * same, else {missing: how many signatures, signed: whose are there}, {early: true} before the
   * instant that the manifest names, by this device's clock, or {refused}.
   */
  decrypt({ uuid, owner, evidence }, report) {
    const found = requireVerified(uuid);
    const { audit, plan, manifest } = found;
    const { agreed, refused } = readAgreed(found, evidence);
    if (refused !== undefined) return { refused };
    const missing = countMissing(audit, agreed, owner);
    if (missing > 0) return { missing, signed: [...agreed] };
    if (isTooEarly(manifest, Date.now() / 1000)) return { early: true };
    report("decrypt", 0, 1);
    const { privateKey } = own;
    // The worker's own product of the ballots, not what the record says it is.
    const { tally } = audit.box;
    const parts = { owner, privateKey, tally, parent: findParent(audit), groupCode: plan.groups[0].code };
    const decryption = createDecryption(audit.setup.context, parts, secureRandomBytes);
    report("decrypt", 1, 1);
    return { decryption: decodeText(encodeCanonical(decryption)) };
  },
};

serveJobs(jobs);
