// The wizard's state and what changes it. It has checked in the worker what the server says, and
// shows the one page that fits. After the words were compared, this trustee's own messages go out by
// themselves; whatever must not be lost is kept in this browser first (own_key.js).

import { readTask, showPage } from "../../ui/frame.js";
import { postJson, RefusedError } from "../../ui/requests.js";
import { actByItself } from "./acting.js";
import { choosePage, isOver } from "./choose.js";
import * as lost from "./lost.js";
import * as making from "./making.js";
import { OwnKey } from "./own_key.js";
import * as rehearsal from "./rehearsal.js";
import * as saving from "./saving.js";
import { createBar, Status } from "./status.js";
import * as trouble from "./trouble.js";

const SIGNED_OUT = 401;
const REFUSED = 422;
const STALE = [400, 403, 404];
// Pages on which everybody else may be waiting for this trustee.
const MINE = ["make", "words", "unlock"];

const PAGES = { ...making, ...saving, ...rehearsal, ...lost, ...trouble };

/** The wizard: all of its state. Pages read it, and change it by its methods alone. */
export class Wizard {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.status = new Status();
    this.bar = createBar();
    /** @type {Promise<unknown>} */
    this.turn = Promise.resolve();
    this.signedOut = false;
    this.outdated = null;
    this._begin(readTask());
  }

  /** Of an earlier attempt nothing is known any more. */
  _begin(task) {
    this.task = task;
    this.key = new OwnKey(task);
    this.told = null;
    this.compared = null;
    this.rehearsing = false;
    this.tried = false;
    this.newFile = null;
    this.fault = null;
    this.renewed = null;
    this.acting = false;
    this.page = null;
  }

  /** Whether the person has to do something before the server is asked again. */
  get isHalted() {
    return this.signedOut || this.outdated !== null || this.renewed !== null;
  }

  show(title, ...content) {
    showPage(this.root, this.task.title, title, content);
  }

  /** A progress bar of the page's own work, hidden until it begins: {element, report}. */
  get progress() {
    return this.bar.begin();
  }

  /** Begin (or begin again) with an attempt of the ceremony; `told`: the person knows that. */
  async enter(task, told = false) {
    this.key.stop();
    this._begin(task);
    await this.key.start();
    if ((await this.key.load()) && !told) this.renewed = task;
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
      else await this._follow(task);
      this.render();
    });
  }

  async _follow(task) {
    this.task = task;
    if (isOver(this) || this.fault !== null) return;
    try {
      this.told = await this.key.follow(task);
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
    this.act();
  }

  /** Do what is due by itself, unless that is under way. */
  async act() {
    if (this.acting) return;
    this.acting = true;
    await actByItself(this);
    this.acting = false;
  }

  /** Post a message and listen to what the server says then. */
  async say(step, message) {
    const { attempt } = this.task;
    await this.listen(await postJson(`${this.base}/${attempt}/messages/${step}`, message));
  }

  /** Make the own key, keep it, and go on. */
  async make(passphrase, report) {
    await this.key.keep(await this.inTurn(() => this.key.make(passphrase, report)));
    this.key.markUnlocked();
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
      await this.inTurn(() => this.key.unlock(passphrase, report));
    } catch (error) {
      if (!["OwnMessageError", "StoryError"].includes(error.message)) throw error;
      this.fault = error;
    }
    this.key.markUnlocked();
    await this.listen(this.task);
  }

  /** Go to the rehearsal, or back from it to saving and printing. */
  rehearse(on) {
    this.rehearsing = on;
    this.render();
  }

  /** Solve the exercise with a key: {answer, file: a new one, or null}. */
  tryKey(input, report) {
    return this.inTurn(() => this.key.rehearse(input, report));
  }

  /** The key passed: nothing of it stays in this browser, but a new file until it is saved. */
  async pass(task, file) {
    await this.inTurn(() => this.key.forget());
    this.tried = true;
    this.newFile = file;
    await this.listen(task);
  }

  dropNewFile() {
    this.newFile = null;
    this.render();
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
}
