// Making the key of the one trustee, saving it and printing it. `page` is the Keys object of main.js.

import { t } from "../../i18n.js";
import { actions, button, savePart } from "../../ui/dom.js";
import { newPassphrase, workForm } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { fileProgress } from "./progress.js";
import { createPaper, describeTrustee, handwriting, placePaper } from "./paper.js";
import { showRehearse } from "./rehearse.js";

/** Nothing was made yet. */
export function showMake(page) {
  const { element, report } = fileProgress();
  const passphrase = newPassphrase();
  const form = workForm(t("Make the key"), passphrase.elements, async () => {
    showSave(page, await page.make(passphrase.read(), report));
  });
  const what = t(
    "This key opens the totals, and only the totals, after voting has closed. " +
      "It is made here, in your browser; the server never gets it.",
  );
  const without = t(
    "Without the key’s file and its passphrase nobody can ever open the result: choose a passphrase that you will still know then.",
  );
  const named = t("Once it is made, everybody can read that you are the trustee of this vote.");
  page.show(t("Make the key"), 0, paragraph(what), paragraph(without), paragraph(named), form, element);
}

/** The printed page; the committee's one key has no trustee's name. */
function placePage({ task, root }, made) {
  const view = {
    title: task.title,
    organizer: t("Campaign {code}", { code: task.code }),
    name: t("the committee"),
    ...describeTrustee(1),
    words: null,
    together: t("After voting has closed, the totals of this vote are opened with this key alone."),
    address: window.location.origin + root.dataset.campaign,
  };
  placePaper(createPaper(view, made));
}

/** The button that saves the file, and the way on, which it opens. */
function createSaving(page, made) {
  const file = () => ({ name: page.fileName, data: made.file });
  const { save, copy } = savePart(t("Save the key’s file"), file, "", () => (next.hidden = false));
  const next = workForm(t("I have the file: go on"), [], async () => {
    await page.publish(made.publicKey);
    showRehearse(page);
  });
  next.hidden = true;
  return { save, copy, next };
}

function showSave(page, made) {
  placePage(page, made);
  const { save, copy, next } = createSaving(page, made);
  const printed = t(
    "A printed page brings the key back if the file or its passphrase is lost. It " +
      "can be printed only now. Put it into a sealed envelope at once.",
  );
  page.show(
    t("Save the file"),
    1,
    paragraph(t("Save the file on a stick, and copy it to a second one that is kept in another place.")),
    actions(save),
    copy,
    paragraph(printed),
    actions(button(t("Print the page"), () => window.print(), "secondary")),
    handwriting(made.code),
    next,
  );
}
