// Opening the totals: every record is downloaded and verified whole, its tally recomputed, what is
// about to be opened is shown and compared with the other trustees; only then the trustee signs,
// and decrypts once enough others signed the same. While voting runs, what is on the board so far
// can be verified already.

import { loadCatalog, t, tn } from "../i18n.js";
import { fileAndPassphrase, getBytes, getJson, InputError, postJson, RefusedError, showPage, workForm } from "../ui/committee.js";
import { actions, button, h } from "../ui/dom.js";
import { Jobs } from "../ui/jobs.js";
import { describeFindings, listProblems } from "./decrypt_problems.js";
import { countOpenParts, createFaultySection, createFoundSection, createPeople, createProgress, createSkipped } from "./decrypt_views.js";
import { createKeySource } from "./key_source.js";

const POLL = 3000;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

class Decrypt {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.task = JSON.parse(document.getElementById("task").textContent);
    this.jobs = new Jobs(new URL("./decrypt_worker.js", import.meta.url));
    this.checked = new Map();
    this.signed = false;
  }

  show(title, ...content) {
    showPage(this.root, this.task.title, title, content);
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
    if (elections.length > 0 && elections.every((e) => e.skip !== null)) this.showNothing();
    else if (["decrypted", "published"].includes(state)) this.showDone();
    else if (impossible) this.showImpossible();
    else if (state === "open") this.showWhileOpen();
    else if (state !== "closed") this.showTooEarly();
    else if (this.open.length === 0) this.showDone();
    else if (this.open.some((e) => !e.tallied)) this.showWaiting();
    else this.showCheck();
  }

  skipped() {
    return createSkipped(this.task.elections);
  }

  /** The way back: to the campaign's page, or the trustee's own. */
  home(kind = "") {
    const { home, campaign } = this.root.dataset;
    const text = campaign ? t("Back to the campaign") : t("Back to the overview");
    return h("a", { class: `button ${kind}`.trim(), href: campaign ?? home }, text);
  }

  showNothing() {
    this.show(t("Nothing is opened"), this.skipped(),
      h("p", {}, t("There is nothing for you to do. The committee can end the campaign without a result.")),
      actions(this.home()));
  }

  showImpossible() {
    const lost = this.task.trustees.filter((trustee) => trustee.lost).map(({ name }) => name);
    this.show(t("This vote cannot be counted any more"),
      h("div", { class: "warning" }, h("p", {}, t("Too many keys are lost. The totals can be opened by nobody, and no number of this vote will ever be known."))),
      h("p", {}, t("Reported lost: {names}.", { names: lost.join(", ") })),
      h("p", {}, t("If one of these keys turns up, as a file or on paper, its owner can take the report back on the page of the key, and the totals can be opened after all. Otherwise the committee has to hold the vote again.")),
      actions(this.home()));
  }

  showTooEarly() {
    this.show(t("Not yet"), h("p", {}, t("Totals are opened after voting has closed.")), actions(this.home()));
  }

  showWaiting() {
    this.show(t("Not yet"), this.skipped(),
      h("p", {}, t("The ballots are not added up yet. First the slips are counted and written down on the campaign’s page; then it takes a minute or so.")),
      actions(button(t("Look again"), () => window.location.reload()), this.home("secondary")));
  }

  showWhileOpen() {
    const { element, report } = createProgress();
    const form = workForm(t("Verify now"), [], async () => {
      const all = [];
      for (const item of this.task.elections.filter((e) => e.skip === null)) {
        const { uuid, fingerprint } = item;
        const record = await this.download(item, "record", report);
        all.push([item, await this.jobs.run("verifySoFar", { uuid, fingerprint, record }, report)]);
      }
      this.showSoFar(all);
    });
    this.show(t("Voting is still open"),
      h("p", {}, t("Totals are opened after voting has closed. In a large vote it saves time to check the ballots that are there already: afterwards only the rest is checked.")),
      h("p", {}, t("You can close this page at any time. What was checked is remembered in this browser.")),
      form, element, actions(this.home("secondary")));
  }

  showSoFar(all) {
    const faulty = all.filter(([item, found]) => describeFindings(item, found).length > 0);
    if (faulty.length > 0) {
      this.show(t("Something is wrong with this record"),
        h("p", {}, t("Save this page and show it to the committee.")),
        faulty.map(([item, found]) => createFaultySection(item.title, describeFindings(item, found))),
        actions(this.home()));
      return;
    }
    this.show(t("Verified so far"),
      all.map(([, { name, ballots, before }]) => h("section", { class: "card" }, h("h2", {}, name),
        h("p", {}, tn("{count} ballot is on the board, and every proof is right.", "{count} ballots are on the board, and every proof is right.", ballots)),
        before > 0 ? h("p", {}, tn("{count} of them was checked here before.", "{count} of them were checked here before.", before)) : null)),
      actions(button(t("Verify again"), () => this.showWhileOpen()), this.home("secondary")));
  }

  download(item, what, report = () => {}) {
    return getBytes(`${this.base}/${item.uuid}/${what}`, (done, total) => report(done, total, "download"));
  }

  showCheck() {
    const { element, report } = createProgress();
    const form = workForm(t("Download and check"), [], async () => {
      for (const item of this.open) this.checked.set(item.uuid, await this.check(item, report));
      this.showFound();
    });
    this.show(t("Check what was cast"), this.skipped(),
      h("p", {}, t("Your browser downloads the whole record, checks every ballot with all of its proofs, and adds them up itself. It takes about a second for every fifty votes, longer for surveys.")),
      form, element);
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
    const { fields, read } = this.keyFields();
    const form = workForm(t("Sign and open the totals"), fields, async () => {
      const source = await read();
      try {
        await this.jobs.run("unlock", { source, owner: this.task.owner }, report);
      } catch (error) {
        if (error.message === "OtherKeyError") throw new InputError("file", t("This is another key. Use the one that you saved for this campaign."));
        throw error;
      }
      if (await this.signAll()) this.run(report);
    });
    this.show(t("Open the totals"), h("p", {}, t("Everything was checked and is right. This is what you are about to open:")),
      rows.map(([, found]) => createFoundSection(found)),
      h("p", {}, t("With your key you first sign that voting is over, and then open these totals. The numbers are shown to nobody before the committee publishes them.")),
      this.isAlone ? null : h("p", {}, t("All trustees see the same words, if all were sent the same record. Call the others, or meet them, and read the words aloud to each other. If one word differs, stop.")),
      form, element);
  }

  /** Where the key comes from and, with several trustees, the tick that words were compared. */
  keyFields() {
    const label = t("The key’s file");
    if (this.isAlone) {
      const source = fileAndPassphrase(label);
      return { fields: source.elements, read: () => source.read() };
    }
    const source = createKeySource({ label });
    const tick = h("input", { type: "checkbox", id: "compared" });
    const compared = h("div", { class: "field choices" }, h("div", {}, tick,
      h("label", { for: "compared" }, t("We compared the words, and they are the same"))));
    const read = () => {
      if (!tick.checked) throw new InputError("compared", t("Compare the words with the other trustees first."));
      return source.read();
    };
    return { fields: [compared, source.element], read };
  }

  /** Sign the closing of every open election once; false where something was refused. */
  async signAll() {
    const { owner } = this.task;
    for (const item of this.open) {
      const { uuid } = item;
      const evidence = await this.download(item, "evidence");
      const { statement, refused } = await this.jobs.run("statement", { uuid, owner, evidence });
      if (refused !== undefined) {
        this.refuse([[item.title, [`${refused.code}: ${refused.message}`]]]);
        return false;
      }
      this.signed = true;
      if (statement !== null) this.task = await postJson(`${this.base}/${uuid}/statement`, statement);
    }
    return true;
  }

  /** Decrypt whatever enough trustees signed; wait for the rest, and go on by itself. */
  async run(report) {
    const status = this.showSigned();
    for (;;) {
      try {
        for (const item of this.open) {
          if (!(await this.decrypt(item, status.progress.report))) return;
        }
        if (this.open.length === 0) break;
        status.update(this.task);
        await pause(POLL);
        this.task = await getJson(`${this.base}/task`);
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        status.say(error.message);
        await pause(POLL);
        this.task = await getJson(`${this.base}/task`).catch(() => this.task);
      }
    }
    this.jobs.stop();
    this.showDone();
  }

  /** One election, if it is its turn; false where something was refused. */
  async decrypt(item, report) {
    const { uuid, closing_text: text } = item;
    const { owner } = this.task;
    const found = this.checked.get(uuid);
    if (found === undefined || text !== found.text) {
      this.refuse([[item.title, [t("The server wants something else to be signed than what was found.")]]]);
      return false;
    }
    if (item.signed.length < item.needed) return true;
    const evidence = await this.download(item, "evidence");
    const made = await this.jobs.run("decrypt", { uuid, owner, evidence }, report);
    if (made.refused !== undefined) {
      this.refuse([[item.title, [`${made.refused.code}: ${made.refused.message}`]]]);
      return false;
    }
    if (made.decryption !== undefined) {
      this.task = await postJson(`${this.base}/${uuid}/decryption`, made.decryption);
    }
    return true;
  }

  /** The key is forgotten at once; nothing else leaves this page. */
  refuse(faulty) {
    this.jobs.stop();
    this.show(t("Do not open this"),
      h("p", {}, this.signed
        ? t("Something is wrong with what the server sent. You have signed that voting is over, but nothing was opened. Save this page and show it to the committee and the other trustees.")
        : t("Something is wrong with what the server sent. Nothing was signed. Save this page and show it to the committee.")),
      faulty.map(([title, problems]) => createFaultySection(title, problems)));
  }

  showSigned() {
    const people = createPeople();
    const progress = createProgress();
    const line = h("p", { role: "status", "aria-live": "polite", class: "waiting" });
    const say = (text) => {
      if (line.textContent !== text) line.textContent = text;
    };
    const update = (task) => {
      people.update(task);
      const missing = Math.max(...this.open.map((e) => e.needed - e.signed.length), 0);
      say(missing > 0
        ? tn("Waiting for {count} more trustee to sign the same.", "Waiting for {count} more trustees to sign the same.", missing)
        : t("Enough trustees signed. The totals are being opened."));
    };
    this.show(t("Signed"), this.skipped(),
      h("p", {}, t("Your signature is in. As soon as enough trustees have signed the same, this page opens your part by itself. Keep it open.")),
      line, progress.element, people.element,
      this.isAlone ? null : h("p", { class: "small" }, t("If you close this page you need your key again later. You will not sign a second time.")));
    update(this.task);
    return { update, say, progress };
  }

  showDone() {
    const { state, elections } = this.task;
    const open = elections.filter((e) => e.skip === null);
    const missing = ["decrypted", "published"].includes(state) ? 0
      : Math.max(...open.map((e) => countOpenParts(this.task, e)), 0);
    if (missing > 0) {
      this.showPart(missing);
      return;
    }
    this.show(t("The totals are open"), this.skipped(),
      h("div", { class: "panel" }, h("p", {}, t("You have done your part. The committee can publish the result now; until then nobody is shown it."))),
      actions(this.home()));
  }

  /** Done here, but other trustees' parts are missing. */
  async showPart(first) {
    const people = createPeople();
    const line = h("p", { role: "status", "aria-live": "polite", class: "waiting" });
    const update = (missing) => {
      line.textContent = tn("Waiting for {count} more trustee.", "Waiting for {count} more trustees.", missing);
      people.update(this.task);
    };
    this.show(t("Your part is done"), this.skipped(),
      h("p", {}, t("The totals open when enough trustees have done the same. You can close this page.")),
      line, people.element, actions(this.home()));
    update(first);
    for (;;) {
      await pause(POLL);
      this.task = await getJson(`${this.base}/task`).catch(() => this.task);
      const open = this.task.elections.filter((e) => e.skip === null);
      const missing = Math.max(...open.map((e) => countOpenParts(this.task, e)), 0);
      if (missing === 0 || this.task.impossible) break;
      update(missing);
    }
    this.start();
  }
}

loadCatalog();
const decrypt = new Decrypt(document.getElementById("trustee"));
decrypt.jobs.ready.then(
  () => decrypt.start(),
  () => decrypt.show(t("Open the totals"), h("p", {}, t("This page could not be loaded whole. Reload it."))),
);
