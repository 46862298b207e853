// The receipt: checked in the page, shown as text, words and a square code; saved and printed.

import { decodeReceipt } from "../campaign/board/signing.js";
import { checkSigned } from "../campaign/signed.js";
import { computeWords } from "../campaign/words.js";
import { encodeText } from "../protocol/encoding.js";
import { encodeQR } from "../vendor/qr.js";
import { actions, button, fill, h, saveFile, svgImage } from "../ui/dom.js";
import { plainPage } from "../ui/pages.js";
import { t } from "../i18n.js";

/**
 * Check a receipt's text against the ballot that was sent. Gives the receipt; throws when it is
 * not the server's word about exactly this ballot.
 */
export function readReceipt(text, ballot) {
  const receipt = decodeReceipt(encodeText(text));
  checkSigned(receipt, ballot.serverKey, "receipt-signature");
  if (
    receipt.uuid !== ballot.uuid ||
    receipt.fingerprint !== ballot.fingerprint ||
    receipt.tracker !== ballot.tracker
  ) {
    throw new Error("receipt of another ballot");
  }
  return receipt;
}

function howToCheck(ballot, links) {
  return h(
    "details",
    {},
    h("summary", {}, t("How to check that it is counted")),
    h(
      "ol",
      {},
      h("li", {}, t("Keep the receipt: save it, print it, or take a picture.")),
      h(
        "li",
        {},
        fill(t("Later, look for the tracker in the {list}. Within a few hours it must be there.", { list: "{list}" }), {
          list: h("a", { href: links.board(ballot.uuid) }, t("public list")),
        }),
      ),
      h("li", {}, t("If it is missing, show the receipt to your steward: it is the server’s signed promise.")),
      h("li", {}, t("After the count, anybody can download the whole list and count again.")),
    ),
  );
}

function receiptPanel(title, ballot, { tracker }) {
  return h(
    "div",
    { class: "panel", id: "receipt" },
    h("h1", {}, title),
    h("p", {}, ballot.title),
    h("p", {}, t("Your tracker:"), " ", h("strong", { class: "tracker", id: "tracker" }, tracker)),
    h("p", {}, t("In words:"), " ", h("strong", { id: "tracker-words" }, computeWords(tracker))),
    h(
      "p",
      {},
      t(
        "The server signed this receipt, and this phone has checked the signature. It " +
          "shows that something was sent with your slip, never what it says.",
      ),
    ),
  );
}

/** The page that confirms one ballot. `next`: {text, action} or null when all is done. */
export function receiptPage(ballot, receiptText, links, next) {
  return () => {
    const title = ballot.kind === "survey" ? t("Your answers are in") : t("Your vote is in");
    const receipt = JSON.parse(receiptText);
    const name = `receipt-${receipt.tracker.slice(0, 8).replace(/[^A-Za-z0-9]/g, "_")}.json`;
    return {
      title,
      content: [
        receiptPanel(title, ballot, receipt),
        svgImage(encodeQR(receiptText, "svg", { ecc: "low", border: 4 }), t("The receipt as a square code")),
        h("p", { class: "small" }, t("Batch {batch} of the public list.", { batch: receipt.batch })),
        actions(
          button(t("Save the receipt"), () => saveFile(name, receiptText, "application/json"), "secondary"),
          button(t("Print"), () => window.print(), "secondary"),
        ),
        howToCheck(ballot, links),
        next
          ? actions(button(next.text, next.action))
          : h("p", {}, t("You are done. Close this page. Tear up your slip: it cannot be used again.")),
      ],
    };
  };
}

/** The server answered something that is not a valid receipt. */
export function badReceiptPage(ballot, answer) {
  const what = t(
    "Something was sent, but the receipt that came back is not right. Save the answer and show it to your steward.",
  );
  return plainPage(t("The server’s answer cannot be trusted"), [
    h(
      "div",
      { class: "warning" },
      h("p", {}, what),
      h("p", {}, t("Your tracker:"), " ", h("strong", { class: "tracker" }, ballot.tracker)),
    ),
    actions(button(t("Save the answer"), () => saveFile("answer.txt", answer, "text/plain"))),
  ]);
}
