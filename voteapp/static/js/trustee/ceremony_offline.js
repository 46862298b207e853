// Taking part without this browser: the messages as a folder for the command line, and the one
// message that it made.

import { t } from "../i18n.js";
import { field, InputError, readFile, workForm } from "../ui/committee.js";
import { actions, h } from "../ui/dom.js";

/** The section; `open`: unfolded. */
export function offlineSection(wizard, open = false) {
  const file = field("message", t("The message’s file"), { type: "file", accept: ".json,application/json" });
  const form = workForm(t("Send this message"), [file.element], async () => {
    const bytes = await readFile(file.input);
    if (bytes === null) throw new InputError("message", t("Choose the file."));
    const step = wizard.told.owed;
    if (step === null) throw new InputError("message", t("You have said everything already."));
    await wizard.say(step, bytes);
  });
  return h("details", { open }, h("summary", {}, t("Work without this browser")),
    h("p", {}, t("Who makes the key on a computer that is never on the network uses the command “voteapp trustee ceremony” there. Carry the folder to it, and each message that it makes back to here.")),
    actions(h("a", { class: "button secondary", href: `${wizard.base}/folder.zip`, download: true }, t("Download the folder of all messages"))),
    form);
}
