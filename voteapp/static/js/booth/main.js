// The booth: one slip, every election that it opens, a receipt for each ballot.
//
// The token, the choices and the ballots live in this page's memory and nowhere else; a reload,
// a way back into the page or another slip start from nothing.

import { loadCatalog, t } from "../i18n.js";
import { formatSlipCode, readSlipCode, warmUp } from "../campaign/slips/pins.js";
import { h } from "../ui/dom.js";
import { Jobs } from "../ui/jobs.js";
import { Pages, plainPage } from "../ui/pages.js";
import { Ballot, NotFixedError } from "./ballot.js";
import { describeFault, enterPage, scanPage } from "./enter.js";
import { forgetReceipts, keepLanguage, recallReceipt } from "./receipts/kept.js";
import { BusyError, getSlipState, NetworkError } from "./net.js";
import { describeForeign, findUnits, requireSamePeople, requireWhole } from "./paper.js";
import { loadRest } from "./rest.js";
import * as states from "./states.js";

/** The page: its slip and its ballots. Pages read it, and change it by its methods alone. */
class Booth {
  constructor(main) {
    const { api, code } = document.getElementById("booth").dataset;
    this.api = api;
    this.code = code;
    this.pages = new Pages(main, document.title);
    this.jobs = new Jobs(new URL("./worker.js", import.meta.url));
    this.info = null;
    /** The slip at hand: {token, pin}, or null. */
    this.slip = null;
    /** A typed code that fits no unit: typed again, it is no slip of what is shown here. */
    this.doubted = "";
    /** @type {Ballot[]} */
    this.ballots = [];
    this.busy = false;
  }

  async start() {
    try {
      this.info = readInfo();
      warmUp();
      await this.jobs.ready;
      this.ballots = this.info.elections.map((item) => new Ballot(item, navigator.languages));
      if (this.info.phase === "open") requireWhole(this.ballots);
    } catch (error) {
      // The program is not here whole: public/watchdog.js says so, and keeps the slip.
      if (error.message === "worker") throw error;
      this.pages.reset(this._failure(error, () => startAnew(window.takeSlip())));
      return;
    }
    const handed = window.takeSlip();
    const { phase } = this.info;
    if (phase === "not-open" || phase === "late") this.pages.reset(states.notOpenPage(this.info));
    else if (phase !== "open") this.pages.reset(states.endPage(this.info));
    else if (handed === null) this._resume();
    else this.take(handed);
  }

  /** After a reload nothing of a slip is there; what was sent before says so once more. */
  async _resume() {
    const kept = this._recall();
    if (kept.every((one) => one === null)) {
      this.askForSlip();
      return;
    }
    try {
      const { openKept } = await loadRest();
      openKept(this, kept);
    } catch (error) {
      this.pages.reset(this._failure(error, () => this._resume()));
    }
  }

  /** What this tab kept of what was sent, of each election or null. */
  _recall() {
    return this.ballots.map((ballot) => recallReceipt(ballot.uuid));
  }

  /** Read everything in a language, where it is written in that. */
  speak(language) {
    for (const ballot of this.ballots) {
      ballot.speak([language, ...navigator.languages]);
      keepLanguage(ballot.uuid, ballot.language);
    }
  }

  /** Start over, without any slip. */
  askForSlip(typed = "", fault = null) {
    this._forget();
    this.pages.reset(this._enter(typed, fault));
  }

  /** Work with a code that came by the address: it is checked like a typed one. */
  take(text) {
    const fault = describeFault(text);
    if (fault !== null) this.askForSlip(text.slice(0, 80), fault);
    else this.useSlip(readSlipCode(text));
  }

  /** Work with a slip's code; `isTyped`: by hand, where one character may be mistyped. */
  useSlip(slip, isTyped = false) {
    const units = findUnits(this.ballots, slip);
    const code = formatSlipCode(slip);
    if (units.length === 1) this.openSlip(slip, units[0].code);
    else if (units.length > 1) this.pages.reset(states.unitPage(units, (unit) => this.openSlip(slip, unit)));
    else if (isTyped && this.doubted !== code) this.askForSlip(code, this._doubt(code));
    else this._refuse(slip);
  }

  /** The slip was printed for another set-up: what the server says is kept, and nothing is sent. */
  async _refuse({ token, pin }) {
    const elections = this.ballots.map((ballot) => ballot.text);
    const credentials = await this.jobs.run("credentials", { token, elections });
    const fingerprints = this.ballots.map((ballot) => ballot.fingerprint);
    const file = describeForeign(this.info, { pin, credentials, fingerprints });
    this.pages.reset(states.foreignPage(this.info, file, () => this.askForSlip()));
  }

  /** The pin of a typed code fits nothing here: it is asked for once more. */
  _doubt(code) {
    this.doubted = code;
    return t("The sixth group does not fit. Compare every character of it with your slip.");
  }

  /** Open a slip that belongs to a unit (its code). */
  async openSlip(slip, unit) {
    const kept = this._recall();
    this._forget();
    this.slip = slip;
    for (const ballot of this.ballots) ballot.belongTo(unit);
    this.pages.reset(plainPage(t("Checking your slip"), [h("p", { role: "status" }, t("One moment."))]));
    try {
      requireSamePeople(this.ballots);
      const [{ openSlip }, answers] = await Promise.all([loadRest(), this._ask()]);
      // The server's states are only as of the last seal.
      if (this.slip === slip) openSlip(this, answers, kept);
    } catch (error) {
      if (this.slip !== slip) return;
      const isForeign = error instanceof NotFixedError;
      const retry = isForeign ? () => startAnew(formatSlipCode(slip)) : () => this.openSlip(slip, unit);
      this.pages.reset(this._failure(error, retry));
    }
  }

  /** The slip's public credential in each election, and what the server says of it. */
  async _ask() {
    const { token } = this.slip;
    const elections = this.ballots.map((ballot) => ballot.text);
    const credentials = await this.jobs.run("credentials", { token, elections });
    return Promise.all(
      this.ballots.map(async ({ uuid }, index) => {
        const credential = credentials[index];
        return { credential, told: await getSlipState(this.api, uuid, credential) };
      }),
    );
  }

  /** A ballot is on its way from now on; false while another one is. */
  beginSending() {
    if (this.busy) return false;
    this.busy = true;
    return true;
  }

  /** It has arrived, or it will not; what was sent is not kept. */
  endSending(ballot) {
    this.busy = false;
    ballot.release();
  }

  _enter(typed = "", fault = null) {
    const onTyped = (slip) => this.useSlip(slip, true);
    const onScanned = (slip) => this.useSlip(slip);
    const onOther = () => this.pages.reset(states.otherPage(this.info, () => this.askForSlip()));
    const onType = () => this.pages.back();
    const onScan = () => this.pages.go(scanPage(this, { onScanned, onType, onOther }));
    return enterPage(this, { onTyped, onScan, onOther }, typed, fault);
  }

  _failure(error, retry) {
    if (error instanceof BusyError) return states.busyPage(error.seconds, retry);
    if (error instanceof NotFixedError) return states.notFixedPage(retry);
    if (error instanceof NetworkError) return states.noNetworkPage(retry);
    return states.brokenPage(retry);
  }

  _forget() {
    this.slip = null;
    for (const ballot of this.ballots) ballot.forget();
    this.jobs.run("drop", null).catch(() => {});
    forgetReceipts();
  }
}

/** The campaign with its elections: the page brought it. */
function readInfo() {
  return JSON.parse(document.getElementById("booth-info").textContent);
}

/** Load the page again, with the slip that it was opened with. */
function startAnew(code) {
  if (code !== null) window.history.replaceState(null, "", `${window.location.pathname}#${code}`);
  window.location.reload();
}

loadCatalog();
const booth = new Booth(document.getElementById("main"));
// Another slip was scanned while this page was open: it starts over, unless a ballot is under way.
window.addEventListener("slip", () => {
  const handed = window.takeSlip();
  if (handed !== null && booth.info?.phase === "open" && !booth.busy) booth.take(handed);
});
// A page that comes back from the browser's memory would show what somebody else chose.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
window.addEventListener("beforeunload", (event) => {
  if (booth.busy || booth.ballots.some((ballot) => ballot.isBegun)) {
    event.preventDefault();
    event.returnValue = "";
  }
});
booth.start();
