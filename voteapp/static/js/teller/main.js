// The teller's page: make, save, print, scan one back in, only then post (DESIGN, "Casting,
// sealing, receipts"). Tokens never leave this page; the server gets public credentials.

import { loadCatalog, t } from "../i18n.js";
import { normalizeToken } from "../campaign/slips/tokens.js";
import { fileAndPassphrase, InputError, newPassphrase, postJson, showPage, workForm } from "../ui/committee.js";
import { actions, button, h, progressBar, saveFile } from "../ui/dom.js";
import { Jobs } from "../ui/jobs.js";
import { parseSlip } from "../ui/scanner.js";
import { scanBack } from "./scan_back.js";
import { fillSheets, PER_PAGE } from "./sheets.js";

function stageText(stage, done, total) {
  const percent = Math.floor((100 * done) / Math.max(total, 1));
  if (stage === "file") return t("Locking the file: {percent} %", { percent });
  if (stage === "codes") return t("Drawing the square codes: {percent} %", { percent });
  return t("Making slips: {percent} %", { percent: Math.floor(percent / 10) * 10 });
}

class Teller {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.task = JSON.parse(document.getElementById("task").textContent);
    this.address = `${this.task.base_url}/b/${this.task.code}`;
    this.uuids = this.task.elections.map(({ uuid }) => uuid);
    this.sheets = h("div", { class: "sheets", "aria-hidden": "true" });
    document.getElementById("main").append(this.sheets);
    document.body.classList.add("with-sheets");
    this.jobs = new Jobs(new URL("./worker.js", import.meta.url));
    this.made = null;
  }

  start() {
    if (this.task.posted) this.showPosted();
    else if (this.task.state === "slips") this.showMake();
    else
      this.show(
        t("Slips"),
        h("p", {}, t("Slips are made once the draft is finished and the trustee’s key was tried.")),
      );
  }

  show(title, ...content) {
    showPage(this.root, this.task.title, title, content);
  }

  steps(now) {
    const names = [t("Make the slips"), t("Save the file"), t("Print"), t("Scan one back"), t("Finish")];
    return h(
      "ol",
      { class: "steps" },
      names.map((name, i) =>
        h(
          "li",
          { class: i < now ? "done" : i === now ? "now" : null, "aria-current": i === now ? "step" : null },
          h("span", { class: "step-head" }, name),
        ),
      ),
    );
  }

  async run(job, input, progress) {
    const report = (done, total, stage) => progress.update(done, total, stageText(stage, done, total));
    const common = { campaign: this.task.code, uuids: this.uuids, address: this.address };
    const made = await this.jobs.run(job, { ...common, ...input }, report);
    if (made.other) throw new InputError("open-file", t("This file is of another campaign, or of an earlier draft."));
    await fillSheets(this.sheets, this.task, this.address, made, (done, total) =>
      progress.update(done, total, t("Laying out the pages")),
    );
    this.made = made;
  }

  showMake() {
    const progress = progressBar(t("Progress"));
    progress.element.hidden = true;
    const passphrase = newPassphrase();
    const make = workForm(t("Make {count} slips", { count: this.task.slips }), passphrase.elements, async () => {
      const text = passphrase.read();
      progress.element.hidden = false;
      const [leaf] = this.task.leaves[0];
      await this.run("make", { count: this.task.slips, leaf, passphrase: text }, progress);
      this.showSave();
    });
    this.show(
      t("Make the slips"),
      this.steps(0),
      h(
        "p",
        {},
        t(
          "Your browser makes the codes. The server never sees them; it only learns which codes are good, without being able to use them.",
        ),
      ),
      h("p", {}, t("First choose a passphrase for the file in which your browser saves the codes.")),
      make,
      progress.element,
      h(
        "details",
        {},
        h("summary", {}, t("Go on with a file that was saved earlier")),
        this.openForm(() => this.showPrint()),
      ),
    );
  }

  openForm(next) {
    const progress = progressBar(t("Progress of opening the file"));
    progress.element.hidden = true;
    const source = fileAndPassphrase(t("The saved file of codes"), "open-");
    const form = workForm(t("Open the file"), source.elements, async () => {
      const input = await source.read();
      progress.element.hidden = false;
      await this.run("open", input, progress);
      next();
    });
    return h("div", {}, form, progress.element);
  }

  showSave() {
    const next = button(t("I have the file: go on"), () => this.showPrint());
    next.disabled = true;
    const save = button(t("Save the file"), () => {
      saveFile(`slips-${this.task.code}.json`, this.made.file, "application/json");
      next.disabled = false;
    });
    this.show(
      t("Save the file"),
      this.steps(1),
      h(
        "p",
        {},
        t(
          "With this file and its passphrase the slips can be printed again until voting opens. " +
            "Whoever has both can vote with every slip: keep it on a stick, and destroy it at opening.",
        ),
      ),
      actions(save, next),
    );
  }

  showPrint() {
    const next = button(t("The slips are printed: go on"), () => this.showScan());
    next.disabled = true;
    const print = button(t("Print the slips"), () => {
      window.print();
      next.disabled = false;
    });
    const pages = Math.ceil(this.made.slips.length / PER_PAGE) + 1;
    this.show(
      t("Print"),
      this.steps(2),
      h(
        "p",
        {},
        t(
          "{count} slips on {pages} pages, with a cover sheet for the box. Print on one side, at 100 % (“actual size”), on A4 or Letter.",
          { count: this.made.slips.length, pages },
        ),
      ),
      h("p", {}, t("Cut along the dashed lines, fold along the dotted one with the print inside, and shuffle.")),
      actions(print, next),
    );
  }

  /** Whether a text is the code of a slip that was made here. */
  isOurs(text) {
    try {
      const { code, token } = parseSlip(text);
      if (code !== null && code !== this.task.code) return false;
      const wanted = normalizeToken(token);
      return this.made.slips.some((slip) => slip.token === wanted);
    } catch {
      return false;
    }
  }

  showScan() {
    this.show(
      t("Scan one back"),
      this.steps(3),
      scanBack(
        (text) => this.isOurs(text),
        () => this.showPost(),
      ),
    );
  }

  showPost() {
    const form = workForm(t("Finish: send the public half"), [], async () => {
      this.task = await postJson(`${this.base}/credentials?scanned=yes`, this.made.batch);
      this.made = null;
      this.sheets.replaceChildren();
      this.showPosted();
    });
    this.show(
      t("Finish"),
      this.steps(4),
      h(
        "p",
        {},
        t(
          "The slip works. Now the server is told which codes are good. It gets no code, only numbers that were computed from them.",
        ),
      ),
      form,
    );
  }

  showPosted() {
    const { reprints, destroyed_by: destroyed, state } = this.task;
    /** @type {HTMLElement[]} */
    const parts = [
      h(
        "div",
        { class: "panel" },
        h(
          "p",
          {},
          t("The slips are ready: {count}. Give the box and its cover sheet to the stewards.", {
            count: this.task.slips,
          }),
        ),
      ),
    ];
    if (reprints > 0) parts.push(h("p", {}, t("Slips printed again so far: {count}.", { count: reprints })));
    if (destroyed)
      parts.push(h("p", {}, t("The file of codes was destroyed; {name} confirmed it.", { name: destroyed })));
    else parts.push(...this.afterPosting(state));
    parts.push(actions(h("a", { class: "button", href: this.root.dataset.campaign }, t("Back to the campaign"))));
    this.show(t("Slips"), ...parts);
  }

  afterPosting(state) {
    const destroy = workForm(t("The file is destroyed"), [], async () => {
      this.task = await postJson(`${this.base}/destroyed`, "{}");
      this.made = null;
      this.sheets.replaceChildren();
      this.showPosted();
    });
    /** @type {HTMLElement[]} */
    const parts = [];
    if (state === "ready") {
      const again = this.openForm(async () => {
        window.print();
        this.task = await postJson(`${this.base}/reprint`, JSON.stringify({ slips: this.made.slips.length }));
        this.made = null;
        this.showPosted();
      });
      parts.push(
        h("h2", {}, t("Print again")),
        h(
          "p",
          {},
          t(
            "Only until voting opens. It is written down that slips were printed " +
              "again. Take the first print out of the box and destroy it.",
          ),
        ),
        again,
      );
    }
    parts.push(
      h("h2", {}, t("Destroy the file")),
      h(
        "p",
        {},
        t(
          "Before voting opens, delete the file from the stick and every other place. " +
            "Then confirm it here: the page of the campaign says who did.",
        ),
      ),
      destroy,
    );
    return parts;
  }
}

loadCatalog();
const teller = new Teller(document.getElementById("teller"));
window.addEventListener("beforeunload", (event) => {
  if (teller.made !== null) {
    event.preventDefault();
    event.returnValue = "";
  }
});
teller.jobs.ready.then(
  () => teller.start(),
  () => teller.show(t("Slips"), h("p", {}, t("This page could not be loaded whole. Reload it."))),
);
