// The wizard's pages from trying the saved key to the end.

import { t } from "../../i18n.js";
import { actions, button, h, savePart } from "../../ui/dom.js";
import { finalButton, makeFinal } from "../../ui/final.js";
import { workForm } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { postJson } from "../../ui/requests.js";
import { lostSection } from "./lost.js";
import { offlineRehearsal } from "./offline.js";
import { fileName, homeAddress } from "./saving.js";
import { wizardSteps } from "./status.js";
import { createTrial } from "../key/trial.js";

/** Try the key from the file or from the printed page. */
export function rehearse(wizard) {
  const { element, report } = wizard.progress;
  const what = t(
    "Show that you can use your key when it counts: open it from the saved file, " +
      "or from the printed page. Your browser solves a small exercise with it. " +
      "Voting cannot open before enough of you have done this.",
  );
  wizard.show(
    t("Rehearsal"),
    wizardSteps(4),
    paragraph(what),
    trialForm(wizard, report),
    element,
    wizard.status.element,
    wizard.key.record === null ? offlineRehearsal(wizard) : wayBack(wizard),
    lostSection(wizard),
  );
}

function wayBack(wizard) {
  return actions(button(t("Back to saving and printing"), () => wizard.rehearse(false), "secondary"));
}

function trialForm(wizard, report) {
  const trial = createTrial();
  return workForm(t("Try the key"), [trial.element], async () => {
    const input = await trial.read();
    let made;
    try {
      made = await wizard.tryKey(input, report);
    } catch (error) {
      throw trial.explain(error, {
        OtherKeyError: t("This is another key: of another trustee, another vote, or an earlier attempt."),
        ConflictError: t("This file is from the middle of the making. Choose the one that was saved at its end."),
      });
    }
    const task = await postJson(`${wizard.base}/rehearsal`, made.answer);
    await wizard.pass(task, made.file);
  });
}

/** The key came from paper: a new file goes with the new passphrase. */
export function newFile(wizard) {
  wizard.show(
    t("Save the new file"),
    wizardSteps(4),
    h("div", { class: "panel" }, paragraph(t("The printed page works."))),
    paragraph(
      t(
        "Here is a new file of your key, locked with the passphrase that you have just chosen. An earlier file stays good as well.",
      ),
    ),
    newFileActions(wizard),
  );
}

function newFileActions(wizard) {
  const goOn = () => wizard.dropNewFile();
  const next = finalButton(t("I have the file: go on"), goOn);
  next.disabled = true;
  const file = () => ({ name: fileName(wizard.task), data: wizard.newFile });
  const { save: saving, copy } = savePart(t("Save the new file"), file, "", () => (next.disabled = false));
  const words = t("Go on without a file; I keep the printed page");
  const without = makeFinal(h("button", { type: "button", class: "link-button" }, words));
  without.addEventListener("click", goOn);
  return [actions(saving, next), copy, paragraph(without)];
}

/** Everything is done until voting closes. */
export function done(wizard) {
  wizard.show(
    t("Your key works"),
    wizardSteps(6),
    wizard.task.state === "closed" ? whatIsDueNow(wizard) : whatIsDueLater(wizard),
    wizard.status.element,
    lostSection(wizard),
  );
}

function whatIsDueNow({ root }) {
  return [
    paragraph(t("Voting has closed. The totals can be opened now.")),
    actions(h("a", { class: "button", href: root.dataset.decrypt }, t("Open the totals"))),
  ];
}

function whatIsDueLater(wizard) {
  const address = homeAddress(wizard);
  const { position } = wizard.task;
  const kept = t("You have done your part until voting closes. This browser has kept nothing of your key.");
  return [
    h("div", { class: "panel" }, paragraph(kept)),
    paragraph(
      t("After voting has closed, come back with your key, as trustee number {position}, to this address:", {
        position,
      }),
    ),
    h("p", { class: "code", translate: "no" }, h("a", { href: address }, address)),
    paragraph(
      t("Until then keep the file and its passphrase apart from each other, and the printed page in its envelope."),
    ),
  ];
}
