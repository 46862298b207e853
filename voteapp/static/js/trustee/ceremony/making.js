// The wizard's pages while the key is made. Each is a function of the wizard (wizard.js).

import { t } from "../../i18n.js";
import { actions, button, h } from "../../ui/dom.js";
import { field, finalForm, InputError, tickBox, workForm } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { offlineSection } from "./offline.js";
import { wizardSteps } from "./status.js";
import { keyPassphrase } from "../access/own_passphrase.js";

/** Make your key. */
export function make(wizard) {
  const { element, report } = wizard.progress;
  const passphrase = keyPassphrase(wizard.task, wizard.root.dataset.home);
  const form = workForm(t("Make my key"), passphrase.elements, async () => {
    const text = await passphrase.read();
    await wizard.make(text, report);
  });
  wizard.show(
    t("Make your key"),
    wizardSteps(0),
    attemptNote(wizard.task),
    makingNotes(),
    form,
    element,
    wizard.status.element,
    offlineSection(wizard),
  );
}

function attemptNote({ attempt }) {
  if (attempt < 2) return null;
  const text = t("This is attempt number {attempt}. Destroy whatever you saved or printed in an earlier one.", {
    attempt,
  });
  return h("p", { class: "inset" }, text);
}

function makingNotes() {
  return [
    t(
      "Your browser makes your part of the key. It stays on this device, locked with your passphrase; the server never gets it.",
    ),
    t("Take about ten minutes, stay on this device, and leave this page open. If it closes, come back here and go on."),
  ].map((text) => paragraph(text));
}

/** The own key is made; somebody else's is missing. */
export function wait(wizard) {
  wizard.show(
    t("Your key is made"),
    wizardSteps(0),
    paragraph(
      t("Leave this page open. As soon as everybody has made their key, you compare some words with each other."),
    ),
    wizard.progress.element,
    wizard.status.element,
    offlineSection(wizard),
  );
}

function wordList(text) {
  return h(
    "ol",
    { class: "key-words-list", translate: "no", lang: "en", "aria-label": t("The words") },
    text.split(" ").map((word) => h("li", {}, word)),
  );
}

/** Compare the words. */
export function words(wizard) {
  const { words: shown } = wizard.told;
  const { tick, box } = tickBox("same-words", t("We compared all sixteen words. They are the same for everybody."));
  const form = finalForm(t("The words are the same: go on"), [box], async () => {
    if (!tick.checked) throw new InputError("same-words", t("Compare the words first, then tick the box."));
    await wizard.agree(shown);
  });
  wizard.show(
    t("Compare the words"),
    wizardSteps(1),
    comparing(shown),
    form,
    wizard.progress.element,
    wizard.status.element,
    offlineSection(wizard),
  );
}

function comparing(shown) {
  return [
    paragraph(
      t(
        "One of you reads these sixteen words aloud, in one room, or on a call " +
          "in which you know each other’s voices. Everybody compares them with " +
          "their own page. The committee’s page shows them, too.",
      ),
    ),
    wordList(shown),
    paragraph(
      t(
        "If a single word differs, stop: do not go on, and tell the committee. Somebody may be putting a key of their own between you.",
      ),
    ),
  ];
}

/** Everything runs by itself. */
export function work(wizard) {
  const { words: compared } = wizard.told;
  wizard.show(
    t("The key is being made"),
    wizardSteps(2),
    paragraph(
      t(
        "There is nothing for you to do. Your browser checks what the others send and answers " +
          "by itself. Leave this page open until it says that the key is made.",
      ),
    ),
    wizard.progress.element,
    wizard.status.element,
    compared === null ? null : h("details", {}, h("summary", {}, t("The words that you compared")), wordList(compared)),
  );
}

/** How many of the wizard's steps are behind this trustee, before the key is made. */
export function countSteps({ given }) {
  return given.includes("commit") ? 2 : Math.min(given.length, 1);
}

/** The tab was closed in between: the passphrase opens what this browser kept. */
export function unlock(wizard) {
  const { element, report } = wizard.progress;
  const made = wizard.told.done;
  wizard.show(
    t("Go on with your key"),
    wizardSteps(made ? 3 : countSteps(wizard.told)),
    paragraph(t("You began on this device. Your key is kept here, locked with the passphrase that you chose for it.")),
    unlockForm(wizard, report),
    element,
    made
      ? actions(button(t("I have saved and printed it already"), () => wizard.rehearse(true), "secondary"))
      : paragraph(t("If you do not know the passphrase any more, ask the committee to start over.")),
    wizard.status.element,
  );
}

function unlockForm(wizard, report) {
  const typed = field("passphrase", t("Your key’s passphrase"), { type: "password", autocomplete: "current-password" });
  return workForm(t("Go on"), [typed.element], async () => {
    if (typed.input.value === "") throw new InputError("passphrase", t("Type your passphrase."));
    try {
      await wizard.unlock(typed.input.value, report);
    } catch (error) {
      if (error.message !== "PassphraseError") throw error;
      throw new InputError("passphrase", t("This is not the passphrase of your key."));
    }
  });
}
