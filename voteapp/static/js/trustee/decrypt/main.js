// What trustees and witnesses look at and sign, from READY on: the set-up before voting opens; the records once voting
// is over, downloaded and verified whole, their tally recomputed, what is about to be opened compared with the others;
// the result once it is published. A trustee decrypts, too, once enough others signed the same. While voting runs, what is
// on the board so far can be verified already.

import { loadCatalog, t } from "../../i18n.js";
import { h } from "../../ui/dom.js";
import { notLoaded, paragraph, readTask, showPage } from "../../ui/frame.js";
import { Jobs } from "../../ui/jobs.js";
import { getBytes, getJson, postJson } from "../../ui/requests.js";
import { showOut } from "../opening/out.js";
import { showOpened, showSetup } from "../opening/pages.js";
import { showCheck } from "./check.js";
import { showDone } from "./done.js";
import * as early from "./early.js";
import { createFaultySection, createSkipped } from "../desk/views.js";

/** The page: all of its state. Its parts read it, and change it by its methods alone. */
class Decrypt {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.task = readTask();
    this.begin();
    this.checked = new Map();
    this.signed = false;
  }

  /** A worker that knows nothing and has no key. */
  begin() {
    this.jobs?.stop();
    this.jobs = new Jobs(new URL("./worker.js", import.meta.url));
    return this.jobs.ready;
  }

  show(title, ...content) {
    showPage(this.root, this.task.title, title, content);
  }

  /** Take what the server says now. */
  async refresh() {
    this.task = await getJson(`${this.base}/task`);
  }

  /** Send what belongs to an election ("statement", "decryption", "confirmation"); take what the server says then. */
  async send(uuid, what, body) {
    this.task = await postJson(`${this.base}/${uuid}/${what}`, body);
  }

  /** Send what belongs to the whole campaign ("opening", "out"); take what the server says then. */
  async post(what, body) {
    this.task = await postJson(`${this.base}/${what}`, body);
  }

  /** Send the own signature; `statement` null: it was sent before. */
  async sign(uuid, statement) {
    this.signed = true;
    if (statement !== null) await this.send(uuid, "statement", statement);
  }

  /** Who signs here: {role, number}. */
  get signer() {
    return { role: this.task.role, number: this.task.owner };
  }

  get isWitness() {
    return this.task.role === "witness";
  }

  /** Elections in which who asks still has something to do after closing: a witness signs, and opens nothing. */
  get open() {
    const isDone = (e) => (this.isWitness ? e.statement_posted : e.decryption_posted);
    return this.task.elections.filter((e) => e.skip === null && !isDone(e) && !e.finished);
  }

  /** Published results that who asks has not confirmed. */
  get unconfirmed() {
    if (this.task.out) return [];
    return this.task.elections.filter((e) => e.confirmation_text !== null && !e.confirmed);
  }

  get isAlone() {
    return this.task.trustees.length < 2;
  }

  start() {
    const { state, elections, impossible } = this.task;
    const ended = state === "withdrawn" || state === "cancelled";
    if (ended || (elections.length > 0 && elections.every((e) => e.skip !== null))) early.showNothing(this);
    else if (state === "published") showDone(this);
    else if (impossible) early.showImpossible(this);
    else if (this.task.out) showOut(this);
    else if (this.task.opening_text !== null) showSetup(this);
    else if (state === "ready") showOpened(this);
    else if (state === "open") early.showWhileOpen(this);
    else if (state !== "closed") early.showTooEarly(this);
    else if (this.open.length === 0) showDone(this);
    else if (this.open.some((e) => !e.tallied)) early.showWaiting(this);
    else showCheck(this);
  }

  skipped() {
    return createSkipped(this.task.elections);
  }

  /** The way back: to the campaign's page, or the trustee's own. */
  home(kind = "") {
    const { home, campaign } = this.root.dataset;
    // After closing the overview of a trustee who came by a link is this page.
    if (!campaign && this.task.state === "closed" && !this.isWitness) return null;
    const text = campaign ? t("Back to the campaign") : t("Back to the overview");
    return h("a", { class: `button ${kind}`.trim(), href: campaign ?? home }, text);
  }

  /** To the page on which a linked trustee reports the key as lost, or as found. */
  keyPage() {
    const { home, campaign } = this.root.dataset;
    if (campaign || this.isWitness) return null;
    return h("a", { class: "button secondary", href: `${home}/ceremony` }, t("The page of your key"));
  }

  /** @param {import("../../ui/jobs.js").Report} [report] */
  download(item, what, report = () => {}) {
    return getBytes(`${this.base}/${item.uuid}/${what}`, (done, total) => report(done, total, "download"));
  }

  /** [CODE-setup.zip, the amendments since], as bytes.
   * @param {import("../../ui/jobs.js").Report} [report] */
  downloadSetup(report = () => {}) {
    const address = `/campaigns/${this.task.code}`;
    /** @type {(name: string) => Promise<Uint8Array>} */
    const get = (name) => getBytes(`${address}/${name}`, (done, total) => report(done, total, "download"));
    return Promise.all([get(`${this.task.code}-setup.zip`), get("amendments.json")]);
  }

  /** What the worker found in an election's record. */
  learn(uuid, found) {
    this.checked.set(uuid, found);
  }

  /** The key is forgotten at once; nothing else leaves this page. */
  refuse(faulty) {
    this.jobs.stop();
    const text = this.signed
      ? t(
          "Something is wrong with what the server sent. You have signed that " +
            "voting is over, but nothing was opened. Save this page and show it " +
            "to the committee and the other trustees.",
        )
      : t(
          "Something is wrong with what the server sent. Nothing was signed. Save this page and show it to the committee.",
        );
    const sections = faulty.map(([title, problems]) => createFaultySection(title, problems));
    this.show(this.isWitness ? t("Do not sign this") : t("Do not open this"), paragraph(text), sections);
  }
}

loadCatalog();
const decrypt = new Decrypt(document.getElementById("trustee"));
decrypt.jobs.ready.then(
  () => decrypt.start(),
  () => decrypt.show(decrypt.isWitness ? t("Look and sign") : t("Open the totals"), notLoaded()),
);
