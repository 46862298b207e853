// The arithmetic of who signs, and of the trustee who decrypts. The key lives in this worker's memory only, from the moment
// its file is opened until the page is left. It is raised to nothing but a tally that this worker
// multiplied together itself, from every ballot of a record whose every check passed, and only
// after enough trustees signed the same closing of that record.

import { encodeCanonical } from "../../campaign/canonical.js";
import { verifyElection } from "../../campaign/audit/election.js";
import { createDecryption } from "../../campaign/keys/single.js";
import { isTooEarly } from "../../campaign/setup/manifest.js";
import { nameSigner } from "../../campaign/statements/people.js";
import { isEnough } from "../../campaign/statements/quorum.js";
import { computeHashWords } from "../../campaign/words.js";
import { decodeText, secureRandomBytes, toHex } from "../../protocol/encoding.js";
import { NotAnArchiveError, ProtocolError } from "../../protocol/errors.js";
import { serveJobs } from "../../ui/jobs.js";
import { collectAgreed, countMissing, findParent, prepareClosing } from "./agreement.js";
import { createConfirmation, prepareConfirmation } from "../confirming/result.js";
import { findSealedShare, openOwnKeys, ownsKeys } from "../desk/keys.js";
import { recallStatement } from "../desk/memory.js";
import { signedOther, signOnce } from "../desk/once.js";
import { describeAudit, describeUnreadable, readManifest, study } from "../desk/study.js";
import { createOpening, createOut, describeSetup, readSetup } from "../opening/signing.js";
import { failure } from "../key/opened.js";

const verified = new Map();
const published = new Map();
let setUp = null;
let own = null;

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

/** {agreed} or {refused: {code, message}}: the statements of others in fresh evidence. */
function readAgreed(found, evidence) {
  try {
    return { agreed: collectAgreed(found, evidence) };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { refused: { code: error.code, message: error.message } };
  }
}

/** Throws where the page would let something else than a trustee decrypt. */
function requireTrustee({ role }) {
  if (role !== "trustee") throw failure("NotVerifiedError");
}

const jobs = {
  /** {uuid, fingerprint, record}: verify what is on the board so far; nothing can be signed. */
  async verifySoFar({ uuid, fingerprint, record }, report) {
    try {
      const { audit, known } = await study(record, fingerprint, report);
      const before = audit.box.entries.filter(({ digest }) => known.has(digest)).length;
      return { ...describeAudit(audit, uuid), before };
    } catch (error) {
      return describeUnreadable(error);
    }
  },

  /** {uuid, signer, fingerprint, record, manifest, questionnaire, evidence}: what was found and may be signed. `signer`,
   * here and below: {role, number}. */
  async verify({ uuid, signer, fingerprint, record, manifest, questionnaire, evidence }, report) {
    verified.delete(uuid);
    let audit;
    try {
      ({ audit } = await study(record, fingerprint, report));
      await verifyElection(audit, { manifest, questionnaire, evidence });
    } catch (error) {
      return describeUnreadable(error);
    }
    const found = describeAudit(audit, uuid);
    const decoded = found.findings.length === 0 || found.uuid ? readManifest(manifest) : null;
    const ready = decoded === null ? null : prepareClosing(audit, decoded, evidence);
    if (ready === null || ready.text === null) return { ...found, text: null, tallied: false };
    const other = await signedOther(found.fingerprint, signer, ready.text);
    const tallied = audit.decryption.tally !== null && audit.box.tally !== null;
    const allowed = ready.plan.groups.length === 1 && tallied;
    const opened = ready.opened.includes(nameSigner(signer));
    if (found.uuid && allowed && opened && !other) {
      const { items } = audit.setup;
      verified.set(uuid, { ...ready, audit, evidence, items, manifest: decoded });
    }
    const words = wordsOf(audit, ready.closing);
    return { ...found, text: ready.text, tallied: allowed, signedOther: other, opened, words };
  },

  /** {bytes, amendments}: CODE-setup.zip, recomputed, and what was amended since: what an opening would sign. */
  setup({ bytes, amendments }) {
    setUp = null;
    try {
      setUp = readSetup(bytes, amendments);
    } catch (error) {
      if (!(error instanceof ProtocolError || error instanceof NotAnArchiveError)) throw error;
      return { refused: { code: error.code ?? "setup-archive", message: error.message } };
    }
    return describeSetup(setUp);
  },

  /** {uuid, signer, fingerprint, record, manifest, questionnaire, evidence}: the published result as it was found, and `text`,
   * what a confirmation of it says; null where there is nothing to confirm. */
  async verifyResult({ uuid, signer, fingerprint, record, manifest, questionnaire, evidence }, report) {
    published.delete(uuid);
    let audit;
    let documents;
    try {
      ({ audit } = await study(record, fingerprint, report));
      documents = await verifyElection(audit, { manifest, questionnaire, evidence });
    } catch (error) {
      return describeUnreadable(error);
    }
    const found = describeAudit(audit, uuid);
    const ready = await prepareConfirmation({ audit, documents }, signer, evidence);
    if (ready === null) return { ...found, text: null };
    const { shown, text } = ready;
    const right = found.uuid && found.fingerprint === fingerprint && shown.closing !== "other" && !shown.other;
    if (right) published.set(uuid, ready);
    return { ...found, ...shown, text };
  },

  /**
   * {source: {bytes, passphrase} or {seed}, signer}: open the key and keep it here. Throws OtherKeyError unless it is
   * that signer's key in the set-up, or in every verified record.
   */
  async unlock({ source, signer }, report) {
    own = null;
    const records = setUp === null ? [...verified.values(), ...published.values()] : [setUp];
    if (records.length === 0) throw failure("NotVerifiedError");
    const options = { onProgress: (share) => report("file", share, 1) };
    const given = records[0].evidence ?? null;
    const share = given === null ? null : findSealedShare(given, signer);
    const keys = await openOwnKeys(records[0], signer, share, source, options);
    if (!records.every((found) => ownsKeys(found, signer, keys))) throw failure("OtherKeyError");
    own = keys;
    return true;
  },

  /** {signer, late} -> {statement: canonical JSON text} that the set-up was looked at. */
  async opening({ signer, late }) {
    if (setUp === null || own === null) throw failure("NotVerifiedError");
    return { statement: await createOpening(setUp, own, signer, late) };
  },

  /** {signer} -> {statement}: that this key signs no closing of the campaign. Throws SignedOtherError after a closing. */
  async out({ signer }) {
    if (setUp === null || own === null) throw failure("NotVerifiedError");
    return { statement: await createOut(setUp, own, signer) };
  },

  /**
   * {uuid, signer, evidence} -> {statement: canonical JSON text, or null where it is in the
   * evidence already} or {refused}. Only one closing of an election is ever signed, and none after an out.
   */
  async statement({ uuid, signer, evidence }) {
    const found = requireVerified(uuid);
    const { fingerprint } = found.audit.setup.context;
    const name = nameSigner(signer);
    const gone = found.outs.includes(name) || (await recallStatement(found.outText, name)) !== null;
    if (gone || (await signedOther(fingerprint, signer, found.text))) throw failure("SignedOtherError");
    const { agreed, refused } = readAgreed(found, evidence);
    if (refused !== undefined) return { refused };
    if (agreed.signed.some((one) => nameSigner(one) === name)) return { statement: null };
    return { statement: await signOnce(found, own, signer, fingerprint, found.text) };
  },

  /**
   * {uuid, signer, evidence} -> {decryption: canonical JSON text} once enough people signed the same, else {missing: of what
   * there is too little}, {early: true} before the instant that the manifest names, by this device's clock, or {refused}.
   */
  decrypt({ uuid, signer, evidence }, report) {
    requireTrustee(signer);
    const { number: owner } = signer;
    const found = requireVerified(uuid);
    const { audit, plan, manifest, people } = found;
    const { agreed, refused } = readAgreed(found, evidence);
    if (refused !== undefined) return { refused };
    const missing = countMissing(people, agreed, owner);
    if (!isEnough(missing)) return { missing };
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

  /** {uuid, signer} -> {statement: canonical JSON text}: that the published result was looked at. */
  async confirm({ uuid, signer }) {
    const found = published.get(uuid);
    if (found === undefined || own === null) throw failure("NotVerifiedError");
    return { statement: await createConfirmation(found, own, signer) };
  },
};

serveJobs(jobs);
