// A trustee's arithmetic while the key is made. Seed and private key live in this worker's memory
// alone. What the server says is never believed: every message of every trustee is checked here.

import { encodeCanonical } from "../../campaign/canonical.js";
import { listSteps, STEPS } from "../../campaign/ceremony/table.js";
import { Transcript } from "../../campaign/ceremony/transcript.js";
import { createAnswer, computeDigest } from "../../campaign/keys/rehearsal.js";
import { encodeRestoreCode, encodeRestoreQr } from "../../campaign/keys/paper.js";
import { restoreSingleKey, restoreThresholdKey } from "../../campaign/keys/restored.js";
import { computeHashWords } from "../../campaign/words.js";
import { decodeText, encodeText, secureRandomBytes } from "../../protocol/encoding.js";
import { GROUP_NAME, getGroup } from "../../protocol/group.js";
import { encodeQR } from "../../vendor/qr.js";
import { serveJobs } from "../../ui/jobs.js";
import { SingleKey } from "./single.js";
import { ThresholdKey } from "./threshold.js";
import { failure, openKey } from "../key/opened.js";

const group = getGroup(GROUP_NAME);
let task = null;
let transcript = null;
let key = null;

const fixed = ({ code, attempt, position, kind, size, threshold, singles }) =>
  JSON.stringify([code, attempt, position, kind, size, threshold, singles]);
const same = (one, other) => one.trustee === other.trustee && one.step === other.step && one.message === other.message;

/** Take what the server says now: nothing that it said before may have changed. */
async function listen(told) {
  if (transcript === null) {
    task = told;
    transcript = new Transcript(group, told.size, told.threshold, told.singles);
  }
  if (fixed(told) !== fixed(task)) throw failure("StoryError");
  const known = transcript.entries;
  const common = Math.min(known.length, told.entries.length);
  for (let i = 0; i < common; i += 1) {
    if (!same(known[i], told.entries[i])) throw failure("StoryError");
  }
  for (const { trustee, step, message } of told.entries.slice(known.length)) {
    await transcript.add(trustee, step, encodeText(message));
  }
  if (key !== null) key.check(transcript);
}

/** The first step that this trustee still owes, or null. */
function findOwed() {
  return listSteps(task.kind).find((one) => !transcript.has(task.position, one)) ?? null;
}

/** What this trustee owes now, or null while others are waited for. */
function findNext() {
  if (transcript.failure !== null || transcript.has(task.position, "complain")) return null;
  const step = findOwed();
  return step === transcript.step ? step : null;
}

function describe() {
  const steps = STEPS.filter((step) => transcript.has(task.position, step));
  const { certsHash, failure: failed } = transcript;
  return {
    step: transcript.step,
    missing: transcript.missing,
    words: certsHash === null ? null : computeHashWords(certsHash),
    done: transcript.step === "done" && failed === null,
    failure: failed,
    given: steps,
    owed: findOwed(),
    next: findNext(),
  };
}

/** Whose key a rehearsal must be made with, from the checked messages. */
function describeOwn() {
  const { kind, position, size } = task;
  if (kind === "single") {
    const own = transcript.singleKeys[position - size - 1];
    return { kind, position, publicKey: own.public_key, privateKey: null, digest: computeDigest(own) };
  }
  const own = transcript.voutputs[position - 1];
  return {
    kind,
    position,
    publicKey: own.public_key.public_key,
    privateKey: own.private_key,
    digest: transcript.certsHash,
  };
}

function rebuild(seed, passphrase, options) {
  const { kind, position, size } = task;
  if (kind === "threshold") return restoreThresholdKey(seed, transcript, passphrase, secureRandomBytes, options);
  const own = transcript.singleKeys[position - size - 1];
  return restoreSingleKey(seed, own, passphrase, secureRandomBytes, options);
}

const progress = (report) => ({ onProgress: (share) => report("file", share, 1) });

serveJobs({
  /** {task} -> what it says, checked: {step, missing, words, done, failure, given, owed, next}. */
  async follow({ task: told }) {
    await listen(told);
    return describe();
  },

  /** {passphrase} -> the record to keep in the browser; the key stays here. */
  async make({ passphrase }, report) {
    const kind = task.kind === "single" ? SingleKey : ThresholdKey;
    key = await kind.create(group, task, passphrase, progress(report));
    return key.record;
  },

  /** {record, passphrase}: go on with what the browser kept. */
  async unlock({ record, passphrase }, report) {
    const kind = task.kind === "single" ? SingleKey : ThresholdKey;
    const opened = await kind.open(group, task, record, passphrase, progress(report));
    opened.check(transcript);
    key = opened;
    return true;
  },

  /**
   * {compared: the words that the person compared, or null} -> {step, message, record}: what is to
   * be said now, and what is to be kept before; null where nothing is due. A server that answers
   * two requests at once must not get a commitment before its certificates' words were compared.
   */
  async act({ compared }, report) {
    const step = findNext();
    if (step === null || key === null) return null;
    if (step === "commit" && compared !== computeHashWords(transcript.certsHash)) return null;
    const said = await key.act(step, transcript, progress(report));
    return { ...said, record: key.record };
  },

  /** -> {record, file, code, qr}: the finished key, and what is printed. */
  async finish(_input, report) {
    const { file, seed } = await key.finish(transcript, progress(report));
    const qr = encodeQR(encodeRestoreQr(seed), "svg", { ecc: "medium", border: 2 });
    return { record: key.record, file, code: encodeRestoreCode(seed), qr };
  },

  /** {source, passphrase: for a new file, or null} -> {answer, file: a new one, or null}. */
  async rehearse({ source, passphrase }, report) {
    const own = describeOwn();
    const { privateKey } = await openKey(group, source, own, progress(report));
    const answer = createAnswer(group, privateKey, own.digest, own.position, secureRandomBytes);
    const file = source.seed === undefined ? null : await rebuild(source.seed, passphrase, progress(report));
    return { answer: decodeText(encodeCanonical(answer)), file };
  },
});
