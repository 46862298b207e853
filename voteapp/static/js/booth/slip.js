// What a slip opens: its elections, one after the other; any of them may be left out.

import { actions, button, h, showInstant } from "../ui/dom.js";
import { t, tn } from "../i18n.js";
import { computeSteps } from "./answers.js";
import { askedQuestions, questionPage, reviewPage } from "./questions.js";
import { badReceiptPage, readReceipt, receiptPage } from "./receipt.js";
import { openSealing } from "./sealing.js";
import { sendingPage } from "./sending.js";
import * as states from "./states.js";

/** Show the page that fits the states of the slip's elections. */
export function openSlip(booth) {
  const { ballots, pages, info, links } = booth;
  const again = () => booth.askForSlip();
  const open = ballots.filter((ballot) => ballot.state === "unused");
  const used = ballots.filter((ballot) => ballot.state === "used");
  if (ballots.some((ballot) => ballot.state === "voided")) pages.reset(states.voidedPage(again));
  else if (open.length > 0) pages.reset(startPage(booth));
  else if (used.length > 0) pages.reset(states.usedPage(used, links, again));
  else pages.reset(states.unknownPage(info, again));
}

function startPage(booth) {
  const open = booth.ballots.filter((ballot) => ballot.state === "unused");
  return booth.ballots.length === 1 ? singlePage(booth, open[0]) : listPage(booth);
}

function paragraphs(text) {
  return text
    .split(/\n+/)
    .filter((line) => line.trim() !== "")
    .map((line) => h("p", {}, line));
}

function closing({ organizer, closing: instant, first_closing: first, timezone }) {
  const text = t("From {organizer}. Open until {instant}.", { organizer, instant: showInstant(instant, timezone) });
  const changed = states.changedNote(instant, first, timezone);
  return [h("p", {}, text), changed === null ? null : h("p", {}, changed)];
}

function secrecy() {
  return h(
    "p",
    { class: "small" },
    t(
      "Use mobile data, not the hospital’s Wi-Fi. Your address line no longer shows your " +
        "slip, but this phone’s list of scanned codes may: the slip works once only.",
    ),
  );
}

function singlePage(booth, ballot) {
  return () => ({
    title: ballot.title,
    content: [
      h("h1", {}, ballot.title),
      paragraphs(ballot.description),
      closing(booth.info),
      actions(button(t("Start"), () => begin(booth, ballot))),
      secrecy(),
    ],
  });
}

function listPage(booth) {
  return () => ({
    title: booth.info.title,
    content: [
      h("h1", {}, booth.info.title),
      h("p", {}, t("Your slip opens these. Each is sent by itself; you may leave any of them out.")),
      booth.ballots.map((ballot) => listItem(booth, ballot)),
      closing(booth.info),
      secrecy(),
    ],
  });
}

function listItem(booth, ballot) {
  const sent = ballot.state === "used";
  const kind = ballot.kind === "survey" ? t("Survey") : t("Vote");
  const title = h("h2", {}, ballot.title);
  const tag = h("span", { class: sent ? "tag good" : "tag" }, sent ? t("Sent") : kind);
  return h(
    "section",
    { class: "card" },
    h("div", { class: "card-head" }, title, tag),
    paragraphs(ballot.description),
    sent
      ? h("p", {}, t("A ballot was cast, tracker:"), " ", h("span", { class: "tracker" }, ballot.tracker))
      : h("p", { class: "small" }, tn("{count} question", "{count} questions", ballot.election.questions.length)),
    ballot.state === "unused" ? actions(beginButton(booth, ballot)) : null,
  );
}

function beginButton(booth, ballot) {
  const label = ballot.kind === "survey" ? t("Answer") : t("Vote");
  const name = h("span", { class: "visually-hidden" }, ": ", ballot.title);
  return button([label, name], () => begin(booth, ballot));
}

function begin(booth, ballot) {
  ballot.begin();
  ask(booth, ballot, askedQuestions(ballot)[0]);
}

function ask(booth, ballot, index) {
  if (index === undefined) {
    review(booth, ballot);
    return;
  }
  booth.pages.go(
    questionPage(booth.pages, ballot, index, () => {
      ask(
        booth,
        ballot,
        askedQuestions(ballot).find((other) => other > index),
      );
    }),
  );
}

function review(booth, ballot) {
  const onChange = (index) =>
    booth.pages.go(questionPage(booth.pages, ballot, index, () => afterChange(booth, ballot)));
  booth.pages.go(reviewPage(booth.pages, ballot, { onChange, onSeal: () => seal(booth, ballot) }));
}

/** A changed answer may bring back questions that were skipped before: ask them, then review. */
function afterChange(booth, ballot) {
  const steps = computeSteps(ballot.survey, ballot.chosen);
  const missing = steps.findIndex((step) => step.choice === undefined);
  if (missing === -1) review(booth, ballot);
  else booth.pages.go(questionPage(booth.pages, ballot, missing, () => afterChange(booth, ballot)));
}

function seal(booth, ballot) {
  openSealing(booth, ballot, {
    onSend: () => send(booth, ballot),
    onBroken: () => booth.pages.reset(states.brokenPage(() => booth.useToken(booth.token))),
  });
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
      onRefused: (error) => finish(refused(booth, ballot, error)),
    }),
  );
}

function received(booth, ballot, text) {
  try {
    readReceipt(text, ballot);
  } catch {
    return badReceiptPage(ballot, text);
  }
  ballot.accept(text);
  return receiptPage(ballot, text, booth.links, nextStep(booth));
}

/** What the slip still opens, or null. */
function nextStep(booth) {
  if (!booth.ballots.some((ballot) => ballot.state === "unused")) return null;
  return { text: t("Go on with this slip"), action: () => booth.pages.reset(listPage(booth)) };
}

function refused(booth, ballot, error) {
  const again = () => booth.askForSlip();
  switch (error.code) {
    case "used":
      ballot.spend(error.tracker);
      return states.usedPage([ballot], booth.links, again, nextStep(booth));
    case "unknown":
      return states.unknownPage(booth.info, again);
    case "voided":
      return states.voidedPage(again);
    case "not-open":
      return states.notOpenPage(booth.info);
    case "closed":
    case "withdrawn":
      return states.endPage({ ...booth.info, phase: error.code, closing: error.closing }, booth.links, ballot);
    default:
      return states.brokenPage(() => booth.useToken(booth.token));
  }
}
