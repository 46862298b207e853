// The key of a campaign's one trustee: made in this browser, saved in a file that only a passphrase
// opens and on a printed page, and shown to work before voting can open (DESIGN, "Trustees").

import { loadCatalog, t } from "../../i18n.js";
import { holdWhile, notLoaded, readTask, showPage, stepList } from "../../ui/frame.js";
import { Jobs } from "../../ui/jobs.js";
import { postJson } from "../../ui/requests.js";
import { showMake } from "./make.js";
import { placePaper } from "./paper.js";
import { showDone, showRehearse } from "./rehearse.js";

/** The page: all of its state. Its parts read it, and change it by its methods alone. */
class Keys {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.task = readTask();
    this.jobs = new Jobs(new URL("./worker.js", import.meta.url));
    this.saved = true;
  }

  start() {
    if (this.task.rehearsed) showDone(this);
    else if (this.task.public_key !== null) showRehearse(this);
    else showMake(this);
  }

  /** A page of the content; `step`: which of the steps it is. */
  show(title, step, ...content) {
    const names = [t("Make the key"), t("Save and print"), t("Try the key")];
    showPage(this.root, this.task.title, title, [stepList(names, step), ...content]);
  }

  get fileName() {
    return `trustee-key-${this.task.code}.json`;
  }

  /** Make the key: {file, publicKey, code, qr}; it is lost if the page is left now. */
  async make(passphrase, report) {
    const made = await this.jobs.run("create", { passphrase }, report);
    this.saved = false;
    return made;
  }

  /** The key is saved: the server gets its public half. */
  async publish(publicKey) {
    this.task = await postJson(`${this.base}/public-key`, publicKey);
    this.saved = true;
    placePaper(null);
  }

  /** Solve the exercise with the key: {answer, file: a new one, or null}. */
  rehearse(input, report) {
    const { public_key: publicKey, index, challenge } = this.task;
    return this.jobs.run("rehearse", { ...input, publicKey, index, challenge }, report);
  }

  async pass(answer) {
    this.task = await postJson(`${this.base}/rehearsal`, answer);
  }
}

loadCatalog();
const keys = new Keys(document.getElementById("trustee"));
holdWhile(() => !keys.saved);
keys.jobs.ready.then(
  () => keys.start(),
  () => showPage(keys.root, keys.task.title, t("Key"), [notLoaded()]),
);
