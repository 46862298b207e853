// The key of a witness: made in this browser, saved in a file that only a passphrase opens and on a printed page; only then the
// server gets its public half. The trustees are told its words by the witness, not by the server (docs/formats.md, "Statements").

import { loadCatalog, t } from "../../i18n.js";
import { holdWhile, notLoaded, readTask, showPage } from "../../ui/frame.js";
import { Jobs } from "../../ui/jobs.js";
import { postJson } from "../../ui/requests.js";
import { placePaper } from "../key/paper.js";
import { showKey, showMake } from "./pages.js";

/** The page: all of its state. Its parts read it, and change it by its methods alone. */
class Witness {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.task = readTask();
    this.jobs = new Jobs(new URL("./worker.js", import.meta.url));
    this.saved = true;
  }

  start() {
    if (this.task.key !== null) showKey(this);
    else if (this.task.open) showMake(this);
  }

  show(title, ...content) {
    this.root.hidden = false;
    showPage(this.root, this.task.title, title, content);
  }

  get fileName() {
    return `witness-key-${this.task.code}-${this.task.number}.json`;
  }

  /** Where this witness comes back to. */
  get home() {
    return window.location.origin + this.root.dataset.home;
  }

  /** Make the key: {file, key, code, qr, words}; it is lost if the page is left now. */
  async make(passphrase, report) {
    const made = await this.jobs.run("create", { name: this.task.name, passphrase }, report);
    this.saved = false;
    return made;
  }

  /** The words of the key that the server has. */
  describe() {
    return this.jobs.run("describe", { key: this.task.key });
  }

  /** The key is saved: the server gets its public half. */
  async publish(key) {
    this.task = await postJson(`${this.base}/key`, JSON.stringify({ key }));
    this.saved = true;
    placePaper(null);
  }
}

loadCatalog();
const witness = new Witness(document.getElementById("trustee"));
holdWhile(() => !witness.saved);
witness.jobs.ready.then(
  () => witness.start(),
  () => witness.show(t("Your key"), notLoaded()),
);
