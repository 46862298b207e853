// "Is my vote in it?": a tracker, or what was kept of the server's answers, against the election that was checked.

import { findCommitment, pickKept, readKept } from "../campaign/board/kept.js";
import { checkReceipt, findReceipt, findTracker } from "../campaign/board/receipts.js";
import { findRefusal } from "../campaign/board/refused.js";
import { computeCommitmentWords } from "../campaign/words.js";
import { t } from "../i18n.js";
import { ProtocolError } from "../protocol/errors.js";
import { button, h, refill } from "../ui/dom.js";
import { field } from "../ui/forms.js";

const MAX_KEPT_BYTES = 1024 * 1024; // bytes of a kept file; an honest one has some thousands

/** A form that answers in words; `outcome` is what verifyFile gave. */
export function createReceiptForm(outcome) {
  const input = h("textarea", { id: "tracker", rows: "3", autocomplete: "off", spellcheck: "false" });
  const hint = t("A saved receipt, or the answer by which the server refused a vote or voided a slip.");
  const kept = field("kept", t("Or the file that you saved"), { type: "file", accept: ".json,.txt", hint });
  const answer = h("div", { role: "status", "aria-live": "polite" });
  const say = (text) => refill(answer, ...answerFor(outcome, text.trim()).map((sentence) => h("p", {}, sentence)));
  const submit = (event) => {
    event.preventDefault();
    say(input.value);
  };
  kept.input.addEventListener("change", async () => {
    refill(answer);
    const file = kept.input.files[0];
    if (file && file.size > MAX_KEPT_BYTES) refill(answer, h("p", {}, describeNothing()));
    else if (file) say(await file.text());
  });
  const label = t("Your receipt's tracker, the whole text of its QR code, or of the answer by which you were refused");
  return h(
    "form",
    { id: "receipt", on: { submit } },
    h("h3", {}, t("Is my vote in it?")),
    h("div", { class: "field" }, h("label", { for: "tracker" }, label), input),
    h("div", { class: "actions" }, button(t("Look for it"), null, "secondary", "submit")),
    kept.element,
    answer,
  );
}

/** The answer in sentences. */
function answerFor(outcome, text) {
  if (text === "") return [t("Type or paste your tracker first.")];
  return /[{#.]/.test(text) ? answerKept(outcome, text) : [answerTracker(outcome, text)];
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

function answerKept(outcome, text) {
  try {
    const all = readKept(text);
    const kept = pickKept(all, outcome.audit.setup.context?.election.uuid);
    if (!("reason" in kept)) return answerReceipt(outcome, kept);
    return [...answerRefusal(outcome, kept), ...describeOthers(all)];
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    if (error.code === "receipt-election") return [t("This receipt is of another election.")];
    if (error.code === "receipt-credential") {
      return [
        t("No: the vote with this tracker was sent with another slip. Keep receipt and file: together they prove it."),
      ];
    }
    if (error.code === "refusal-signature") return [t("This answer was not signed by this election's server.")];
    if (error.code === "receipt-signature") return [t("This receipt was not signed by this election's server.")];
    return [describeNothing()];
  }
}

function describeNothing() {
  return t("This is neither a receipt nor an answer as a server signs it: it proves nothing.");
}

function answerReceipt({ audit, documents }, receipt) {
  const found = findReceipt(receipt, audit, documents);
  const key = documents?.manifest?.server_key;
  if (key !== undefined && found.state !== "other") checkReceipt(receipt, key);
  const commitment = findCommitment(audit, receipt.tracker);
  return [describeState(found), ...(commitment === null ? [] : describeCommitment(commitment))];
}

function describeCommitment(commitment) {
  const words = computeCommitmentWords(commitment);
  return [
    t("The vote in this file was sealed with these sixteen words: {words}.", { words }),
    t(
      "Compare them with those that the phone showed before it was sent, and with those of a second phone: with other " +
        "words, something else was sent than the phone showed.",
    ),
  ];
}

function answerRefusal({ audit, documents }, refusal) {
  const said = [describeRefusal(refusal, findRefusal(refusal, audit, documents))];
  if (refusal.void !== null && documents?.manifest) {
    said.push(
      t(
        "The slip's own signature stands in this answer: whoever gave the slip up held it. It does not show who that was.",
      ),
    );
  }
  return said;
}

/** Where a slip was given up in several elections. */
function describeOthers(all) {
  if (all.length < 2) return [];
  return [
    t(
      "The file holds {count} answers, one for each election, and this is the one for this election. Judge each with its " +
        "own election's file: a slip is given up only where all of them say so.",
      { count: String(all.length) },
    ),
  ];
}

/** What the server said; without a tracker it answers somebody who gave the slip up. */
function describeReason({ reason, tracker }) {
  if (tracker === null) {
    return reason === "used"
      ? t("The server did not void this slip: something was sent with it before.")
      : t("The server answered that this slip is void: it was given up.");
  }
  const said = {
    used: t("The server refused: something was sent with this slip before."),
    voided: t("The server refused: this slip was given up."),
    closed: t("The server refused: voting was over."),
  };
  return said[reason];
}

/** Whether the server was right to refuse, and what can be shown to somebody who believes nobody. */
function describeRefusal(refusal, { state, proven }) {
  const said = describeReason(refusal);
  if (state === "true") return `${said} ${t("That is true by this file.")}`;
  if (state === "waiting") return `${said} ${t("This file is too old to tell.")}`;
  const broken =
    state === "other"
      ? t("The server signed this answer for another set-up of the same election: there are two.")
      : t("That is false by this file.");
  const proof = proven
    ? t("Keep the answer and the file: together they prove it. Show them to your steward.")
    : t("This file does not prove it. Keep the answer, and look again in the file for checking once voting has ended.");
  return `${said} ${broken} ${proof}`;
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
