// The wizard's pages for what can go wrong while the key is made. Each is a function of the wizard
// (wizard.js).

import { t } from "../../i18n.js";
import { actions, button, h } from "../../ui/dom.js";
import { describeError } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { offlineSection } from "./offline.js";
import { countSteps } from "./making.js";
import { describeStep, nameOf, wizardSteps } from "./status.js";

/** The own key was begun elsewhere. */
export function absent(wizard) {
  const why = t(
    "You began making your key on another device, in another browser, or by " +
      "the command line. Go on there: nobody can go on without the part that " +
      "was made there, and it never left that device.",
  );
  const otherwise = t(
    "If that device is lost or its memory was cleared, ask the committee to start over. All " +
      "of you then make new keys; nothing is lost, because voting has not begun.",
  );
  wizard.show(
    t("Your key is not on this device"),
    wizardSteps(countSteps(wizard.told)),
    [why, otherwise].map((text) => paragraph(text)),
    wizard.status.element,
    offlineSection(wizard, true),
  );
}

/** The committee started over. */
export function renewed(wizard) {
  const task = wizard.renewed;
  wizard.show(
    t("The key is made anew"),
    paragraph(
      t("The committee started over: this is attempt number {attempt}. What was made before is worth nothing now.", {
        attempt: task.attempt,
      }),
    ),
    h(
      "p",
      { class: "warning" },
      t(
        "Destroy the earlier file and the earlier printed page, if you have any, so that nobody confuses them with the new ones.",
      ),
    ),
    actions(button(t("Go on to the new key"), () => wizard.enter(task, true).catch((error) => wizard.handle(error)))),
  );
}

/** A complaint was proven, or the server says so: this attempt is over. */
export function failed(wizard) {
  const advice = t(
    "Talk to the committee. They start over, with the same people or with others. " +
      "Leave this page open or come back later: it will lead you on.",
  );
  wizard.show(
    t("The key could not be made"),
    h("p", { class: "warning" }, describeFailure(wizard)),
    paragraph(advice),
    wizard.status.element,
  );
}

function describeFailure({ task, told }) {
  const { trustee, step: failedStep } = told.failure ?? task.failure;
  const step = describeStep(failedStep);
  if (trustee === task.position) return t("What your own software sent was wrong, in the step “{step}”.", { step });
  const name = nameOf(task, trustee);
  return t("What {name} sent was wrong, in the step “{step}”. This was proven to everybody.", { name, step });
}

/** What the server says does not pass the checks; nothing more leaves this browser. */
export function fault(wizard) {
  const { details } = wizard.fault;
  const advice = t(
    "Nothing more was sent, and nothing of your key has left this browser. Show this page to the " +
      "committee and to the other trustees: somebody made a mistake, or the server is not honest.",
  );
  wizard.show(
    t("Do not go on"),
    h("p", { class: "warning" }, describeFault(wizard)),
    details ? h("p", { class: "small" }, h("code", {}, `${details.code}: ${details.message}`)) : null,
    paragraph(advice),
    actions(button(t("Check again"), () => window.location.reload(), "secondary")),
  );
}

function describeFault({ task, fault: error }) {
  const { message, details } = error;
  if (details) {
    const [name, step] = [nameOf(task, details.trustee), describeStep(details.step)];
    return t("The message of {name} in the step “{step}” does not pass the checks of your browser.", { name, step });
  }
  switch (message) {
    case "StoryError":
      return t("The server tells now what it did not tell before: messages were changed or exchanged.");
    case "OwnMessageError":
      return t("The server shows messages under your name that are not yours.");
    default:
      return describeError(error);
  }
}

/** The session is over; the key stays in this browser. */
export function signedOut(wizard) {
  wizard.show(
    t("You are signed out"),
    paragraph(
      t(
        "Your session has ended. Sign in again and go on: your key is still in this browser, locked with your passphrase.",
      ),
    ),
    actions(h("a", { class: "button", href: `${wizard.root.dataset.home}/sign-in` }, t("Sign in again"))),
  );
}

/** The server does not know this page any more: signed in anew elsewhere, or trustees removed. */
export function stale(wizard) {
  wizard.show(
    t("Reload this page"),
    paragraph(wizard.outdated.message),
    paragraph(t("Nothing is lost: your key is still in this browser, locked with your passphrase.")),
    actions(button(t("Reload"), () => window.location.reload())),
  );
}

/** The browser keeps nothing (a private window, or its memory is off). */
export function noMemory(wizard) {
  wizard.show(
    t("This browser keeps nothing"),
    paragraph(
      t(
        "Your key must be kept in this browser until it is saved and printed, and this browser " +
          "refuses to. Do not use a private window; or take another browser, sign in there, and go on.",
      ),
    ),
  );
}

/** Another tab works on the same key. */
export function elsewhere(wizard) {
  wizard.show(
    t("This page is open twice"),
    paragraph(
      t("Another tab or window of this browser works on your key. Go on there, or close it and reload this page."),
    ),
    actions(button(t("Reload"), () => window.location.reload(), "secondary")),
  );
}
