// "Is my ballot in the count?": a receipt that came in the address's fragment, against the list of
// all sealed trackers. The list is downloaded whole, so nobody learns which one was looked for.

import { readReceipt } from "../campaign/board/receipt_addresses.js";
import { checkSigned } from "../campaign/signed.js";
import { computeWords } from "../campaign/words.js";
import { loadCatalog, t } from "../i18n.js";
import { actions, append, button, h, refill } from "../ui/dom.js";

const root = document.getElementById("check");
const { api, board, help } = root.dataset;

/** Show an answer: `kind` is the box's class. */
function show(kind, ...content) {
  const box = h("div", { class: kind, role: "status", tabindex: "-1" });
  append(box, content);
  refill(root, box);
  box.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

function strong(text) {
  return h("p", {}, h("strong", {}, text));
}

function helpLink() {
  return h("p", {}, h("a", { href: help }, t("Help for members")));
}

/** Which ballot it is: title, words, and a way to see it. */
function about({ tracker, uuid }, title) {
  const address = `${board.replace("UUID", uuid)}?tracker=${encodeURIComponent(tracker.slice(0, 8))}`;
  return [
    h("p", { dir: "auto" }, title),
    h(
      "p",
      {},
      t("Your receipt in four words:"),
      " ",
      h("strong", { translate: "no", lang: "en" }, computeWords(tracker)),
    ),
    h(
      "details",
      {},
      h("summary", {}, t("Details for checking")),
      h("p", {}, t("Tracker:"), " ", h("span", { class: "tracker", translate: "no" }, tracker)),
      h("p", {}, h("a", { href: address }, t("See it on the list of ballots"))),
    ),
  ];
}

/** The list of an election's sealed trackers; null where the server knows no such election. */
async function fetchList(uuid) {
  const address = api.replace("UUID", encodeURIComponent(uuid));
  const response = await fetch(address, { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error("no answer");
  return response.json();
}

function isSigned(receipt, key) {
  try {
    checkSigned(receipt, key, "receipt-signature");
    return true;
  } catch {
    return false;
  }
}

/** What the list says of a receipt. */
function answer(receipt, list) {
  if (list === null) {
    show("warning", strong(t("This receipt is of a vote that is not on this site.")), helpLink());
  } else if (!isSigned(receipt, list.server_key)) {
    show("warning", strong(t("The server of this site did not sign this receipt.")), helpLink());
  } else if (list.trackers.includes(receipt.tracker)) {
    show("panel", strong(t("It is in the count.")), about(receipt, list.title));
  } else if (!list.final && receipt.batch > list.batch) {
    const waits = t("It waits; it will be on the list at the latest when voting ends.");
    show("notice", strong(waits), h("p", {}, t("You need not do anything.")), about(receipt, list.title));
  } else {
    const what = t(
      "The server signed that it would be there. Keep the receipt: with the file for checking it proves this.",
    );
    const who = t("Show it to your steward or to somebody you trust. Nobody can see your answers from it.");
    const missing = strong(t("It is missing on the list."));
    show("warning", missing, h("p", {}, what), h("p", {}, who), about(receipt, list.title), helpLink());
  }
}

async function look(text) {
  let receipt;
  try {
    receipt = readReceipt(text);
  } catch {
    show("warning", strong(t("This address holds no whole receipt.")), h("p", {}, t("Scan the square code again.")));
    return;
  }
  show("notice", h("p", {}, t("Looking for your ballot.")));
  try {
    answer(receipt, await fetchList(receipt.uuid));
  } catch {
    const again = actions(button(t("Try again"), () => look(text), "secondary"));
    show("notice wait", strong(t("The server cannot be reached.")), again);
  }
}

function start() {
  const text = window.takeReceipt();
  if (text !== null) look(text);
}

loadCatalog();
window.addEventListener("receipt", start);
start();
