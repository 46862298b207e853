// Trying the key of the one trustee, and the end. `page` is the Keys object of main.js.

import { t } from "../../i18n.js";
import { actions, h, savePart } from "../../ui/dom.js";
import { InputError, workForm } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { fileProgress } from "./progress.js";
import { createTrial } from "./trial.js";

/** Try the key from the file or from the printed page. */
export function showRehearse(page) {
  const { element, report } = fileProgress();
  const what = t(
    "Open the key once more, from the saved file or from the printed page. Your browser then " +
      "solves a small exercise with it. Voting cannot open before this has worked.",
  );
  const lost = t("The key is lost or does not work: make another key");
  page.show(
    t("Try the key"),
    2,
    paragraph(what),
    trialForm(page, report),
    element,
    h("p", { class: "small" }, h("a", { href: page.root.dataset.remove }, lost)),
  );
}

function trialForm(page, report) {
  const trial = createTrial();
  return workForm(t("Try the key"), [trial.element], async () => {
    const input = await trial.read();
    let made;
    try {
      made = await page.rehearse(input, report);
    } catch (error) {
      throw explain(error, trial);
    }
    await page.pass(made.answer);
    showDone(page, made.file);
  });
}

function explain(error, trial) {
  if (error.message === "OtherChallengeError") {
    const text = t(
      "The server asked for another exercise than the one that follows from your key. Nothing was sent. Tell the committee.",
    );
    return new InputError(null, text);
  }
  return trial.explain(error, {
    OtherKeyError: t("This is another key. Choose the one that you saved for this campaign."),
  });
}

/** The key works. `file`: a new one, made from the printed page, or null. */
export function showDone(page, file = null) {
  const advice = t(
    "The key was opened and passed the rehearsal. Keep the file and the passphrase apart from " +
      "each other, and the printed page in its envelope, until voting has closed.",
  );
  page.show(
    t("The key works"),
    3,
    h("div", { class: "panel" }, paragraph(advice)),
    file === null ? null : newFilePart(page, file),
    actions(h("a", { class: "button", href: page.root.dataset.campaign }, t("Back to the campaign"))),
  );
}

function newFilePart({ fileName }, file) {
  const { save, copy } = savePart(t("Save the new file"), () => ({ name: fileName, data: file }));
  return [
    paragraph(t("Here is a new file of the key, locked with the passphrase that you have just chosen.")),
    actions(save),
    copy,
  ];
}
