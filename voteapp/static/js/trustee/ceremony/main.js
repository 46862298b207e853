// The wizard in which a trustee, with the others, makes the key that locks the votes.
//
// The page asks the server what was said so far, has all of it checked in the worker, and shows the
// one page that fits. After the words were compared, this trustee's own messages go out by
// themselves; whatever must not be lost is kept in this browser first (trustee/key/storage.js).

import { loadCatalog, t } from "../../i18n.js";
import { getJson, postJson, RefusedError, showPage } from "../../ui/committee.js";
import { progressBar } from "../../ui/dom.js";
import { Jobs } from "../../ui/jobs.js";
import * as pages from "./pages.js";
import * as safe from "./safe.js";
import { createStatus } from "./status.js";
import * as trouble from "./trouble.js";
import { notLoaded } from "../access/jobs.js";
import { keepKey } from "../key/storage.js";

const PAUSE_MS = 2000;
const HIDDEN_PAUSE_MS = 10000;
const LOCK_WAIT_MS = 3000;
const SIGNED_OUT = 401;
const REFUSED = 422;
const STALE = [400, 403, 404];
// Pages on which everybody else may be waiting for this trustee.
const MINE = ["make", "words", "unlock"];

const PAGES = { ...pages, ...trouble, ...safe };

class Ceremony {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.task = JSON.parse(document.getElementById("task").textContent);
    this.status = createStatus();
    this.bar = progressBar(t("Progress"));
    this.turn = Promise.resolve();
    this.jobs = null;
    this.signedOut = false;
    this.outdated = null;
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
    Object.assign(this, {
      task,
      told: null,
      record: null,
      unlocked: false,
      compared: null,
      finished: null,
      rehearsing: false,
      tried: false,
      newFile: null,
      fault: null,
      renewed: null,
      acting: false,
      page: null,
    });
    this.kept = keepKey(task);
    await this.jobs.ready;
    if ((await this.kept.eraseEarlier()) && !told) this.renewed = task;
    this.record = await this.kept.load();
    await this.listen(task);
  }

  /** One thing after the other: what the worker does, and what is shown. */
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
    if (this.isOver || this.fault !== null) return;
    try {
      this.told = await this.jobs.run("follow", { task });
    } catch (error) {
      this.fault = error;
    }
  }

  /**
   * The key was tried and nothing of it is kept here any more. The server's word alone must not
   * hide a key that nobody has saved.
   */
  get isOver() {
    return this.record === null && (this.tried || this.task.rehearsed);
  }

  /** Which page fits. */
  choose() {
    const { task, told } = this;
    if (this.signedOut) return "signedOut";
    if (this.outdated !== null) return "stale";
    if (this.renewed !== null) return "renewed";
    if (this.isOver && this.newFile !== null) return "newFile";
    if (task.lost) return "lost";
    if (this.isOver) return "done";
    if (this.fault !== null) return "fault";
    if (told.failure !== null || task.failure !== null) return "failed";
    return told.done ? this.chooseSafe() : this.chooseMaking();
  }

  chooseMaking() {
    const { told } = this;
    if (this.record === null) return told.given.length === 0 ? "make" : "absent";
    if (!this.unlocked) return "unlock";
    if (told.next === "commit" && this.compared !== told.words) return "words";
    return told.step === "certificate" ? "wait" : "work";
  }

  chooseSafe() {
    if (this.rehearsing || this.record === null) return "rehearse";
    if (!this.unlocked) return "unlock";
    return this.finished === null ? "work" : "save";
  }

  render() {
    const page = this.choose();
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

  /** Nothing of the key stays in this browser. */
  async forget() {
    await this.kept.erase();
    safe.takePaperAway();
    this.jobs.stop();
    Object.assign(this, { record: null, unlocked: false, finished: null });
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

/** Hold this trustee's key in one tab alone; false while another tab has it. */
function holdAlone({ code, position }) {
  if (!navigator.locks) return Promise.resolve(true);
  const abort = new AbortController();
  setTimeout(() => abort.abort(), LOCK_WAIT_MS);
  const options = { signal: abort.signal };
  return new Promise((resolve) => {
    const forever = () => {
      resolve(true);
      return new Promise(() => {});
    };
    navigator.locks
      .request(`voteapp-trustee/${code}/${position}`, options, forever)
      .catch(() => resolve(false));
  });
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
