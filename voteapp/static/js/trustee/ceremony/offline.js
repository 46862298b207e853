// Taking part without this browser: the messages as a folder for the command line, and the one
// message that it made; at the end its answer to the rehearsal.

import { t } from "../../i18n.js";
import { actions, h } from "../../ui/dom.js";
import { fileField, finalForm, InputError } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { postJson } from "../../ui/requests.js";

/** The section; `open`: unfolded. */
export function offlineSection(wizard, open = false) {
  const file = fileField("message", t("The message’s file"));
  const form = finalForm(t("Send this message"), [file.element], async () => {
    const bytes = await file.read();
    const step = wizard.told.owed;
    if (step === null) throw new InputError("message", t("You have said everything already."));
    await wizard.say(step, bytes);
  });
  const explanation = t(
    "Who makes the key on a computer that is never on the network uses the command “voteapp trustee " +
      "ceremony” there. Carry the folder to it, and each message that it makes back to here.",
  );
  return section(wizard, open, explanation, form);
}

/**
 * The section of who made the key without this browser, when the key is to be tried: nothing of it
 * is kept here, so nothing has to be forgotten.
 */
export function offlineRehearsal(wizard) {
  const file = fileField("answer", t("The answer’s file"));
  const form = finalForm(t("Send this answer"), [file.element], async () => {
    await wizard.listen(await postJson(`${wizard.base}/rehearsal`, await file.read()));
  });
  const explanation = t(
    "Whose key is on another computer tries it there with the command “voteapp trustee " +
      "check”. Its option --answer writes the answer; bring that file here.",
  );
  return section(wizard, false, explanation, form);
}

function section({ base }, open, explanation, form) {
  const words = t("Download the folder of all messages");
  return h(
    "details",
    { open },
    h("summary", {}, t("Work without this browser")),
    paragraph(explanation),
    actions(h("a", { class: "button secondary", href: `${base}/folder.zip`, download: true }, words)),
    form,
  );
}
