// "Is my vote in it?": a tracker, or a whole receipt, against the election that was checked.

import { checkReceipt, findReceipt, findTracker } from "../campaign/board/receipts.js";
import { decodeRefusal, REFUSAL } from "../campaign/board/refusals.js";
import { findRefusal } from "../campaign/board/refused.js";
import { readReceipt } from "../campaign/board/receipt_addresses.js";
import { t } from "../i18n.js";
import { encodeText } from "../protocol/encoding.js";
import { ProtocolError } from "../protocol/errors.js";
import { button, h } from "../ui/dom.js";

/** A form that answers in words; `outcome` is what verifyFile gave. */
export function createReceiptForm(outcome) {
  const input = h("textarea", { id: "tracker", rows: "3", autocomplete: "off", spellcheck: "false" });
  const answer = h("p", { role: "status", "aria-live": "polite" });
  const submit = (event) => {
    event.preventDefault();
    answer.textContent = answerFor(outcome, input.value.trim());
  };
  const label = t("Your receipt's tracker, the whole text of its QR code, or of the answer by which you were refused");
  return h(
    "form",
    { on: { submit } },
    h("h3", {}, t("Is my vote in it?")),
    h("div", { class: "field" }, h("label", { for: "tracker" }, label), input),
    h("div", { class: "actions" }, button(t("Look for it"), null, "secondary", "submit")),
    answer,
  );
}

/** The answer as a sentence. */
function answerFor(outcome, text) {
  if (text === "") return t("Type or paste your tracker first.");
  return /[{#.]/.test(text) ? answerReceipt(outcome, text) : answerTracker(outcome, text);
}

function answerTracker({ audit }, text) {
  const tracker = text.replace(/\s/g, "").replace(/=+$/, "");
  if (!/^[A-Za-z0-9+/]{43}$/.test(tracker)) {
    return t("This is not a whole tracker: a tracker has 43 letters, digits and signs.");
  }
  return findTracker(audit, tracker) === null
    ? t("No vote with this tracker is in this file.")
    : t("Yes: a vote with this tracker is in this file.");
}

function answerReceipt({ audit, documents }, text) {
  try {
    if (text.includes(`"${REFUSAL}"`)) {
      const refusal = decodeRefusal(encodeText(text));
      return describeRefusal(refusal.reason, findRefusal(refusal, audit, documents));
    }
    const receipt = readReceipt(text);
    const found = findReceipt(receipt, audit, documents);
    const key = documents?.manifest?.server_key;
    if (key !== undefined && found.state !== "other") checkReceipt(receipt, key);
    return describeState(found);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    if (error.code === "receipt-election") return t("This receipt is of another election.");
    if (error.code === "receipt-credential") {
      return t(
        "No: the vote with this tracker was sent with another slip. Keep receipt and file: together they prove it.",
      );
    }
    if (error.code === "refusal-signature") return t("This answer was not signed by this election's server.");
    if (error.code === "receipt-signature") return t("This receipt was not signed by this election's server.");
    return t("This text is not a receipt.");
  }
}

/** Whether the server was right to refuse, and what can be shown to somebody who believes nobody. */
function describeRefusal(reason, { state, proven }) {
  const said = {
    used: t("The server refused: something was sent with this slip before."),
    voided: t("The server refused: this slip was given up."),
    closed: t("The server refused: voting was over."),
  };
  if (state === "true") return `${said[reason]} ${t("That is true by this file.")}`;
  if (state === "waiting") return `${said[reason]} ${t("This file is too old to tell.")}`;
  const broken =
    state === "other"
      ? t("The server signed this answer for another set-up of the same election: there are two.")
      : t("That is false by this file.");
  const proof = proven
    ? t("Keep the answer and the file: together they prove it. Show them to your steward.")
    : t("This file does not prove it. Keep the answer, and look again in the file for checking once voting has ended.");
  return `${said[reason]} ${broken} ${proof}`;
}

/** Whether the vote is there, and what can be shown to somebody who believes nobody. */
function describeState({ state, proven }) {
  if (state === "sealed") return t("Yes: the vote of this receipt is in this file.");
  if (state === "waiting") return t("Not yet: this file is older than the time by which the vote was promised.");
  return `${describeBroken(state)} ${describeProof(proven)}`;
}

function describeBroken(state) {
  if (state === "late")
    return t("Yes, but too late: the vote of this receipt came after the time by which it was promised.");
  if (state === "other")
    return t("The server signed this receipt for another set-up of the same election: there are two.");
  return t("No: the vote of this receipt is missing although it was promised.");
}

function describeProof(proven) {
  return proven
    ? t("Keep receipt and file: together they prove it. Show them to your steward.")
    : t(
        "This file does not prove it. Keep the receipt, and look again in the file for checking once voting has ended.",
      );
}
