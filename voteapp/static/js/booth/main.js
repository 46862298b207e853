// The booth: one slip, every election that it opens, a receipt for each ballot.
//
// The token, the choices and the ballots live in this page's memory and nowhere else; a reload,
// a way back into the page or another slip start from nothing.

import { loadCatalog, t } from "../i18n.js";
import { computeFingerprint, decodeElection } from "../protocol/election.js";
import { encodeText, hashHex } from "../protocol/encoding.js";
import { splitDescription } from "../campaign/texts.js";
import { normalizeToken } from "../campaign/slips/tokens.js";
import { h } from "../ui/dom.js";
import { Jobs } from "../ui/jobs.js";
import { Pages, plainPage } from "../ui/pages.js";
import { toSurvey } from "./answers.js";
import { describeFault, enterPage, scanPage } from "./enter.js";
import { BusyError, getBooth, getSlipState, NetworkError } from "./net.js";
import { openSlip } from "./slip.js";
import * as states from "./states.js";

/**
 * The manifest's fields; its bytes are those that the election, and so every ballot, names. The
 * auditor checks the rest of it: the booth stays small.
 */
function readManifest(text, election) {
  const { digest } = splitDescription(election.description);
  const manifest = JSON.parse(text);
  if (digest !== hashHex(encodeText(text)) || manifest.uuid !== election.uuid) {
    throw new Error("the election and its manifest do not belong together");
  }
  return manifest;
}

/** What the booth works with of one election: see BoothElection in voteapp/services/views.py. */
export function toBallot(item) {
  const bytes = encodeText(item.election);
  const election = decodeElection(bytes);
  const manifest = readManifest(item.manifest, election);
  const questionnaire = item.questionnaire ? JSON.parse(item.questionnaire) : null;
  return {
    uuid: election.uuid,
    kind: manifest.kind,
    title: election.name,
    description: splitDescription(election.description).text,
    text: item.election,
    election,
    fingerprint: computeFingerprint(bytes),
    serverKey: manifest.server_key,
    survey: toSurvey(election, questionnaire),
    chosen: {},
    bytes: null,
    tracker: null,
    receipt: null,
  };
}

class Booth {
  constructor(main) {
    const { api, code, campaign, board } = document.getElementById("booth").dataset;
    this.api = api;
    this.code = code;
    this.links = { campaign, board: (uuid) => board.replace("UUID", uuid) };
    this.pages = new Pages(main, document.title);
    this.jobs = new Jobs(new URL("./worker.js", import.meta.url));
    this.token = null;
    this.ballots = [];
    this.busy = false;
  }

  async start() {
    const handed = window.takeSlip();
    try {
      const asked = getBooth(`${this.api}/campaigns/${this.code}`);
      [this.info] = await Promise.all([asked, this.jobs.ready]);
      this.ballots = this.info.elections.map(toBallot);
    } catch (error) {
      this.pages.reset(this._failure(error, () => window.location.reload()));
      return;
    }
    const { phase } = this.info;
    if (phase === "not-open") this.pages.reset(states.notOpenPage(this.info));
    else if (phase !== "open") this.pages.reset(states.closedPage(this.info, this.links));
    else if (handed === null) this.askForSlip();
    else this.take(handed);
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
    else this.useToken(normalizeToken(text));
  }

  async useToken(token) {
    this._forget();
    this.token = token;
    this.pages.reset(plainPage(t("Checking your slip"), [h("p", { role: "status" }, t("One moment."))]));
    try {
      await this._ask();
    } catch (error) {
      if (this.token === token) this.pages.reset(this._failure(error, () => this.useToken(token)));
      return;
    }
    if (this.token === token) openSlip(this);
  }

  async _ask() {
    const token = this.token;
    const elections = this.ballots.map((ballot) => ballot.text);
    const credentials = await this.jobs.run("credentials", { token, elections });
    const answers = await Promise.all(
      this.ballots.map((ballot, index) => getSlipState(this.api, ballot.uuid, credentials[index])),
    );
    this.ballots.forEach((ballot, index) => {
      ballot.state = answers[index].state;
      ballot.tracker = answers[index].tracker;
    });
  }

  _enter(typed = "", fault = null) {
    const onToken = (token) => this.useToken(token);
    const onScan = () =>
      this.pages.go(
        scanPage(this, {
          onToken,
          onType: () => this.pages.back(),
          onOther: () => this.pages.reset(states.otherPage(this.info, () => this.askForSlip())),
        }),
      );
    return enterPage(this, { onToken, onScan }, typed, fault);
  }

  _failure(error, retry) {
    if (error instanceof BusyError) return states.busyPage(error.seconds, retry);
    if (error instanceof NetworkError) return states.noNetworkPage(retry);
    return states.brokenPage(retry);
  }

  _forget() {
    this.token = null;
    for (const ballot of this.ballots) {
      Object.assign(ballot, { chosen: {}, bytes: null, tracker: null, receipt: null, state: null });
    }
  }
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
  if (booth.busy || booth.ballots.some((ballot) => Object.keys(ballot.chosen).length > 0)) {
    event.preventDefault();
    event.returnValue = "";
  }
});
booth.start();
