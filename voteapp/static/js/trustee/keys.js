// The trustee's key: made in this browser, saved in a file that only a passphrase opens, and
// shown to work from that file before voting can open (DESIGN, "Trustees").

import { loadCatalog, t } from "../i18n.js";
import { fileAndPassphrase, InputError, newPassphrase, postJson, showPage, workForm } from "../ui/committee.js";
import { actions, button, h, progressBar, saveFile } from "../ui/dom.js";
import { Jobs } from "../ui/jobs.js";

class Keys {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.task = JSON.parse(document.getElementById("task").textContent);
    this.jobs = new Jobs(new URL("./worker.js", import.meta.url));
    this.saved = true;
  }

  start() {
    if (this.task.rehearsed) this.showDone();
    else if (this.task.public_key !== null) this.showRehearse();
    else this.showMake();
  }

  show(title, ...content) {
    showPage(this.root, this.task.title, title, content);
  }

  steps(now) {
    const names = [t("Make the key"), t("Save the file"), t("Try the file")];
    return h("ol", { class: "steps" }, names.map((name, i) =>
      h("li", { class: i < now ? "done" : i === now ? "now" : null, "aria-current": i === now ? "step" : null },
        h("span", { class: "step-head" }, name))));
  }

  progress() {
    const progress = progressBar(t("Progress"));
    progress.element.hidden = true;
    const report = (done, total) => {
      progress.element.hidden = false;
      progress.update(done, total, t("Working on the file: {percent} %", { percent: Math.floor((10 * done) / total) * 10 }));
    };
    return { element: progress.element, report };
  }

  showMake() {
    const { element, report } = this.progress();
    const passphrase = newPassphrase();
    const form = workForm(t("Make the key"), passphrase.elements, async () => {
      const made = await this.jobs.run("create", { passphrase: passphrase.read() }, report);
      this.saved = false;
      this.showSave(made);
    });
    this.show(t("Make the key"), this.steps(0),
      h("p", {}, t("This key opens the totals, and only the totals, after voting has closed. It is made here, in your browser; the server never gets it.")),
      h("p", {}, t("Without the key’s file and its passphrase nobody can ever open the result: choose a passphrase that you will still know then.")),
      form, element);
  }

  showSave(made) {
    const save = button(t("Save the key’s file"), () => {
      saveFile(`trustee-key-${this.task.code}.json`, made.file, "application/json");
      next.hidden = false;
    });
    const next = workForm(t("I have the file: go on"), [], async () => {
      this.task = await postJson(`${this.base}/public-key`, made.publicKey);
      this.saved = true;
      this.showRehearse();
    });
    next.hidden = true;
    this.show(t("Save the file"), this.steps(1),
      h("p", {}, t("Save the file on a stick, and copy it to a second one that is kept in another place.")),
      actions(save), next);
  }

  showRehearse() {
    const { element, report } = this.progress();
    const source = fileAndPassphrase(t("The key’s file that you saved"));
    const form = workForm(t("Try the file"), source.elements, async () => {
      const { bytes, passphrase } = await source.read();
      const input = {
        bytes, passphrase, publicKey: this.task.public_key, index: this.task.index, challenge: this.task.challenge,
      };
      let answer;
      try {
        answer = await this.jobs.run("rehearse", input, report);
      } catch (error) {
        if (error.message === "OtherKeyError") throw new InputError("file", t("This file holds another key. Choose the file that you saved for this campaign."));
        if (error.message === "OtherChallengeError") throw new InputError(null, t("The server asked for another exercise than the one that follows from your key. Nothing was sent. Tell the committee."));
        throw error;
      }
      this.task = await postJson(`${this.base}/rehearsal`, answer);
      this.showDone();
    });
    this.show(t("Try the file"), this.steps(2),
      h("p", {}, t("Select the saved file once more and type its passphrase. Your browser then solves a small exercise with the key. Voting cannot open before this has worked.")),
      form, element,
      h("p", { class: "small" }, h("a", { href: this.root.dataset.remove }, t("The file is lost or does not work: make another key"))));
  }

  showDone() {
    this.show(t("The key works"), this.steps(3),
      h("div", { class: "panel" }, h("p", {}, t("The key was opened from its file and passed the rehearsal. Keep the file and the passphrase apart from each other until voting has closed."))),
      actions(h("a", { class: "button", href: this.root.dataset.campaign }, t("Back to the campaign"))));
  }
}

loadCatalog();
const keys = new Keys(document.getElementById("trustee"));
window.addEventListener("beforeunload", (event) => {
  if (!keys.saved) {
    event.preventDefault();
    event.returnValue = "";
  }
});
keys.jobs.ready.then(
  () => keys.start(),
  () => keys.show(t("Key"), h("p", {}, t("This page could not be loaded whole. Reload it."))),
);
