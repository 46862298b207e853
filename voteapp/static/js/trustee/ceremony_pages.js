// The wizard's pages from making one's key to the end of the ceremony, and those for what can go
// wrong on the way. Each is a function of the wizard (trustee/ceremony.js).

import { t } from "../i18n.js";
import { describeError, field, InputError, newPassphrase, postJson, RefusedError, workForm } from "../ui/committee.js";
import { actions, button, h } from "../ui/dom.js";
import { offlineSection } from "./ceremony_offline.js";
import { describeStep, nameOf, stepList } from "./ceremony_status.js";
import { createVerifiers, recallWay } from "./sign_in_jobs.js";

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
    type: "password", autocomplete: "current-password", hint: t("The one that you sign in with. It will open your key’s file, too."),
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
    const record = await wizard.inTurn(() => wizard.jobs.run("make", { passphrase: text }, report));
    await wizard.keep(record);
    wizard.unlocked = true;
    await wizard.listen(wizard.task);
  });
  wizard.show(t("Make your key"), stepList(0),
    wizard.task.attempt > 1 ? h("p", { class: "inset" }, t("This is attempt number {attempt}. Destroy whatever you saved or printed in an earlier one.", { attempt: wizard.task.attempt })) : null,
    paragraph(t("Your browser makes your part of the key. It stays on this device, locked with your passphrase; the server never gets it.")),
    paragraph(t("Take about ten minutes, stay on this device, and leave this page open. If it closes, come back here and go on.")),
    form, element, wizard.status.element, offlineSection(wizard));
}

/** The own key is made; somebody else's is missing. */
export function wait(wizard) {
  wizard.show(t("Your key is made"), stepList(0),
    paragraph(t("Leave this page open. As soon as everybody has made their key, you compare some words with each other.")),
    wizard.progress.element, wizard.status.element, offlineSection(wizard));
}

function wordList(words) {
  return h("ol", { class: "key-words-list", "aria-label": t("The words") }, words.split(" ").map((word) => h("li", {}, word)));
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
    wizard.compared = shown;
    await wizard.listen(wizard.task);
  });
  wizard.show(t("Compare the words"), stepList(1),
    paragraph(t("One of you reads these sixteen words aloud, in one room, or on a call in which you know each other’s voices. Everybody compares them with their own page. The committee’s page shows them, too.")),
    wordList(shown),
    paragraph(t("If a single word differs, stop: do not go on, and tell the committee. Somebody may be putting a key of their own between you.")),
    form, wizard.progress.element, wizard.status.element, offlineSection(wizard));
}

/** Everything runs by itself. */
export function work(wizard) {
  const { words: compared } = wizard.told;
  wizard.show(t("The key is being made"), stepList(2),
    paragraph(t("There is nothing for you to do. Your browser checks what the others send and answers by itself. Leave this page open until it says that the key is made.")),
    wizard.progress.element, wizard.status.element,
    compared === null ? null : h("details", {}, h("summary", {}, t("The words that you compared")), wordList(compared)));
}

/** How many of the wizard's steps are behind this trustee, before the key is made. */
function countSteps({ given }) {
  return given.includes("commit") ? 2 : Math.min(given.length, 1);
}

/** The tab was closed in between: the passphrase opens what this browser kept. */
export function unlock(wizard) {
  const { element, report } = wizard.progress;
  const typed = field("passphrase", t("Your key’s passphrase"), { type: "password", autocomplete: "current-password" });
  const form = workForm(t("Go on"), [typed.element], async () => {
    if (typed.input.value === "") throw new InputError("passphrase", t("Type your passphrase."));
    const input = { record: wizard.record, passphrase: typed.input.value };
    try {
      await wizard.inTurn(() => wizard.jobs.run("unlock", input, report));
    } catch (error) {
      if (error.message === "PassphraseError") throw new InputError("passphrase", t("This is not the passphrase of your key."));
      if (error.message !== "OwnMessageError" && error.message !== "StoryError") throw error;
      wizard.fault = error;
    }
    wizard.unlocked = true;
    await wizard.listen(wizard.task);
  });
  const made = wizard.told.done;
  wizard.show(t("Go on with your key"), stepList(made ? 3 : countSteps(wizard.told)),
    paragraph(t("You began on this device. Your key is kept here, locked with the passphrase that you chose for it.")),
    form, element,
    made ? actions(button(t("I have saved and printed it already"), () => {
      wizard.rehearsing = true;
      wizard.render();
    }, "secondary")) : paragraph(t("If you do not know the passphrase any more, ask the committee to start over.")),
    wizard.status.element);
}

/** The own key was begun elsewhere. */
export function absent(wizard) {
  wizard.show(t("Your key is not on this device"), stepList(countSteps(wizard.told)),
    paragraph(t("You began making your key on another device, in another browser, or by the command line. Go on there: nobody can go on without the part that was made there, and it never left that device.")),
    paragraph(t("If that device is lost or its memory was cleared, ask the committee to start over. All of you then make new keys; nothing is lost, because voting has not begun.")),
    wizard.status.element, offlineSection(wizard, true));
}

/** The committee started over. */
export function renewed(wizard) {
  const task = wizard.renewed;
  wizard.show(t("The key is made anew"),
    paragraph(t("The committee started over: this is attempt number {attempt}. What was made before is worth nothing now.", { attempt: task.attempt })),
    h("p", { class: "warning" }, t("Destroy the earlier file and the earlier printed page, if you have any, so that nobody confuses them with the new ones.")),
    actions(button(t("Go on to the new key"), () => wizard.enter(task, true).catch((error) => wizard.handle(error)))));
}

/** A complaint was proven, or the server says so: this attempt is over. */
export function failed(wizard) {
  const { trustee, step } = wizard.told.failure ?? wizard.task.failure;
  const own = trustee === wizard.task.position;
  wizard.show(t("The key could not be made"),
    h("p", { class: "warning" }, own
      ? t("What your own software sent was wrong, in the step “{step}”.", { step: describeStep(step) })
      : t("What {name} sent was wrong, in the step “{step}”. This was proven to everybody.", { name: nameOf(wizard.task, trustee), step: describeStep(step) })),
    paragraph(t("Talk to the committee. They start over, with the same people or with others. Leave this page open or come back later: it will lead you on.")),
    wizard.status.element);
}

/** What the server says does not pass the checks; nothing more leaves this browser. */
export function fault(wizard) {
  const { message, details } = wizard.fault;
  const named = details === null || details === undefined ? null : nameOf(wizard.task, details.trustee);
  const texts = {
    StoryError: t("The server tells now what it did not tell before: messages were changed or exchanged."),
    OwnMessageError: t("The server shows messages under your name that are not yours."),
  };
  const text = named === null
    ? texts[message] ?? describeError(wizard.fault)
    : t("The message of {name} in the step “{step}” does not pass the checks of your browser.", { name: named, step: describeStep(details.step) });
  wizard.show(t("Do not go on"),
    h("p", { class: "warning" }, text),
    details ? h("p", { class: "small" }, h("code", {}, `${details.code}: ${details.message}`)) : null,
    paragraph(t("Nothing more was sent, and nothing of your key has left this browser. Show this page to the committee and to the other trustees: somebody made a mistake, or the server is not honest.")),
    actions(button(t("Check again"), () => window.location.reload(), "secondary")));
}

/** The session is over; the key stays in this browser. */
export function signedOut(wizard) {
  wizard.show(t("You are signed out"),
    paragraph(t("Your session has ended. Sign in again and go on: your key is still in this browser, locked with your passphrase.")),
    actions(h("a", { class: "button", href: `${wizard.root.dataset.home}/sign-in` }, t("Sign in again"))));
}

/** The server does not know this page any more: signed in anew elsewhere, or trustees removed. */
export function stale(wizard) {
  wizard.show(t("Reload this page"),
    paragraph(wizard.outdated.message),
    paragraph(t("Nothing is lost: your key is still in this browser, locked with your passphrase.")),
    actions(button(t("Reload"), () => window.location.reload())));
}

/** The browser keeps nothing (a private window, or its memory is off). */
export function noMemory(wizard) {
  wizard.show(t("This browser keeps nothing"),
    paragraph(t("Your key must be kept in this browser until it is saved and printed, and this browser refuses to. Do not use a private window; or take another browser, sign in there, and go on.")));
}

/** Another tab works on the same key. */
export function elsewhere(wizard) {
  wizard.show(t("This page is open twice"),
    paragraph(t("Another tab or window of this browser works on your key. Go on there, or close it and reload this page.")),
    actions(button(t("Reload"), () => window.location.reload(), "secondary")));
}
