// Encrypting a ballot in the worker, and the page that shows it sealed: what was chosen and the
// words that the receipt will bear. Nothing is sent before the button of this page is pressed.

import { computeWords } from "../campaign/words.js";
import { actions, h, heading, progressBar } from "../ui/dom.js";
import { finalButton } from "../ui/final.js";
import { t } from "../i18n.js";
import { listChosen } from "./asking/review.js";

/** Encrypt what was chosen: {ballot: text, tracker}. */
function encrypt(booth, ballot, progress) {
  const report = (done, total) =>
    progress.update(done, total, t("Sealing: {percent} %", { percent: Math.floor((10 * done) / total) * 10 }));
  report(0, 1);
  const answers = ballot.createChoices();
  return booth.jobs.run("ballot", { token: booth.slip.token, election: ballot.text, answers }, report);
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
  let sealed;
  try {
    sealed = await encrypt(booth, ballot, progress);
  } catch {
    if (booth.pages.shows(page)) onBroken();
    return;
  }
  if (!booth.pages.shows(page)) return;
  ballot.seal(sealed.ballot, sealed.tracker);
  booth.pages.replace(sealedPage(booth.pages, ballot, onSend));
}

/** The words of a sealed ballot, and what they are for. */
function sealedWords(ballot) {
  return h(
    "section",
    { class: "inset" },
    h("h2", {}, t("Its four words")),
    h(
      "p",
      { class: "lead", id: "sealed-words" },
      h("strong", { translate: "no", lang: "en" }, computeWords(ballot.tracker)),
    ),
    h("p", { class: "small" }, t("Your receipt will show the same words.")),
  );
}

/** The sealed ballot, to be looked at once more and sent. */
function sealedPage(pages, ballot, onSend) {
  return () => {
    const isSurvey = ballot.kind === "survey";
    const title = isSurvey ? t("Your answers are sealed") : t("Your vote is sealed");
    const content = [
      pages.backLink(),
      heading(title, ballot.title),
      h("p", {}, t("Nothing is sent yet. To change something, go back: after sending it cannot be changed.")),
      listChosen(ballot),
      sealedWords(ballot),
      actions(finalButton(isSurvey ? t("Send my answers") : t("Send my vote"), onSend)),
    ];
    return { title, content };
  };
}
