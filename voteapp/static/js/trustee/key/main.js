// The key of a campaign's one trustee: made in this browser, saved in a file that only a passphrase
// opens and on a printed page, and shown to work before voting can open (DESIGN, "Trustees").

import { loadCatalog, t } from "../../i18n.js";
import { InputError, newPassphrase, postJson, showPage, workForm } from "../../ui/committee.js";
import { actions, button, h, progressBar, saveFile } from "../../ui/dom.js";
import { Jobs } from "../../ui/jobs.js";
import { createKeySource } from "./source.js";
import { createPaper, handwriting, placePaper } from "./paper.js";

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
    const names = [t("Make the key"), t("Save and print"), t("Try the key")];
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

  progress() {
    const progress = progressBar(t("Progress"));
    progress.element.hidden = true;
    const report = (done, total) => {
      progress.element.hidden = false;
      progress.update(
        done,
        total,
        t("Working on the file: {percent} %", { percent: Math.floor((10 * done) / total) * 10 }),
      );
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
    this.show(
      t("Make the key"),
      this.steps(0),
      h(
        "p",
        {},
        t(
          "This key opens the totals, and only the totals, after voting has closed. " +
            "It is made here, in your browser; the server never gets it.",
        ),
      ),
      h(
        "p",
        {},
        t(
          "Without the key’s file and its passphrase nobody can ever open the result: choose a passphrase that you will still know then.",
        ),
      ),
      form,
      element,
    );
  }

  /** The printed page; the committee's one key has no trustee's name. */
  placePage(made) {
    const { title, code } = this.task;
    placePaper(
      createPaper(
        {
          title,
          organizer: t("Campaign {code}", { code }),
          name: t("the committee"),
          position: 1,
          words: null,
          together: t("After voting has closed, the totals of this vote are opened with this key alone."),
          address: window.location.origin + this.root.dataset.campaign,
        },
        made,
      ),
    );
  }

  showSave(made) {
    this.placePage(made);
    const save = button(t("Save the key’s file"), () => {
      saveFile(this.fileName, made.file, "application/json");
      next.hidden = false;
    });
    const next = workForm(t("I have the file: go on"), [], async () => {
      this.task = await postJson(`${this.base}/public-key`, made.publicKey);
      this.saved = true;
      placePaper(null);
      this.showRehearse();
    });
    next.hidden = true;
    this.show(
      t("Save the file"),
      this.steps(1),
      h("p", {}, t("Save the file on a stick, and copy it to a second one that is kept in another place.")),
      actions(save),
      h(
        "p",
        {},
        t(
          "A printed page brings the key back if the file or its passphrase is lost. It " +
            "can be printed only now. Put it into a sealed envelope at once.",
        ),
      ),
      actions(button(t("Print the page"), () => window.print(), "secondary")),
      handwriting(made.code),
      next,
    );
  }

  get fileName() {
    return `trustee-key-${this.task.code}.json`;
  }

  showRehearse() {
    const { element, report } = this.progress();
    const passphrase = newPassphrase();
    const note = h(
      "div",
      {},
      h("p", {}, t("A new file is made from the printed page. Choose a passphrase for it.")),
      passphrase.elements,
    );
    const source = createKeySource({ label: t("The key’s file that you saved"), prefix: "key-", whenPaper: [note] });
    const form = workForm(t("Try the key"), [source.element], async () => {
      const { public_key: publicKey, index, challenge } = this.task;
      const input = {
        source: await source.read(),
        passphrase: source.usesPaper() ? passphrase.read() : null,
        publicKey,
        index,
        challenge,
      };
      let made;
      try {
        made = await this.jobs.run("rehearse", input, report);
      } catch (error) {
        const target = source.usesPaper() ? "key-code" : "key-file";
        if (error.message === "PassphraseError")
          throw new InputError("key-passphrase", t("The passphrase does not open this file."));
        if (error.message === "OtherKeyError")
          throw new InputError(target, t("This is another key. Choose the one that you saved for this campaign."));
        if (error.message === "OtherChallengeError")
          throw new InputError(
            null,
            t(
              "The server asked for another exercise than the one that follows from your key. Nothing was sent. Tell the committee.",
            ),
          );
        throw error;
      }
      this.task = await postJson(`${this.base}/rehearsal`, made.answer);
      this.showDone(made.file);
    });
    this.show(
      t("Try the key"),
      this.steps(2),
      h(
        "p",
        {},
        t(
          "Open the key once more, from the saved file or from the printed page. Your browser then " +
            "solves a small exercise with it. Voting cannot open before this has worked.",
        ),
      ),
      form,
      element,
      h(
        "p",
        { class: "small" },
        h("a", { href: this.root.dataset.remove }, t("The key is lost or does not work: make another key")),
      ),
    );
  }

  /** `file`: a new one, made from the printed page, or null. */
  showDone(file = null) {
    const save = button(t("Save the new file"), () => saveFile(this.fileName, file, "application/json"));
    this.show(
      t("The key works"),
      this.steps(3),
      h(
        "div",
        { class: "panel" },
        h(
          "p",
          {},
          t(
            "The key was opened and passed the rehearsal. Keep the file and the passphrase apart from " +
              "each other, and the printed page in its envelope, until voting has closed.",
          ),
        ),
      ),
      file === null
        ? null
        : [
            h("p", {}, t("Here is a new file of the key, locked with the passphrase that you have just chosen.")),
            actions(save),
          ],
      actions(h("a", { class: "button", href: this.root.dataset.campaign }, t("Back to the campaign"))),
    );
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
