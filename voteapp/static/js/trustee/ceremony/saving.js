// The wizard's page on which the finished key is saved and printed.

import { t } from "../../i18n.js";
import { actions, button, h, savePart } from "../../ui/dom.js";
import { paragraph } from "../../ui/frame.js";
import { wizardSteps } from "./status.js";
import { createPaper, describeTrustee, handwriting, placePaper } from "../key/paper.js";

/** The name under which a trustee's key is saved. */
export function fileName({ code, position }) {
  return `trustee-key-${code}-${position}.json`;
}

/** Where this trustee comes back to. */
export function homeAddress({ root }) {
  return window.location.origin + root.dataset.home;
}

function describeUse({ kind, size, threshold }) {
  return kind === "single"
    ? t(
        "After voting has closed, the totals of this vote are opened with the keys of several trustees. This one is always needed.",
      )
    : t(
        "After voting has closed, any {threshold} of the {size} trustees open the " +
          "totals of this vote together. This is one trustee’s part.",
        { threshold, size },
      );
}

/** The way on, open once the key was saved and printed: {what, next, mark(kind)}. */
function createWayOn(wizard) {
  const have = { saved: false, printed: false };
  const what = h("p", { id: "what-is-left" }, t("First save the file, and print the page or write the code down."));
  const next = button(t("I have both: go on"), () => {
    placePaper(null);
    wizard.rehearse(true);
  });
  next.disabled = true;
  next.setAttribute("aria-describedby", "what-is-left");
  const mark = (kind) => {
    have[kind] = true;
    if (!have.saved || !have.printed) return;
    next.disabled = false;
    what.textContent = t("Make sure that you really have both: after the rehearsal this browser forgets your key.");
  };
  return { what, next, mark };
}

/** `mark(kind)`: it was "saved", or "printed" (or written down). */
function fileSection({ task, key: { finished } }, mark) {
  const name = fileName(task);
  const whereTo = h("p", { role: "status", "aria-live": "polite", hidden: true });
  const file = () => ({ name, data: finished.file });
  const { save: saving, copy } = savePart(t("Save the key’s file"), file, "", () => {
    whereTo.hidden = false;
    whereTo.textContent = t("Your browser has saved it under the name {name}, most likely among your downloads.", {
      name,
    });
    mark("saved");
  });
  return [
    h("h2", {}, t("1. The file")),
    paragraph(t("Save it on a stick or on a device of your own. Your passphrase opens it.")),
    actions(saving),
    whereTo,
    copy,
  ];
}

function paperSection({ key: { finished } }, mark) {
  const byHand = handwriting(finished.code);
  byHand.addEventListener("toggle", () => byHand.open && mark("printed"));
  const print = () => {
    window.print();
    mark("printed");
  };
  return [
    h("h2", {}, t("2. The printed page")),
    paragraph(
      t(
        "It brings your key back without file and passphrase. Print it at home or on a " +
          "printer that keeps nothing, and put it into a sealed envelope at once.",
      ),
    ),
    actions(button(t("Print the page"), print)),
    byHand,
  ];
}

/** Save the file and print the page. */
export function save(wizard) {
  const { task, key, told } = wizard;
  const whose = describeTrustee(task.position);
  const view = { ...task, ...whose, together: describeUse(task), address: homeAddress(wizard), words: told.words };
  placePaper(createPaper(view, key.finished));
  const { what, next, mark } = createWayOn(wizard);
  const made = t("The key is made. Now keep your part of it twice, so that one of the two may be lost.");
  wizard.show(
    t("Save and print your key"),
    wizardSteps(3),
    h("div", { class: "panel" }, paragraph(made)),
    fileSection(wizard, mark),
    paperSection(wizard, mark),
    h("h2", {}, t("3. Go on")),
    what,
    actions(next),
    wizard.status.element,
  );
}
