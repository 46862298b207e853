// What a slip opens: its elections, one after the other; any of them may be left out.

import { encodeCanonical } from "../campaign/canonical.js";
import { decodeText } from "../protocol/encoding.js";
import { actions, button, h, showInstant } from "../ui/dom.js";
import { t, tn } from "../i18n.js";
import { languageField } from "./asking/language_field.js";
import { listAskable } from "./asking/screens.js";
import { startAsking } from "./asking/walking.js";
import { inLanguage, paragraphs } from "./asking/words.js";
import { listLanguages } from "./languages.js";
import { helpLink, links, linkTo } from "../ui/links.js";
import { readRefusal, takeReceipt } from "./receipts/check.js";
import { badAnswerPage, receiptPage, usedPage, wordsOf } from "./receipts/pages.js";
import { openSealing } from "./sealing.js";
import { sendingPage } from "./sending.js";
import * as states from "./states.js";

/**
 * Show the page that fits the states of the slip's elections. Of each election: `answers`, its public
 * credential and what the server told of it; `kept`, what this tab kept of what was sent, or null.
 */
export function openSlip(booth, answers, kept) {
  const { ballots, pages, info } = booth;
  ballots.forEach((ballot, index) => {
    const { credential, told } = answers[index];
    ballot.learn(credential, told);
    const before = kept[index];
    if (ballot.state === "used") takeReceipt(ballot, told.receipt, before);
    else if (ballot.state === "unused" && before !== null) takeReceipt(ballot, before.receipt, before);
  });
  const again = () => booth.askForSlip();
  const open = ballots.filter((ballot) => ballot.state === "unused");
  const used = ballots.filter((ballot) => ballot.state === "used");
  const voided = ballots.find((ballot) => ballot.state === "voided");
  const broken = used.find((ballot) => ballot.receipt === null) ?? ballots.find(isUnsignedVoid);
  if (broken !== undefined) pages.reset(badAnswerPage(broken, again));
  else if (voided !== undefined) pages.reset(states.voidedPage(describeAnswer(voided, voided.told.refusal), again));
  else if (open.length > 0) pages.reset(startPage(booth));
  else if (used.length > 0) pages.reset(usedPage(used, again));
  else pages.reset(states.unknownPage(info, again));
}

/** The server says that a slip is void, without the signed answer that its holder got. */
function isUnsignedVoid(ballot) {
  if (ballot.state !== "voided") return false;
  try {
    return readRefusal(ballot.told.refusal ?? "", ballot).reason !== "voided";
  } catch {
    return true;
  }
}

/** A signed answer as the file that proves it. */
function describeAnswer({ uuid, credential }, text) {
  return { name: `refusal-${uuid.slice(0, 4)}-${credential.slice(0, 8)}.json`, data: text };
}

/** After a reload: what this tab knows was sent, by its receipts. */
export function openKept(booth, kept) {
  booth.ballots.forEach(
    (ballot, index) => kept[index] !== null && takeReceipt(ballot, kept[index].receipt, kept[index]),
  );
  const used = listSent(booth);
  if (used.length > 0) booth.pages.reset(usedPage(used, () => booth.askForSlip()));
  else booth.askForSlip();
}

/** The ballots with a receipt, in the campaign's order. */
function listSent(booth) {
  return booth.ballots.filter((ballot) => ballot.receipt !== null);
}

function startPage(booth) {
  const open = booth.ballots.filter((ballot) => ballot.state === "unused");
  return booth.ballots.length === 1 ? singlePage(booth, open[0]) : listPage(booth);
}

/** The languages in which something that is still open can be read, where there is a choice. */
function languagePart(booth) {
  const several = booth.ballots.filter(
    ({ state, questionnaire }) => state === "unused" && listLanguages(questionnaire).length > 1,
  );
  if (several.length === 0) return null;
  const names = new Set(several.flatMap(({ questionnaire }) => listLanguages(questionnaire)));
  const now = several[0].language;
  return languageField([...names], now, (name) => {
    booth.speak(name);
    booth.pages.refresh();
    document.getElementById("language")?.focus();
  });
}

function facts({ organizer, closing, first_closing: first, timezone }) {
  const changed = states.changedNote(closing, first, timezone);
  return [
    h("p", {}, t("Called by:"), " ", h("span", { dir: "auto" }, organizer)),
    h("p", {}, t("Closes:"), " ", showInstant(closing, timezone)),
    changed === null ? null : h("p", {}, changed),
  ];
}

/** What protects a vote, and what could break it. */
function secrecy({ trustees }) {
  const who =
    trustees !== null && trustees.needed > 1
      ? t(
          "No one person can open your vote: {needed} of {people} trustees together open only the totals, and only " +
            "by breaking the rules together could they open more.",
          trustees,
        )
      : t("One person holds the key: it is for opening only the totals, but that person could open single votes.");
  return h(
    "section",
    { class: "small" },
    h(
      "p",
      {},
      t("There is no name on your slip."),
      " ",
      who,
      " ",
      linkTo(links.privacy, t("What stays secret, and what cannot")),
    ),
    h(
      "p",
      {},
      t(
        "Use mobile data, not the hospital’s Wi-Fi. Keep the slip until your ballot is in the count. This phone may " +
          "remember its code; once you have voted that does no harm.",
      ),
    ),
    h("p", {}, t("Whether this slip was used just now may show only when you send. Nothing counts twice.")),
    helpLink(),
  );
}

function singlePage(booth, ballot) {
  return () => ({
    title: ballot.title,
    content: [
      h("h1", inLanguage(ballot), ballot.title),
      languagePart(booth),
      paragraphs(ballot, ballot.introduction),
      facts(booth.info),
      actions(button(t("Start"), () => begin(booth, ballot))),
      secrecy(booth.info),
    ],
  });
}

function listPage(booth) {
  return () => ({
    title: booth.info.title,
    content: [
      h("h1", { dir: "auto" }, booth.info.title),
      h("p", {}, t("Your slip opens these. You can send or skip each one.")),
      languagePart(booth),
      booth.ballots.map((ballot) => listItem(booth, ballot)),
      facts(booth.info),
      secrecy(booth.info),
    ],
  });
}

/** One part; what was sent is folded away, and the first that is not has the one main button. */
function listItem(booth, ballot) {
  const title = h("h2", inLanguage(ballot), ballot.title);
  if (ballot.state === "used") {
    const head = h(
      "summary",
      {},
      h("span", { class: "card-head" }, title, h("span", { class: "tag good" }, t("Sent"))),
    );
    const words = h("p", {}, t("Your receipt in four words:"), " ", wordsOf(ballot.tracker));
    return h("details", { class: "card" }, head, words);
  }
  const kind = h("span", { class: "tag" }, ballot.kind === "survey" ? t("Survey") : t("Vote"));
  const count = listAskable(ballot.questionnaire, ballot.interview.asked).length;
  return h(
    "section",
    { class: "card" },
    h("div", { class: "card-head" }, title, kind),
    paragraphs(ballot, ballot.introduction),
    h("p", { class: "small" }, tn("{count} question", "{count} questions", count)),
    ballot.state === "unused" ? actions(beginButton(booth, ballot)) : null,
  );
}

function beginButton(booth, ballot) {
  const label = ballot.kind === "survey" ? t("Answer now") : t("Vote now");
  const name = h("span", { class: "visually-hidden", dir: "auto" }, ": ", ballot.title);
  const first = booth.ballots.find(({ state }) => state === "unused") === ballot;
  return button([label, name], () => begin(booth, ballot), first ? "" : "secondary");
}

/** Who went back to here, to read it in another language say, has lost nothing. */
function begin(booth, ballot) {
  startAsking(booth.pages, ballot, () => seal(booth, ballot));
}

function seal(booth, ballot) {
  openSealing(booth, ballot, {
    onSend: () => send(booth, ballot),
    onBroken: () => booth.pages.reset(brokenPage(booth)),
  });
}

function brokenPage(booth) {
  return states.brokenPage(() => booth.useSlip(booth.slip));
}

function send(booth, ballot) {
  if (!booth.beginSending()) return;
  const finish = (page) => {
    booth.endSending(ballot);
    booth.pages.reset(page);
  };
  booth.pages.reset(
    sendingPage(booth, ballot, {
      onReceipt: (text) => finish(received(booth, ballot, text)),
      onRefused: (answer) => finish(refused(booth, ballot, answer)),
      onBroken: () => finish(brokenPage(booth)),
    }),
  );
}

function received(booth, ballot, text) {
  takeReceipt(ballot, text);
  return receiptPage(ballot, listSent(booth), nextStep(booth));
}

/** What the slip still opens, or null. */
function nextStep(booth) {
  if (!booth.ballots.some((ballot) => ballot.state === "unused")) return null;
  return { text: t("Go on with this slip"), action: () => booth.pages.reset(listPage(booth)) };
}

/** `refusal` is signed, checked, and of this very ballot; `text` is what was signed. */
function refused(booth, ballot, { refusal, text, closing: instant }) {
  const again = () => booth.askForSlip();
  const file = describeAnswer(ballot, text);
  if (refusal.reason === "voided") return states.voidedPage(file, again);
  if (refusal.reason === "closed") {
    return states.endPage({ ...booth.info, phase: "closed", closing: instant }, { ballot, file });
  }
  // Another ballot was there before: its receipt, not the sealed one's.
  ballot.unseal();
  takeReceipt(ballot, decodeText(encodeCanonical(refusal.receipt)));
  return usedPage([ballot], again, { next: nextStep(booth), file });
}
