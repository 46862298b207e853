// The pages of receipts: in words and as square codes, each part's own and all of a slip's together;
// saved, printed, kept until this tab is closed.

import { writeFragment } from "../../campaign/board/receipt_addresses.js";
import { computeCommitmentWords, computeWords } from "../../campaign/words.js";
import { actions, button, h, savePart, svgImage } from "../../ui/dom.js";
import { plainPage } from "../../ui/pages.js";
import { t } from "../../i18n.js";
import { helpLink, links, linkTo } from "../../ui/links.js";
import { encodeQR } from "../../vendor/qr.js";
import { inLanguage } from "../asking/words.js";
import { keepAnswer } from "../states.js";

/** The words of a tracker, as they are printed and read out. */
export function wordsOf(tracker) {
  return h("strong", { class: "four-words", translate: "no", lang: "en" }, computeWords(tracker));
}

/** What a sealed ballot is committed to, in sixteen words. */
export function commitmentWords(commitment) {
  return h("strong", { translate: "no", lang: "en" }, computeCommitmentWords(commitment));
}

/** What a person needs of it: the title and the words; those of the sealed ballot, where this page sealed it. */
function receiptWords(ballot) {
  const { commitment } = ballot;
  return [
    h("p", inLanguage(ballot), ballot.title),
    h("p", {}, t("Your receipt in four words:"), " ", wordsOf(ballot.tracker)),
    commitment && h("p", { class: "small" }, t("Sealed as:"), " ", commitmentWords(commitment)),
  ];
}

/** What a program needs of it. */
function technicalPart({ receipt }) {
  return h(
    "details",
    {},
    h("summary", {}, t("Details for checking")),
    h("p", {}, t("Tracker:"), " ", h("span", { class: "tracker", translate: "no" }, receipt.tracker)),
    h("p", {}, t("Batch: {batch}", { batch: receipt.batch })),
    h(
      "p",
      {},
      t(
        "The server signed this receipt, and this phone has checked the signature. It proves that the server " +
          "accepted your ballot. It does not say what you chose.",
      ),
    ),
  );
}

/** `address`: of the only receipt, or null where each has its own link. */
function whatComesNext(address, isLast) {
  return [
    h("h2", {}, t("What comes next")),
    h(
      "ul",
      {},
      h("li", {}, t("Keep the receipt: save it, print it, or take a picture.")),
      h("li", {}, t("Your ballot will be on the list of ballots at the latest when voting ends.")),
      address === null ? null : h("li", {}, linkTo(address, t("Check that it is in the count"))),
      isLast ? h("li", {}, t("Keep your slip until your ballot is in the count. Then close this page.")) : null,
    ),
  ];
}

/** The beginning of a tracker, as a file's name may have it. */
function shorten({ tracker }) {
  return tracker.slice(0, 8).replace(/[^A-Za-z0-9]/g, "_");
}

/** Receipts as one text: of each its title, its words, what the ballot was sealed as where this page knows it, and its
 * address, which is the receipt. */
function describeFile(ballots) {
  const sealedAs = ({ commitment }) => (commitment ? [`${t("Sealed as:")} ${computeCommitmentWords(commitment)}`] : []);
  const parts = ballots.map((ballot) =>
    [ballot.title, computeWords(ballot.tracker), ...sealedAs(ballot), addressOf(ballot), ""].join("\n"),
  );
  const name = ballots.length === 1 ? "receipt" : "receipts";
  return { name: `${name}-${shorten(ballots[0].receipt)}.txt`, data: parts.join("\n"), type: "text/plain" };
}

/** An address as a square code. */
function squareCode(address) {
  const drawn = encodeQR(address, "svg", { ecc: "low", border: 4 });
  return [
    svgImage(drawn, t("The receipt as a square code")),
    h("p", { class: "small" }, t("The square code opens the page that looks for your ballot.")),
    h("p", { class: "print-only tracker", translate: "no" }, address),
  ];
}

function printButton() {
  return button(t("Print"), () => window.print(), "secondary");
}

/** The square code, and ways to keep it; `alone`: it is the only one of the page that is printed. */
function receiptCode(ballot, address, alone = true) {
  const { save, copy } = savePart(t("Save the receipt"), () => describeFile([ballot]), "secondary");
  return [squareCode(address), actions(save, alone ? printButton() : null), copy];
}

function addressOf(ballot) {
  return links.check(writeFragment(ballot.receipt));
}

/** All receipts of a slip together: one file, one print. */
function togetherPart(ballots) {
  const { save, copy } = savePart(t("Save all receipts"), () => describeFile(ballots), "secondary");
  return [actions(save, printButton()), copy];
}

/** One of several receipts, whole. */
function receiptPart(ballot) {
  const address = addressOf(ballot);
  return h(
    "section",
    { class: "keep" },
    h("h2", inLanguage(ballot), ballot.title),
    h("p", {}, wordsOf(ballot.tracker)),
    receiptCode(ballot, address, false),
    h("p", { class: "no-print" }, linkTo(address, t("Check that it is in the count"))),
    technicalPart(ballot),
  );
}

/**
 * The page that confirms one ballot, with the receipts of all that was `sent` with the slip: ballots, this one among
 * them, in the campaign's order, so that what is saved is the same after a reload. `next`: {text, action} or null when
 * all is done.
 */
export function receiptPage(ballot, sent, next) {
  const alone = sent.length === 1;
  const latestFirst = [ballot, ...sent.filter((other) => other !== ballot)];
  return () => {
    const isSurvey = ballot.kind === "survey";
    const title = isSurvey ? t("The server has received your answers") : t("The server has received your vote");
    const panel = h("div", { class: "panel", id: "receipt" }, h("h1", {}, title), latestFirst.map(receiptWords));
    const address = addressOf(ballot);
    const content = [
      panel,
      next ? actions(button(next.text, next.action)) : null,
      whatComesNext(alone ? address : null, next === null),
      alone
        ? [receiptCode(ballot, address), technicalPart(ballot)]
        : [togetherPart(sent), latestFirst.map(receiptPart)],
    ];
    return { title, content };
  };
}

/** What was sent before, with its receipt folded away. */
function usedPanel(ballot) {
  const address = addressOf(ballot);
  const check = h("p", {}, linkTo(address, t("Check that it is in the count")));
  return [
    h("div", { class: "panel" }, receiptWords(ballot), check),
    h("details", {}, h("summary", {}, t("Show the receipt")), receiptCode(ballot, address), technicalPart(ballot)),
  ];
}

/**
 * A slip with which something was already sent: `used`, ballots with their receipts. `next`:
 * {text, action} where the slip still opens something else, or null; `file`: the server's signed
 * refusal of what was sent now, or null.
 */
export function usedPage(used, again, { next = null, file = null } = {}) {
  const stranger = t(
    "If you sent this ballot, you do not need to do anything. If you did not, keep your slip and tell your steward now. " +
      "Nobody can see its answers.",
  );
  return plainPage(
    t("Already sent"),
    [],
    () => used.map(usedPanel),
    () => (used.length > 1 ? togetherPart(used) : null),
    () => [h("p", {}, stranger), helpLink()],
    () => file && keepAnswer(file),
    () => actions(next ? button(next.text, next.action) : null, button(t("Use another slip"), again, "secondary")),
  );
}

/** The server says that a slip is used or void, and did not sign what shows it. */
export function badAnswerPage(ballot, again) {
  const what =
    ballot.state === "voided"
      ? t("The server says that this slip is void, but nothing that it signed shows that.")
      : t("The server says that this slip was used, but the receipt that it shows is not right.");
  const todo = t(
    "Keep your slip. Turn off Wi-Fi, use mobile data and scan the slip again. If you read this again, save the answer " +
      "and show it to your steward.",
  );
  const file = { name: "answer.json", data: JSON.stringify(ballot.told) };
  const { save, copy } = savePart(t("Save the answer"), () => file);
  return plainPage(t("The server’s answer cannot be trusted"), [
    h("div", { class: "warning" }, h("p", {}, what), h("p", {}, todo)),
    helpLink(),
    actions(save, button(t("Scan the slip again"), again, "secondary")),
    copy,
  ]);
}
