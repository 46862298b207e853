// The key of a trustee who must always take part, while the ceremony runs (in the worker).
//
// The key's file holds x alone. Until the page was printed the browser also keeps the seed and the
// list that was acknowledged, sealed under a key that only x gives.

import { acknowledgeSingle, commitSingle, computeSingleKey } from "../../campaign/ceremony/singles.js";
import { createSingleFile } from "../../campaign/keys/restored.js";
import { openTrusteeKey, readTrusteePublicKey } from "../../campaign/keys/single.js";
import { decodeText, encodeJsonText, encodeText, secureRandomBytes } from "../../protocol/encoding.js";
import { createSeed } from "../../protocol/keys/pki.js";
import { sha256 } from "../../vendor/noble.js";
import { requireOwn, requireSameList, write } from "./own_messages.js";
import { failure } from "../key/opened.js";

const NONCE_BYTES = 12;

function importSealing(group, x) {
  const key = sha256(encodeText(`voteapp-trustee-progress|${group.encodeScalar(x)}`));
  return globalThis.crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function seal(group, x, value) {
  const iv = secureRandomBytes(NONCE_BYTES);
  const clear = encodeText(JSON.stringify(value));
  const key = await importSealing(group, x);
  const sealed = await globalThis.crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, clear);
  return new Uint8Array([...iv, ...new Uint8Array(sealed)]);
}

async function unseal(group, x, sealed) {
  const iv = sealed.slice(0, NONCE_BYTES);
  const key = await importSealing(group, x);
  const clear = await globalThis.crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed.slice(NONCE_BYTES));
  return JSON.parse(decodeText(new Uint8Array(clear)));
}

/** One key; `record` is what the browser keeps: {file, sealed}. */
export class SingleKey {
  constructor(group, task, { file, publicKey, seed, commitments }) {
    this.group = group;
    this.task = task;
    this.file = file;
    this.publicKey = publicKey;
    this.seed = seed;
    this.commitments = commitments;
    this.x = computeSingleKey(group, seed);
    this.record = null;
  }

  /** Draw a key; it is made known only in the step "reveal". */
  static async create(group, task, passphrase, options) {
    const seed = createSeed(secureRandomBytes);
    const { key: publicKey, file } = await createSingleFile(seed, passphrase, secureRandomBytes, options);
    const key = new SingleKey(group, task, { file, publicKey, seed, commitments: [] });
    await key.keep();
    return key;
  }

  /** Go on with what this browser kept. */
  static async open(group, task, record, passphrase, options) {
    const x = await openTrusteeKey(record.file, passphrase, options);
    const publicKey = readTrusteePublicKey(record.file);
    const { seed, commitments } = await unseal(group, x, record.sealed);
    const key = new SingleKey(group, task, { file: record.file, publicKey, seed, commitments });
    key.record = record;
    return key;
  }

  async keep() {
    const { group, seed, commitments, file } = this;
    this.record = { file, sealed: await seal(group, this.x, { seed, commitments }) };
  }

  /** What the server shows under our number must be what we said; throws OwnMessageError. */
  check(transcript) {
    const { position } = this.task;
    const { certificates } = transcript;
    const committed = certificates === null ? null : write(commitSingle(certificates, position, this.publicKey));
    requireOwn(transcript, position, { commit: committed, reveal: encodeJsonText(this.publicKey) });
    requireSameList(this.commitments, transcript.commitments);
    // Nobody else can tell yet who signed this: the key is known only once it was revealed.
    if (this.commitments.length === 0 && transcript.has(position, "acknowledge")) {
      throw failure("OwnMessageError");
    }
  }

  /** What to say at a step: {step, message}. The record is to be kept before it is said. */
  async act(step, { certificates, commitments }) {
    const { group, publicKey, task } = this;
    if (step === "commit") {
      return { step, message: write(commitSingle(certificates, task.position, publicKey)) };
    }
    if (step === "reveal") return { step, message: encodeJsonText(publicKey) };
    const said = acknowledgeSingle(
      group,
      this.x,
      certificates,
      commitments,
      task.position,
      publicKey,
      secureRandomBytes,
    );
    this.commitments = [...commitments];
    await this.keep();
    return { step, message: write(said) };
  }

  /** The file was complete from the beginning. */
  async finish() {
    return { file: this.file, seed: this.seed };
  }
}
