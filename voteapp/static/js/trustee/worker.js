// The trustee's arithmetic. The private key lives in this worker's memory only, from the moment
// its file is opened until the page is left. It is raised to nothing but the rehearsal's own
// challenge and a tally that this worker recomputed from every ballot of a record it verified.

import { encodeCanonical } from "../campaign/canonical.js";
import { verifyElection } from "../campaign/audit.js";
import {
  checkClosingStatement, computeClosingText, computeNeeded, computeSigningKeys,
  createClosingStatement,
} from "../campaign/closing_statements.js";
import { decodeEvidence } from "../campaign/evidence.js";
import { computeChallenge, computeDigest, createAnswer } from "../campaign/rehearsal.js";
import { computePlanHash } from "../campaign/release.js";
import { createDecryption, createTrusteeKeyFile, openTrusteeKey } from "../campaign/trustee_files.js";
import { verifyRecord } from "../protocol/audit.js";
import {
  decodeJson, decodeText, encodeJsonText, secureRandomBytes,
} from "../protocol/encoding.js";
import { getGroup } from "../protocol/group.js";
import { checkTrusteePublicKey } from "../protocol/trustees.js";

const group = getGroup("Ed25519");
const verified = new Map();
let privateKey = null;

function failure(name) {
  const error = new Error(name);
  error.name = name;
  return error;
}

/** Open a key file; throws OtherKeyError unless it is the key behind `publicKey` (JSON text). */
async function openKey({ bytes, passphrase, publicKey }, report) {
  const options = { onProgress: (share) => report("file", share, 1) };
  const x = await openTrusteeKey(bytes, passphrase, options);
  const wanted = JSON.parse(publicKey);
  if (group.encode(group.basePower(x)) !== wanted.public_key) throw failure("OtherKeyError");
  return x;
}

/** The recomputed plan, if every check passed and it allows this whole record to be opened. */
function computeStatement(audit, evidence) {
  const { findings, structure, setup } = audit;
  const plan = decodeEvidence(evidence).plan;
  const end = structure.ofKind("EndBallots")[0];
  if (findings.items.length > 0 || plan === null || end === undefined) return { plan: null, text: null };
  const text = computeClosingText(setup.context.fingerprint, end.digest, computePlanHash(plan));
  return { plan, text };
}

/** The hash of the last event before the first PartialDecryption. */
function findParent(structure) {
  const [first] = structure.ofKind("PartialDecryption");
  const last = first === undefined ? structure.events.length - 1 : first.height - 1;
  return structure.events[last].digest;
}

function listTrustees(structure) {
  const setup = decodeJson(structure.fetch(structure.ofKind("Setup")[0].payload), (v) => v, "setup-encoding", "it");
  return decodeJson(structure.fetch(setup.trustees), (v) => v, "trustees-encoding", "it");
}

function requireVerified(uuid) {
  const found = verified.get(uuid);
  if (found === undefined || found.text === null || privateKey === null) throw failure("NotVerifiedError");
  return found;
}

const jobs = {
  /** {passphrase} -> {file, publicKey: JSON text}; the key is forgotten: only the file has it. */
  async create({ passphrase }, report) {
    const options = { onProgress: (share) => report("file", share, 1) };
    const { publicKey, file } = await createTrusteeKeyFile(passphrase, secureRandomBytes, options);
    return { file, publicKey: encodeJsonText(publicKey) };
  },

  /** {bytes, passphrase, publicKey, index, challenge} -> the rehearsal's answer (JSON text). */
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

  /** {bytes, passphrase, publicKey}: open the key and keep it in this worker. */
  async unlock(input, report) {
    privateKey = await openKey(input, report);
    return true;
  },

  /** {uuid, record, manifest, evidence} -> what was found, and what would be opened. */
  async verify({ uuid, record, manifest, evidence }, report) {
    verified.delete(uuid);
    const audit = await verifyRecord(record, { progress: report });
    verifyElection(audit, manifest, evidence);
    const { findings, setup, box, decryption, structure } = audit;
    const { plan, text } = computeStatement(audit, evidence);
    const mine = setup.context !== null && setup.context.election.uuid === uuid;
    const tally = decryption.tally;
    if (mine && text !== null) verified.set(uuid, { audit, plan, text, tally });
    return {
      uuid: mine,
      findings: findings.items.map(({ code, height, message }) => ({ code, height, message })),
      name: setup.context === null ? null : setup.context.election.name,
      questions: setup.context === null ? [] : setup.context.election.questions.map((q) => q.question),
      fingerprint: setup.context === null ? null : setup.context.fingerprint,
      ballots: box.accepted,
      counted: box.last.length,
      groups: plan === null ? null : plan.groups.length,
      k: plan === null ? null : plan.k,
      text,
      tallied: tally !== null,
      events: structure.events.length,
    };
  },

  /** {uuid, owner} -> the signed closing statement (canonical JSON text). */
  statement({ uuid, owner }) {
    const { text } = requireVerified(uuid);
    const statement = createClosingStatement(group, owner, privateKey, text, secureRandomBytes);
    return decodeText(encodeCanonical(statement));
  },

  /**
   * {uuid, owner, evidence} -> {decryption: canonical JSON text} once enough trustees signed the
   * same text, else {waiting: how many signatures are still missing}.
   */
  decrypt({ uuid, owner, evidence }, report) {
    const { audit, plan, text, tally } = requireVerified(uuid);
    if (tally === null || plan.groups.length !== 1) throw failure("NotVerifiedError");
    const { setup, structure } = audit;
    const keys = computeSigningKeys(group, listTrustees(structure));
    const owners = new Set();
    for (const statement of decodeEvidence(evidence).closing_statements) {
      checkClosingStatement(group, keys, text, statement);
      owners.add(statement.owner);
    }
    const missing = computeNeeded(setup.items) - owners.size;
    if (missing > 0 || !owners.has(owner)) return { waiting: Math.max(missing, 1) };
    report("decrypt", 0, 1);
    const parts = {
      owner, privateKey, tally, parent: findParent(structure), groupCode: plan.groups[0].code,
    };
    const decryption = createDecryption(setup.context, parts, secureRandomBytes);
    report("decrypt", 1, 1);
    return { decryption: decodeText(encodeCanonical(decryption)) };
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
