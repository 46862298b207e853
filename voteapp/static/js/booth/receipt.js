// The receipt: checked in the page, shown in words and as a square code; saved, printed, kept until
// this tab is closed.

import { writeFragment } from "../campaign/board/receipt_addresses.js";
import { decodeReceipt } from "../campaign/board/signing.js";
import { encodeCanonical } from "../campaign/canonical.js";
import { checkSigned } from "../campaign/signed.js";
import { computeWords } from "../campaign/words.js";
import { decodeText, encodeText } from "../protocol/encoding.js";
import { actions, append, button, h, saveFile, savePart, svgImage } from "../ui/dom.js";
import { plainPage } from "../ui/pages.js";
import { t } from "../i18n.js";
import { helpLink, links, linkTo } from "../ui/links.js";

const KEPT = "receipt:";

/** Whether a signed text is about this election, this slip and, where this phone sealed one, exactly this ballot. */
export function isAbout(signed, ballot) {
  return ["uuid", "fingerprint", "credential", "tracker"].every(
    (name) => ballot[name] === null || ballot[name] === signed[name],
  );
}

/** Check that a text is the server's receipt of the ballot; throws where it is none. */
export function checkReceipt(ballot, text) {
  const receipt = decodeReceipt(encodeText(text));
  checkSigned(receipt, ballot.serverKey, "receipt-signature");
  if (!isAbout(receipt, ballot)) throw new Error("receipt of another ballot");
  return receipt;
}

/**
 * Take a receipt for a ballot, or say that it is none. It is kept for a reload: it says that
 * something was sent, as the page does, and never what.
 */
export function takeReceipt(ballot, text) {
  try {
    ballot.accept(checkReceipt(ballot, text));
  } catch {
    return false;
  }
  try {
    sessionStorage.setItem(KEPT + ballot.uuid, text);
  } catch {
    // A browser that keeps nothing: after a reload the slip is scanned again.
  }
  return true;
}

/** The receipt's text that was kept for a reload, or null. */
export function recallReceipt(uuid) {
  try {
    return sessionStorage.getItem(KEPT + uuid);
  } catch {
    return null;
  }
}

/** No receipt is kept any more. */
export function forgetReceipts() {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(KEPT)) sessionStorage.removeItem(name);
  } catch {
    // Then none was kept either.
  }
}

/** The words of a tracker, as they are printed and read out. */
export function wordsOf(tracker) {
  return h("strong", { class: "four-words", translate: "no", lang: "en" }, computeWords(tracker));
}

/** What a person needs of it: the title and the words. */
function receiptWords({ title, tracker }) {
  return [h("p", { dir: "auto" }, title), h("p", {}, t("Your receipt in four words:"), " ", wordsOf(tracker))];
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

function whatComesNext(address, isLast) {
  return [
    h("h2", {}, t("What comes next")),
    h(
      "ul",
      {},
      h("li", {}, t("Keep the receipt: save it, print it, or take a picture.")),
      h("li", {}, t("Your ballot will be on the list of ballots at the latest when voting ends.")),
      h("li", {}, linkTo(address, t("Check that it is in the count"))),
      isLast ? h("li", {}, t("Tear up your slip: it cannot be used again. Then close this page.")) : null,
    ),
  ];
}

function describeFile({ receipt }) {
  const name = `receipt-${receipt.tracker.slice(0, 8).replace(/[^A-Za-z0-9]/g, "_")}.json`;
  return { name, data: decodeText(encodeCanonical(receipt)) };
}

let drawingModule = null;

/**
 * The code that draws square codes. Only receipts need it: it is loaded while a member answers, and
 * is there when the network is gone.
 */
export function loadDrawing() {
  drawingModule = drawingModule ?? import("../vendor/qr.js");
  drawingModule.catch(() => (drawingModule = null));
  return drawingModule;
}

/** An address as a square code, or why there is none. */
function squareCode(address) {
  const place = h("div", {});
  loadDrawing().then(
    ({ encodeQR }) => {
      const drawn = encodeQR(address, "svg", { ecc: "low", border: 4 });
      append(place, [
        svgImage(drawn, t("The receipt as a square code")),
        h("p", { class: "small" }, t("The square code opens the page that looks for your ballot.")),
      ]);
    },
    () => append(place, [h("p", {}, t("The square code could not be loaded. Save the receipt: it says the same."))]),
  );
  return place;
}

/** The square code, and ways to keep it. */
function receiptCode(ballot, address) {
  const { save, copy } = savePart(t("Save the receipt"), () => describeFile(ballot), "secondary");
  return [
    squareCode(address),
    h("p", { class: "print-only tracker", translate: "no" }, address),
    actions(
      save,
      button(t("Print"), () => window.print(), "secondary"),
    ),
    copy,
  ];
}

function addressOf(ballot) {
  return links.check(writeFragment(ballot.receipt));
}

/** The page that confirms one ballot. `next`: {text, action} or null when all is done. */
export function receiptPage(ballot, next) {
  return () => {
    const isSurvey = ballot.kind === "survey";
    const title = isSurvey ? t("The server has received your answers") : t("The server has received your vote");
    const panel = h("div", { class: "panel", id: "receipt" }, h("h1", {}, title), receiptWords(ballot));
    const address = addressOf(ballot);
    const content = [
      panel,
      next ? actions(button(next.text, next.action)) : null,
      whatComesNext(address, next === null),
      receiptCode(ballot, address),
      technicalPart(ballot),
    ];
    return { title, content };
  };
}

/** What was sent before, with its receipt folded away. */
function usedPanel(ballot) {
  const address = addressOf(ballot);
  const check = h("p", {}, linkTo(address, t("Check that it is in the count")));
  const receipt = h("details", {}, h("summary", {}, t("Show the receipt")));
  append(receipt, [receiptCode(ballot, address), technicalPart(ballot)]);
  return [h("div", { class: "panel" }, receiptWords(ballot), check), receipt];
}

/**
 * A slip with which something was already sent: `used`, ballots with their receipts. `next`:
 * {text, action} where the slip still opens something else, or null.
 */
export function usedPage(used, again, next = null) {
  const stranger = t(
    "If you sent this ballot, you do not need to do anything. If you did not, tell your steward now. Nobody can see its answers.",
  );
  return plainPage(
    t("Already sent"),
    [],
    () => used.map(usedPanel),
    () => [h("p", {}, stranger), helpLink()],
    () => actions(next ? button(next.text, next.action) : null, button(t("Use another slip"), again, "secondary")),
  );
}

/** The server answered something that is not a valid receipt. */
export function badReceiptPage(ballot, answer) {
  const what = t(
    "Something was sent, but the receipt that came back is not right. Save the answer and show it to your steward.",
  );
  const tracker = h("strong", { class: "tracker", translate: "no" }, ballot.tracker ?? "");
  return plainPage(t("The server’s answer cannot be trusted"), [
    h("div", { class: "warning" }, h("p", {}, what), h("p", {}, t("Your tracker:"), " ", tracker)),
    helpLink(),
    actions(button(t("Save the answer"), () => saveFile("answer.txt", String(answer), "text/plain"))),
  ]);
}
