// The teller's page (DESIGN, "Casting, sealing, receipts"; PAPER, "Fixing the set-up"): make, save, open the
// file again, post; once the committee has fixed the set-up, recompute it, print, scan one slip back in.
// Tokens never leave this page; the server gets public credentials.

import { loadCatalog, t } from "../i18n.js";
import { readSlipCode } from "../campaign/slips/pins.js";
import { parseSlip } from "../campaign/slips/typed.js";
import { h, progressBar, refill } from "../ui/dom.js";
import { InputError } from "../ui/forms.js";
import { holdWhile, notLoaded, paragraph, readTask, showPage, stepList } from "../ui/frame.js";
import { Jobs } from "../ui/jobs.js";
import { getJson, postJson } from "../ui/requests.js";
import { showMake } from "./make.js";
import { showOthers } from "./others.js";
import { showPosted } from "./posted.js";
import { showPrinting } from "./print.js";
import { fillSheets } from "./sheets.js";

function stageText(stage, done, total) {
  const percent = Math.floor((100 * done) / Math.max(total, 1));
  if (stage === "file") return t("Locking the file: {percent} %", { percent });
  if (stage === "codes") return t("Drawing the square codes: {percent} %", { percent });
  return t("Computing: {percent} %", { percent: Math.floor(percent / 10) * 10 });
}

/** The page: all of its state. Its parts read it, and change it by its methods alone. */
class Teller {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.task = readTask();
    this.address = `${this.task.base_url}/b/${this.task.code}`;
    this.uuids = this.task.elections.map(({ uuid }) => uuid);
    this.sheets = h("div", { class: "sheets", "aria-hidden": "true" });
    document.getElementById("main").append(this.sheets);
    document.body.classList.add("with-sheets");
    this.jobs = new Jobs(new URL("./worker.js", import.meta.url));
    this.made = null;
    /** Prints that this page began itself, and those of the browser's own menu that the server was not told of yet. */
    this.begun = 0;
    this.untold = 0;
    this.onPrinted = () => {};
    window.addEventListener("beforeprint", () => this._notice());
  }

  start() {
    const { state, own, posted, printed } = this.task;
    if (!own) showOthers(this);
    else if (state === "printing" && !printed) showPrinting(this);
    else if (posted) showPosted(this);
    else if (state === "slips") showMake(this);
    else
      this.show(t("Slips"), paragraph(t("Slips are made once the draft is finished and the trustee’s key was tried.")));
  }

  show(title, ...content) {
    showPage(this.root, this.task.title, title, content);
  }

  steps(now) {
    const names = [t("Make the slips"), t("Save the file"), t("Open it again"), t("Print"), t("Scan one back")];
    return stepList(names, now);
  }

  /** A hidden progress bar: {element, run(job, input)}, which shows it and has the worker do a job. */
  createRun(label) {
    const progress = progressBar(label);
    progress.element.hidden = true;
    const run = (job, input) => {
      progress.element.hidden = false;
      return this._run(job, input, progress.update);
    };
    return { element: progress.element, run };
  }

  /** Have slips made, or read from a file, by the worker; lay out their pages where they are printed. */
  async _run(job, input, update) {
    const report = (done, total, stage) => update(done, total, stageText(stage, done, total));
    const { code: campaign, elections } = this.task;
    const several = job === "print" && this.task.tellers.length > 1;
    const lists = several ? await getJson(`${this.base}/list`) : {};
    const common = { campaign, uuids: this.uuids, address: this.address, elections, lists };
    const made = await this.jobs.run(job, { ...common, ...input }, report);
    if (made.other) throw new InputError("open-file", t("This file is of another campaign, or of an earlier draft."));
    if (made.foreign) throw new InputError("open-file", describeForeign(made.foreign));
    if (job === "print") {
      made.isCut = await fillSheets(this.sheets, this.task, this.address, made, (done, total) =>
        update(done, total, t("Laying out the pages")),
      );
    }
    return made;
  }

  /** Work with these slips. */
  take(made) {
    this.made = made;
  }

  /** Whether a text is the code of a slip that was printed here. */
  isOurs(text) {
    try {
      const { code, token } = parseSlip(text);
      if (code !== null && code !== this.task.code) return false;
      const { token: wanted, pin } = readSlipCode(token);
      return this.made.codes.some((one) => one.replace(/-/g, "") === wanted + pin);
    } catch {
      return false;
    }
  }

  /** Make other slips in the place of those that were sent. */
  makeAnew() {
    showMake(this);
  }

  /** `onPrinted()`: once it is written down that these slips are printed, whatever began it. */
  whenPrinted(onPrinted) {
    this.onPrinted = onPrinted;
  }

  /** Print what is laid out, once it is written down that it is printed: every print after the first is told. */
  async beginPrint() {
    await this._tell();
    this.task = await postJson(`${this.base}/print`, "{}");
    this.begun += 1;
    window.print();
    this.onPrinted();
  }

  /** Slips also come out of the browser's own menu: such a print is told like one of the page's button. */
  _notice() {
    if (this.begun > 0) {
      this.begun -= 1;
      return;
    }
    if (this.sheets.firstChild === null) return;
    this.untold += 1;
    this._tell().catch(() => {}); // no network: before the next thing that the server hears
  }

  async _tell() {
    while (this.untold > 0) {
      this.untold -= 1;
      try {
        this.task = await postJson(`${this.base}/print`, "{}");
      } catch (error) {
        this.untold += 1;
        throw error;
      }
      this.onPrinted();
    }
  }

  /** Tell the server what was done with the slips; the page forgets their codes. */
  async report(what, body) {
    await this._tell();
    this.task = await postJson(`${this.base}/${what}`, body);
    this.made = null;
  }

  /** Nothing is there to be printed any more. */
  clearSheets() {
    refill(this.sheets);
  }
}

/** What was fixed is not what this file's slips were made for. */
function describeForeign(code) {
  if (code === "setup-slips") {
    return t("The server’s list of slips is not the one of this file. Print nothing, and tell your committee.");
  }
  if (code === "setup-tellers") {
    return t(
      "What you signed when you made the slips is not in what was fixed. Print nothing, and tell your committee.",
    );
  }
  return t("What the server says was fixed does not fit together. Print nothing, and tell your committee.");
}

loadCatalog();
const teller = new Teller(document.getElementById("teller"));
holdWhile(() => teller.made !== null);
teller.jobs.ready.then(
  () => teller.start(),
  () => teller.show(t("Slips"), notLoaded()),
);
