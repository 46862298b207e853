// Opening the totals: every record is downloaded and verified whole, its tally recomputed, what is
// about to be opened is shown and compared with the other trustees; only then the trustee signs,
// and decrypts once enough others signed the same. While voting runs, what is on the board so far
// can be verified already.

import { loadCatalog, t } from "../../i18n.js";
import { getBytes, getJson, InputError, postJson, showPage, workForm } from "../../ui/committee.js";
import { actions, h } from "../../ui/dom.js";
import { Jobs } from "../../ui/jobs.js";
import * as early from "./early.js";
import { offlineSection } from "./offline.js";
import { listProblems } from "./problems.js";
import { countMissingParts, signAll, takeRounds, waitForParts } from "./rounds.js";
import { createFaultySection, createFoundSection, createProgress, createSkipped } from "./views.js";
import { createKeySource } from "../key/source.js";

/** The page: all of its state. Its parts read it, and change it by its methods alone. */
class Decrypt {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.task = JSON.parse(document.getElementById("task").textContent);
    this.jobs = new Jobs(new URL("./worker.js", import.meta.url));
    this.checked = new Map();
    this.signed = false;
  }

  show(title, ...content) {
    showPage(this.root, this.task.title, title, content);
  }

  /** Take what the server says now. */
  async refresh() {
    this.task = await getJson(`${this.base}/task`);
  }

  /** Send what belongs to an election ("statement", "decryption"); take what the server says then. */
  async send(uuid, what, body) {
    this.task = await postJson(`${this.base}/${uuid}/${what}`, body);
  }

  /** Send the own signature; `statement` null: it was sent before. */
  async sign(uuid, statement) {
    this.signed = true;
    if (statement !== null) await this.send(uuid, "statement", statement);
  }

  /** Elections in which this trustee still has something to do. */
  get open() {
    return this.task.elections.filter((e) => e.skip === null && !e.decryption_posted && !e.finished);
  }

  get isAlone() {
    return this.task.trustees.length < 2;
  }

  start() {
    const { state, elections, impossible } = this.task;
    if (elections.length > 0 && elections.every((e) => e.skip !== null)) early.showNothing(this);
    else if (["decrypted", "published"].includes(state)) this.showDone();
    else if (impossible) early.showImpossible(this);
    else if (state === "open") early.showWhileOpen(this);
    else if (state !== "closed") early.showTooEarly(this);
    else if (this.open.length === 0) this.showDone();
    else if (this.open.some((e) => !e.tallied)) early.showWaiting(this);
    else this.showCheck();
  }

  skipped() {
    return createSkipped(this.task.elections);
  }

  /** The way back: to the campaign's page, or the trustee's own. */
  home(kind = "") {
    const { home, campaign } = this.root.dataset;
    // After closing the overview of a trustee who came by a link is this page.
    if (!campaign && ["closed", "decrypted"].includes(this.task.state)) return null;
    const text = campaign ? t("Back to the campaign") : t("Back to the overview");
    return h("a", { class: `button ${kind}`.trim(), href: campaign ?? home }, text);
  }

  /** To the page on which a linked trustee reports the key as lost, or as found. */
  keyPage() {
    const { home, campaign } = this.root.dataset;
    return campaign ? null : h("a", { class: "button secondary", href: `${home}/ceremony` }, t("The page of your key"));
  }

  /** @param {import("../../ui/jobs.js").Report} [report] */
  download(item, what, report = () => {}) {
    return getBytes(`${this.base}/${item.uuid}/${what}`, (done, total) => report(done, total, "download"));
  }

  showCheck() {
    const { element, report } = createProgress();
    const form = workForm(t("Download and check"), [], async () => {
      for (const item of this.open) this.checked.set(item.uuid, await this.check(item, report));
      this.showFound();
    });
    this.show(
      t("Check what was cast"),
      this.skipped(),
      h(
        "p",
        {},
        t(
          "Your browser downloads the whole record, checks every ballot with all of its proofs, and " +
            "adds them up itself. It takes about a second for every fifty votes, longer for surveys.",
        ),
      ),
      form,
      element,
      offlineSection(this),
    );
  }

  async check(item, report) {
    const record = await this.download(item, "record", report);
    const manifest = await this.download(item, "manifest");
    const evidence = await this.download(item, "evidence");
    const { uuid, fingerprint } = item;
    const { owner } = this.task;
    return this.jobs.run("verify", { uuid, owner, fingerprint, record, manifest, evidence }, report);
  }

  showFound() {
    const rows = this.open.map((item) => [item, this.checked.get(item.uuid)]);
    const faulty = rows.filter(([item, found]) => listProblems(item, found).length > 0);
    if (faulty.length > 0) {
      this.refuse(faulty.map(([item, found]) => [item.title, listProblems(item, found)]));
      return;
    }
    const { element, report } = createProgress();
    const form = this.keyForm(report);
    this.show(
      t("Open the totals"),
      h("p", {}, t("Everything was checked and is right. This is what you are about to open:")),
      rows.map(([, found]) => createFoundSection(found)),
      h(
        "p",
        {},
        t(
          "With your key you first sign that voting is over, and then open these totals. The " +
            "numbers are shown to nobody before the committee publishes them.",
        ),
      ),
      this.isAlone
        ? null
        : h(
            "p",
            {},
            t(
              "All trustees see the same words, if all were sent the same record. Call the others, or " +
                "meet them, and read the words aloud to each other. If one word differs, stop.",
            ),
          ),
      form,
      element,
    );
  }

  /** The key and, with several trustees, the tick that words were compared; then it begins. */
  keyForm(report) {
    const source = createKeySource({ label: t("The key’s file") });
    const tick = h("input", { type: "checkbox", id: "compared" });
    const compared = h(
      "div",
      { class: "field choices" },
      h("div", {}, tick, h("label", { for: "compared" }, t("We compared the words, and they are the same"))),
    );
    return workForm(t("Sign and open the totals"), [this.isAlone ? null : compared, source.element], async () => {
      if (!this.isAlone && !tick.checked)
        throw new InputError("compared", t("Compare the words with the other trustees first."));
      try {
        const input = { source: await source.read(), owner: this.task.owner };
        await this.jobs.run("unlock", input, report);
      } catch (error) {
        if (error.message === "PassphraseError")
          throw new InputError("passphrase", t("The passphrase does not open this file."));
        if (error.message === "OtherKeyError")
          throw new InputError(
            source.usesPaper() ? "code" : "file",
            t("This is another key. Use the one that you saved for this campaign."),
          );
        throw error;
      }
      if (await signAll(this)) takeRounds(this);
    });
  }

  /** The key is forgotten at once; nothing else leaves this page. */
  refuse(faulty) {
    this.jobs.stop();
    this.show(
      t("Do not open this"),
      h(
        "p",
        {},
        this.signed
          ? t(
              "Something is wrong with what the server sent. You have signed that " +
                "voting is over, but nothing was opened. Save this page and show it " +
                "to the committee and the other trustees.",
            )
          : t(
              "Something is wrong with what the server sent. Nothing was signed. Save this page and show it to the committee.",
            ),
      ),
      faulty.map(([title, problems]) => createFaultySection(title, problems)),
    );
  }

  showDone() {
    const { state, elections } = this.task;
    const over = ["decrypted", "published"].includes(state);
    const posted = elections.some((e) => e.decryption_posted);
    if (!over && countMissingParts(this.task) > 0) {
      waitForParts(this);
      return;
    }
    this.show(
      t("The totals are open"),
      this.skipped(),
      h(
        "div",
        { class: "panel" },
        h(
          "p",
          {},
          state === "published"
            ? t("The result is published.")
            : posted
              ? t("You have done your part. The committee can publish the result now; until then nobody is shown it.")
              : t(
                  "Enough other trustees have opened them; your key was not needed. The " +
                    "committee can publish the result now; until then nobody is shown it.",
                ),
        ),
      ),
      actions(this.home()),
    );
  }
}

loadCatalog();
const decrypt = new Decrypt(document.getElementById("trustee"));
decrypt.jobs.ready.then(
  () => decrypt.start(),
  () => decrypt.show(t("Open the totals"), h("p", {}, t("This page could not be loaded whole. Reload it."))),
);
