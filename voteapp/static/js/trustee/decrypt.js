// Opening the totals: every record is downloaded and verified whole, its tally recomputed, what is
// about to be opened is shown, and only then the trustee signs and decrypts.

import { loadCatalog, t, tn } from "../i18n.js";
import { fileAndPassphrase, getBytes, InputError, postJson, showPage, workForm } from "../ui/committee.js";
import { actions, button, h, progressBar, summaryList } from "../ui/dom.js";
import { Jobs } from "../ui/jobs.js";

function stageText(stage, percent) {
  switch (stage) {
    case "download": return t("Downloading: {percent} %", { percent });
    case "read": return t("Reading the record: {percent} %", { percent });
    case "credentials": return t("Checking the list of slips: {percent} %", { percent });
    case "ballots": return t("Checking every ballot: {percent} %", { percent });
    case "decrypt": return t("Opening the totals: {percent} %", { percent });
    case "file": return t("Opening the key’s file: {percent} %", { percent });
    default: return t("Checking: {percent} %", { percent });
  }
}

class Decrypt {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.task = JSON.parse(document.getElementById("task").textContent);
    this.jobs = new Jobs(new URL("./worker.js", import.meta.url));
    this.checked = new Map();
  }

  show(title, ...content) {
    showPage(this.root, this.task.title, title, content);
  }

  progress() {
    const bar = progressBar(t("Progress"));
    const report = (done, total, stage) => {
      const percent = total > 0 ? Math.floor((10 * done) / total) * 10 : 0;
      bar.update(done, total, stageText(stage, percent));
    };
    return { element: bar.element, report };
  }

  get open() {
    return this.task.elections.filter((e) => e.skip === null && !e.decryption_posted);
  }

  start() {
    const { state, elections } = this.task;
    if (elections.length > 0 && elections.every((e) => e.skip !== null)) this.showNothing();
    else if (["decrypted", "published"].includes(state)) this.showDone();
    else if (state !== "closed") this.showTooEarly();
    else if (this.open.length === 0) this.showDone();
    else if (this.open.some((e) => !e.tallied)) this.showWaiting();
    else this.showCheck();
  }

  skipped() {
    return this.task.elections.filter((e) => e.skip !== null).map((e) =>
      h("p", { class: "inset" }, tn(
        "{title}: {count} ballot, fewer than {k}. Nothing of it is opened, for good, so that nobody’s answer can be guessed.",
        "{title}: {count} ballots, fewer than {k}. Nothing of it is opened, for good, so that nobody’s answer can be guessed.",
        e.ballots, { title: e.title, k: e.k })));
  }

  /** A way back to the campaign's page. */
  backToCampaign() {
    return actions(h("a", { class: "button", href: this.root.dataset.campaign }, t("Back to the campaign")));
  }

  showNothing() {
    this.show(t("Nothing is opened"), this.skipped(),
      h("p", {}, t("There is nothing for you to do. The committee can end the campaign without a result.")),
      this.backToCampaign());
  }

  showTooEarly() {
    this.show(t("Not yet"), h("p", {}, t("Totals are opened after voting has closed.")), this.backToCampaign());
  }

  showWaiting() {
    this.show(t("Not yet"), this.skipped(),
      h("p", {}, t("The ballots are not added up yet. First the slips are counted and written down on the campaign’s page; then it takes a minute or so.")),
      actions(button(t("Look again"), () => window.location.reload()),
        h("a", { class: "button secondary", href: this.root.dataset.campaign }, t("Back to the campaign"))));
  }

  showCheck() {
    const { element, report } = this.progress();
    element.hidden = true;
    const form = workForm(t("Download and check"), [], async () => {
      element.hidden = false;
      for (const item of this.open) {
        this.checked.set(item.uuid, await this.check(item, report));
      }
      this.showFound();
    });
    this.show(t("Check what was cast"), this.skipped(),
      h("p", {}, t("Your browser downloads the whole record, checks every ballot with all of its proofs, and adds them up itself. It takes about a second for every fifty votes, longer for surveys.")),
      form, element);
  }

  async check(item, report) {
    const base = `${this.base}/${item.uuid}`;
    const record = await getBytes(`${base}/record`, (done, total) => report(done, total, "download"));
    const manifest = await getBytes(`${base}/manifest`);
    const evidence = await getBytes(`${base}/evidence`);
    return this.jobs.run("verify", { uuid: item.uuid, record, manifest, evidence }, report);
  }

  /** Why an election must not be opened, in words; empty when everything is right. */
  problems(item, found) {
    const list = found.findings.map(({ code, message }) => `${code}: ${message}`);
    if (!found.uuid) list.push(t("This is the record of another election."));
    if (found.fingerprint !== item.fingerprint) list.push(t("The fingerprint is not the one of this election."));
    if (list.length === 0 && found.text !== item.closing_text) list.push(t("The server wants something else to be signed than what was found."));
    if (list.length === 0 && (!found.tallied || found.groups !== 1)) list.push(t("There is no tally that may be opened."));
    return list;
  }

  showFound() {
    const faulty = [];
    const sections = this.open.map((item) => {
      const found = this.checked.get(item.uuid);
      const problems = this.problems(item, found);
      if (problems.length > 0) faulty.push(item);
      return h("section", { class: problems.length > 0 ? "warning" : "card" }, h("h2", {}, item.title),
        problems.length > 0
          ? h("ul", {}, problems.map((text) => h("li", {}, text)))
          : summaryList([
              [t("Ballots, every proof checked"), String(found.counted)],
              [t("What is opened"), t("One total of all {count} ballots, for each answer of each question. No single ballot.", { count: found.counted })],
              [t("Questions"), found.questions.map((text) => h("div", {}, text))],
              [t("Fingerprint"), h("span", { class: "tracker" }, found.fingerprint)],
            ]));
    });
    if (faulty.length > 0) {
      this.show(t("Do not open this"), h("p", {}, t("Something is wrong with what the server sent. Nothing was signed. Save this page and show it to the committee.")), sections);
      return;
    }
    const { element, report } = this.progress();
    element.hidden = true;
    const source = fileAndPassphrase(t("The key’s file"));
    const form = workForm(t("Sign and open the totals"), source.elements, async () => {
      const input = { ...(await source.read()), publicKey: this.task.public_key };
      element.hidden = false;
      try {
        await this.jobs.run("unlock", input, report);
      } catch (error) {
        if (error.message === "OtherKeyError") throw new InputError("file", t("This file holds another key. Choose the file that you saved for this campaign."));
        throw error;
      }
      await this.decryptAll(report);
    });
    this.show(t("Open the totals"), h("p", {}, t("Everything was checked and is right. This is what you are about to open:")), sections,
      h("p", {}, t("With your key you first sign that voting is over, and then open these totals. The numbers are shown to nobody before the committee publishes them.")),
      form, element);
  }

  async decryptAll(report) {
    for (const item of this.open) {
      const base = `${this.base}/${item.uuid}`;
      const { owner, uuid } = item;
      if (!item.statement_posted) {
        const statement = await this.jobs.run("statement", { uuid, owner });
        await postJson(`${base}/statement`, statement);
      }
      const evidence = await getBytes(`${base}/evidence`);
      const made = await this.jobs.run("decrypt", { uuid, owner, evidence }, report);
      if (made.waiting) {
        this.show(t("Signed"), h("p", {}, t("Your signature is in. Before anything is opened, more trustees have to sign: {count}. Come back then.", { count: made.waiting })));
        return;
      }
      this.task = await postJson(`${base}/decryption`, made.decryption);
    }
    this.jobs.stop();
    this.showDone();
  }

  showDone() {
    this.show(t("The totals are open"), this.skipped(),
      h("div", { class: "panel" }, h("p", {}, t("You have done your part. The committee can publish the result now; until then nobody is shown it."))),
      this.backToCampaign());
  }
}

loadCatalog();
const decrypt = new Decrypt(document.getElementById("trustee"));
decrypt.jobs.ready.then(
  () => decrypt.start(),
  () => decrypt.show(t("Open the totals"), h("p", {}, t("This page could not be loaded whole. Reload it."))),
);
