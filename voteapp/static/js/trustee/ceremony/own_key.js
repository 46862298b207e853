// This trustee's own key while it is made: a worker has it and does its arithmetic; whatever must
// not be lost is kept in this browser (trustee/key/storage.js), locked with the passphrase.

import { Jobs } from "../../ui/jobs.js";
import { placePaper } from "../key/paper.js";
import { Keeping } from "../key/storage.js";

/** The key of one attempt. `record`: what the browser keeps, or null; `finished`: what is printed. */
export class OwnKey {
  constructor(task) {
    this.kept = new Keeping(task);
    this.jobs = null;
    this.record = null;
    this.unlocked = false;
    this.finished = null;
  }

  /** Start the worker; rejects where its code cannot be loaded. */
  async start() {
    this.jobs = new Jobs(new URL("./worker.js", import.meta.url));
    await this.jobs.ready;
  }

  /** The worker ends, and with it all that it knows. */
  stop() {
    if (this.jobs !== null) this.jobs.stop();
  }

  /** Take what this browser kept; true if something of an earlier attempt was erased here. */
  async load() {
    const erased = await this.kept.eraseEarlier();
    this.record = await this.kept.load();
    return erased;
  }

  async keep(record) {
    await this.kept.save(record);
    this.record = record;
  }

  /** What the server says, checked by the worker: see `follow` there. */
  follow(task) {
    return this.jobs.run("follow", { task });
  }

  /** A new key's record, which is to be kept before anything else. */
  make(passphrase, report) {
    return this.jobs.run("make", { passphrase }, report);
  }

  /** Open what this browser kept; rejects with "PassphraseError" for another passphrase. */
  unlock(passphrase, report) {
    return this.jobs.run("unlock", { record: this.record, passphrase }, report);
  }

  /** From now on the worker has it. */
  markUnlocked() {
    this.unlocked = true;
  }

  /** What is due, now that these words were compared: {step, message, record}, or null. */
  act(compared, report) {
    return this.jobs.run("act", { compared }, report);
  }

  async finish(report) {
    const { record, ...finished } = await this.jobs.run("finish", null, report);
    await this.keep(record);
    this.finished = finished;
  }

  /** Solve the exercise with a key: {answer, file: a new one, or null}. */
  rehearse(input, report) {
    return this.jobs.run("rehearse", input, report);
  }

  /** Nothing of it stays in this browser, nor in the page to be printed. */
  async forget() {
    await this.kept.erase();
    placePaper(null);
    this.stop();
    this.record = null;
    this.unlocked = false;
    this.finished = null;
  }
}
