// Encrypting a ballot in the worker, and the page that shows it sealed: what was chosen, and what the phone is
// committed to. Nothing is sent before the button of this page is pressed; and the code stands there before
// anybody presses anything: a phone that knew of the check beforehand would encrypt honestly just then.

import { writeCommitment } from "../campaign/checking/seeds.js";
import { actions, h, heading, progressBar, svgImage } from "../ui/dom.js";
import { finalButton } from "../ui/final.js";
import { t } from "../i18n.js";
import { encodeQR } from "../vendor/qr.js";
import { listChosen } from "./asking/review.js";
import { getFile } from "./net.js";
import { commitmentWords } from "./receipts/pages.js";
/** @import { checkPage } from "./checking.js" */

/** Encrypt what was chosen: the hash of it. */
function encrypt(booth, ballot, progress) {
  const report = (done, total) =>
    progress.update(done, total, t("Sealing: {percent} %", { percent: Math.floor((10 * done) / total) * 10 }));
  report(0, 1);
  const answers = ballot.createChoices();
  return booth.jobs.run("seal", { token: booth.slip.token, election: ballot.text, answers }, report);
}

/**
 * Encrypt, then show the sealed ballot. `onSend()` when it is to be sent, `onBroken()` when the
 * phone could not encrypt it. Whoever left the page meanwhile hears of neither.
 */
export async function openSealing(booth, ballot, { onSend, onBroken }) {
  const progress = progressBar(t("Progress"));
  const title = ballot.kind === "survey" ? t("Sealing your answers") : t("Sealing your vote");
  const page = () => ({ title, content: [heading(title, ballot.title), progress.element] });
  booth.pages.go(page);
  let hash;
  try {
    hash = await encrypt(booth, ballot, progress);
  } catch {
    if (booth.pages.shows(page)) onBroken();
    return;
  }
  if (!booth.pages.shows(page)) return;
  ballot.seal(hash);
  booth.pages.replace(sealedPage(booth, ballot, { onSend, onBroken }));
}

/** What the phone is committed to, as a square code and in words. */
function commitmentPart({ commitment }) {
  const drawn = encodeQR(writeCommitment(commitment), "svg", { ecc: "low", border: 4 });
  return h(
    "section",
    { class: "inset" },
    h("h2", {}, t("Its sixteen words")),
    h("p", { id: "sealed-words" }, commitmentWords(commitment)),
    svgImage(drawn, t("The first code")),
    h("p", { class: "small" }, t("Your receipt will show the same words.")),
    h(
      "p",
      { class: "small" },
      t(
        "A second phone can check what is sealed here. Its page for that is on the poster. Scan this code with it first, " +
          "before you press anything here.",
      ),
    ),
  );
}

/** The sealed ballot, to be looked at once more and sent, or to be checked instead. */
function sealedPage(booth, ballot, { onSend, onBroken }) {
  const { pages } = booth;
  /** What stands in the place of the sealed ballot, once it is to be checked. */
  let check = null;
  const sealed = () => {
    const isSurvey = ballot.kind === "survey";
    const title = isSurvey ? t("Your answers are sealed") : t("Your vote is sealed");
    const content = [
      pages.backLink(),
      heading(title, ballot.title),
      h("p", {}, t("Nothing is sent yet. To change something, go back: after sending it cannot be changed.")),
      listChosen(ballot),
      commitmentPart(ballot),
      actions(finalButton(isSurvey ? t("Send my answers") : t("Send my vote"), onSend)),
      checkLink(async () => {
        const loaded = await loadCheck();
        check = loaded.checkPage(booth, ballot, { onBroken, onSealed: () => (check = null) });
        pages.refresh();
      }),
    ];
    return { title, content };
  };
  return () => (check === null ? sealed() : check());
}

/** A quiet way to the check: `open()` loads it, which needs the network. */
function checkLink(open) {
  const line = h("span", { class: "small", role: "status" });
  const press = () =>
    open().catch(() => (line.textContent = t("This part did not arrive. Press again when there is a network.")));
  const control = h("button", { type: "button", class: "link-button", on: { click: press } });
  control.append(t("Check this one instead"));
  return h("p", {}, control, " ", line);
}

/** What only a check needs; fetched before it is imported, as in rest.js.
 * @type {() => Promise<{ checkPage: typeof checkPage }>} */
async function loadCheck() {
  const codes = new URL("../campaign/checking/codes.js", import.meta.url);
  await Promise.all([codes, new URL("./checking.js", import.meta.url)].map(getFile));
  return import("./checking.js");
}
