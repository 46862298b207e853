// The wizard in which a trustee, with the others, makes the key that locks the votes.
//
// The page asks the server what was said so far, has all of it checked in the worker, and shows the
// one page that fits. After the words were compared, this trustee's own messages go out by
// themselves; whatever must not be lost is kept in this browser first (trustee/key/storage.js).

import { loadCatalog, t } from "../../i18n.js";
import { getJson, postJson, RefusedError, showPage } from "../../ui/committee.js";
import { progressBar } from "../../ui/dom.js";
import { Jobs } from "../../ui/jobs.js";
import { choosePage, isOver } from "./choose.js";
import * as pages from "./pages.js";
import * as safe from "./safe.js";
import { createStatus } from "./status.js";
import * as trouble from "./trouble.js";
import { notLoaded } from "../access/jobs.js";
import { holdAlone, keepKey } from "../key/storage.js";

const PAUSE_MS = 2000;
const HIDDEN_PAUSE_MS = 10000;
const SIGNED_OUT = 401;
const REFUSED = 422;
const STALE = [400, 403, 404];
// Pages on which everybody else may be waiting for this trustee.
const MINE = ["make", "words", "unlock"];

const PAGES = { ...pages, ...trouble, ...safe };

/** The wizard: all of its state. Pages read it, and change it by its methods alone. */
class Ceremony {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.status = createStatus();
    this.bar = progressBar(t("Progress"));
    /** @type {Promise<unknown>} */
    this.turn = Promise.resolve();
    this.jobs = null;
    this.signedOut = false;
    this.outdated = null;
    this._begin(JSON.parse(document.getElementById("task").textContent));
  }

  /** Of an earlier attempt nothing is known any more. */
  _begin(task) {
    this.task = task;
    this.told = null;
    this.record = null;
    this.unlocked = false;
    this.compared = null;
    this.finished = null;
    this.rehearsing = false;
    this.tried = false;
    this.newFile = null;
    this.fault = null;
    this.renewed = null;
    this.acting = false;
    this.page = null;
    this.kept = keepKey(task);
  }

  show(title, ...content) {
    showPage(this.root, this.task.title, title, content);
  }

  /** A progress bar of the page's own work: {element, report}. */
  get progress() {
    const { element } = this.bar;
    element.hidden = true;
    const report = (done, total) => {
      element.hidden = done >= total;
      const percent = Math.floor((10 * done) / total) * 10;
      this.bar.update(done, total, t("Working on your key: {percent} %", { percent }));
    };
    return { element, report };
  }

  /** Begin (or begin again) with an attempt of the ceremony; `told`: the person knows that. */
  async enter(task, told = false) {
    if (this.jobs !== null) this.jobs.stop();
    this.jobs = new Jobs(new URL("./worker.js", import.meta.url));
    this._begin(task);
    await this.jobs.ready;
    if ((await this.kept.eraseEarlier()) && !told) this.renewed = task;
    this.record = await this.kept.load();
    await this.listen(task);
  }

  /**
   * One thing after the other: what the worker does, and what is shown.
   * @template T
   * @param {() => T | Promise<T>} work
   */
  inTurn(work) {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }

  /** Take what the server says now, check it, and show the page that fits. */
  listen(task) {
    return this.inTurn(async () => {
      if (task.attempt !== this.task.attempt) this.renewed = task;
      else await this.follow(task);
      this.render();
    });
  }

  async follow(task) {
    this.task = task;
    if (isOver(this) || this.fault !== null) return;
    try {
      this.told = await this.jobs.run("follow", { task });
    } catch (error) {
      this.fault = error;
    }
  }

  render() {
    const page = choosePage(this);
    this.status.update(this.task, this.told, MINE.includes(page));
    if (page !== this.page) {
      this.page = page;
      PAGES[page](this);
    }
    if (page === "work" || page === "wait") this.act();
  }

  /** Do what is due, as long as anything is. */
  async act() {
    if (this.acting) return;
    this.acting = true;
    try {
      while ((this.page === "work" || this.page === "wait") && (await this.step()));
      this.status.problem(null);
    } catch (error) {
      this.handle(error);
    } finally {
      this.acting = false;
    }
  }

  /** One own step: keep first, then say. False when nothing is due. */
  async step() {
    if (this.told.done) {
      await this.inTurn(() => this.finish());
      return false;
    }
    if (this.told.next === null) return false;
    const { report } = this.progress;
    const said = await this.inTurn(() => this.jobs.run("act", { compared: this.compared }, report));
    if (said === null) return false;
    await this.keep(said.record);
    await this.say(said.step, said.message);
    return true;
  }

  async keep(record) {
    await this.kept.save(record);
    this.record = record;
  }

  /** Post a message and listen to what the server says then. */
  async say(step, message) {
    const { attempt } = this.task;
    await this.listen(await postJson(`${this.base}/${attempt}/messages/${step}`, message));
  }

  async finish() {
    const { report } = this.progress;
    const { record, ...finished } = await this.jobs.run("finish", null, report);
    await this.keep(record);
    this.finished = finished;
    this.render();
  }

  /** Make the own key, keep it, and go on. */
  async make(passphrase, report) {
    const record = await this.inTurn(() => this.jobs.run("make", { passphrase }, report));
    await this.keep(record);
    this.unlocked = true;
    await this.listen(this.task);
  }

  /** This trustee compared the words. */
  async agree(words) {
    this.compared = words;
    await this.listen(this.task);
  }

  /** Open what this browser kept; rejects with "PassphraseError" for another passphrase. */
  async unlock(passphrase, report) {
    try {
      await this.inTurn(() => this.jobs.run("unlock", { record: this.record, passphrase }, report));
    } catch (error) {
      if (!["OwnMessageError", "StoryError"].includes(error.message)) throw error;
      this.fault = error;
    }
    this.unlocked = true;
    await this.listen(this.task);
  }

  /** Go to the rehearsal, or back from it to saving and printing. */
  rehearse(on) {
    this.rehearsing = on;
    this.render();
  }

  /** Solve the exercise with a key: {answer, file: a new one, or null}. */
  tryKey(input, report) {
    return this.inTurn(() => this.jobs.run("rehearse", input, report));
  }

  /** The key passed: nothing of it stays in this browser, but a new file until it is saved. */
  async pass(task, file) {
    await this.inTurn(() => this.forget());
    this.tried = true;
    this.newFile = file;
    await this.listen(task);
  }

  dropNewFile() {
    this.newFile = null;
    this.render();
  }

  async forget() {
    await this.kept.erase();
    safe.takePaperAway();
    this.jobs.stop();
    this.record = null;
    this.unlocked = false;
    this.finished = null;
  }

  /** An error of what was not asked for by a button. */
  handle(error) {
    if (!(error instanceof RefusedError) || error.status === REFUSED) {
      this.fault = error;
    } else if (error.status === SIGNED_OUT) {
      this.signedOut = true;
    } else if (STALE.includes(error.status)) {
      this.outdated = error;
    } else {
      this.status.problem(error.message);
      return;
    }
    this.render();
  }

  /** Ask again and again whether something changed. */
  async poll() {
    for (;;) {
      const pause = document.visibilityState === "hidden" ? HIDDEN_PAUSE_MS : PAUSE_MS;
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (this.signedOut || this.outdated !== null || this.renewed !== null) continue;
      try {
        await this.ask();
        this.status.problem(null);
      } catch (error) {
        this.handle(error);
      }
    }
  }

  async ask() {
    const { version, attempt } = await getJson(`${this.base}/status`);
    if (version === this.task.version && attempt === this.task.attempt) {
      if (this.page === "work" || this.page === "wait") this.act();
      return;
    }
    await this.listen(await getJson(`${this.base}/task`));
  }
}

async function main() {
  loadCatalog();
  const ceremony = new Ceremony(document.getElementById("trustee"));
  if (!(await holdAlone(ceremony.task))) {
    trouble.elsewhere(ceremony);
    return;
  }
  try {
    await ceremony.enter(ceremony.task);
  } catch (error) {
    if (error instanceof DOMException) trouble.noMemory(ceremony);
    else ceremony.show(t("Making the key"), notLoaded());
    return;
  }
  ceremony.poll();
}

main();
