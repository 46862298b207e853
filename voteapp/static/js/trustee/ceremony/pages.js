// The wizard's pages from making one's key to the end of the ceremony. Each is a function of the
// wizard (trustee/ceremony/main.js).

import { t } from "../../i18n.js";
import { field, InputError, newPassphrase, postJson, RefusedError, workForm } from "../../ui/committee.js";
import { actions, button, h } from "../../ui/dom.js";
import { offlineSection } from "./offline.js";
import { stepList } from "./status.js";
import { createVerifiers, recallWay } from "../access/jobs.js";

const paragraph = (text) => h("p", {}, text);

/**
 * The passphrase of the key's file: the one that this trustee signs in with, asked for once and
 * compared by the server's answer to a sign-in; or a new one: {elements, read(): promise}.
 */
function keyPassphrase({ task, root }) {
  const { code, position } = task;
  if (recallWay(code, position) !== "passphrase") {
    const { elements, read } = newPassphrase(t("New passphrase for your key"));
    return { elements, read: async () => read() };
  }
  const typed = field("passphrase", t("Your passphrase"), {
    type: "password",
    autocomplete: "current-password",
    hint: t("The one that you sign in with. It will open your key’s file, too."),
  });
  const verifiers = createVerifiers();
  return {
    elements: [typed.element, verifiers.element],
    async read() {
      const passphrase = typed.input.value;
      if (passphrase === "") throw new InputError("passphrase", t("Type your passphrase."));
      const verifier = await verifiers.compute({ code, position, passphrase });
      const body = JSON.stringify({ position, verifier });
      try {
        // Without the cookie: only the answer counts, the session stays as it is.
        await postJson(`${root.dataset.home}/sign-in/passphrase`, body, { credentials: "omit" });
      } catch (error) {
        if (!(error instanceof RefusedError) || error.status === 0) throw error;
        throw new InputError("passphrase", error.message);
      }
      return passphrase;
    },
  };
}

/** Make your key. */
export function make(wizard) {
  const { element, report } = wizard.progress;
  const passphrase = keyPassphrase(wizard);
  const form = workForm(t("Make my key"), passphrase.elements, async () => {
    const text = await passphrase.read();
    await wizard.make(text, report);
  });
  wizard.show(
    t("Make your key"),
    stepList(0),
    wizard.task.attempt > 1
      ? h(
          "p",
          { class: "inset" },
          t("This is attempt number {attempt}. Destroy whatever you saved or printed in an earlier one.", {
            attempt: wizard.task.attempt,
          }),
        )
      : null,
    paragraph(
      t(
        "Your browser makes your part of the key. It stays on this device, locked with your passphrase; the server never gets it.",
      ),
    ),
    paragraph(
      t(
        "Take about ten minutes, stay on this device, and leave this page open. If it closes, come back here and go on.",
      ),
    ),
    form,
    element,
    wizard.status.element,
    offlineSection(wizard),
  );
}

/** The own key is made; somebody else's is missing. */
export function wait(wizard) {
  wizard.show(
    t("Your key is made"),
    stepList(0),
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
    { class: "key-words-list", "aria-label": t("The words") },
    text.split(" ").map((word) => h("li", {}, word)),
  );
}

/** A box to tick: {tick: the input, box: the field}. */
export function tickBox(id, label) {
  const tick = h("input", { type: "checkbox", id });
  return { tick, box: h("div", { class: "field choices" }, h("div", {}, tick, h("label", { for: id }, label))) };
}

/** Compare the words. */
export function words(wizard) {
  const { words: shown } = wizard.told;
  const { tick, box } = tickBox("same-words", t("We compared all sixteen words. They are the same for everybody."));
  const form = workForm(t("The words are the same: go on"), [box], async () => {
    if (!tick.checked) throw new InputError("same-words", t("Compare the words first, then tick the box."));
    await wizard.agree(shown);
  });
  wizard.show(
    t("Compare the words"),
    stepList(1),
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
    form,
    wizard.progress.element,
    wizard.status.element,
    offlineSection(wizard),
  );
}

/** Everything runs by itself. */
export function work(wizard) {
  const { words: compared } = wizard.told;
  wizard.show(
    t("The key is being made"),
    stepList(2),
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
  const typed = field("passphrase", t("Your key’s passphrase"), { type: "password", autocomplete: "current-password" });
  const form = workForm(t("Go on"), [typed.element], async () => {
    if (typed.input.value === "") throw new InputError("passphrase", t("Type your passphrase."));
    try {
      await wizard.unlock(typed.input.value, report);
    } catch (error) {
      if (error.message !== "PassphraseError") throw error;
      throw new InputError("passphrase", t("This is not the passphrase of your key."));
    }
  });
  const made = wizard.told.done;
  wizard.show(
    t("Go on with your key"),
    stepList(made ? 3 : countSteps(wizard.told)),
    paragraph(t("You began on this device. Your key is kept here, locked with the passphrase that you chose for it.")),
    form,
    element,
    made
      ? actions(button(t("I have saved and printed it already"), () => wizard.rehearse(true), "secondary"))
      : paragraph(t("If you do not know the passphrase any more, ask the committee to start over.")),
    wizard.status.element,
  );
}
