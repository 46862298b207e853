// Taking part without this browser: the messages as a folder for the command line, and the one
// message that it made; at the end its answer to the rehearsal.

import { t } from "../../i18n.js";
import { field, InputError, postJson, readFile, workForm } from "../../ui/committee.js";
import { actions, h } from "../../ui/dom.js";

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
  return section(
    wizard,
    open,
    h(
      "p",
      {},
      t(
        "Who makes the key on a computer that is never on the network uses the command “voteapp trustee " +
          "ceremony” there. Carry the folder to it, and each message that it makes back to here.",
      ),
    ),
    form,
  );
}

/**
 * The section of who made the key without this browser, when the key is to be tried: nothing of it
 * is kept here, so nothing has to be forgotten.
 */
export function offlineRehearsal(wizard) {
  const file = field("answer", t("The answer’s file"), { type: "file", accept: ".json,application/json" });
  const form = workForm(t("Send this answer"), [file.element], async () => {
    const bytes = await readFile(file.input);
    if (bytes === null) throw new InputError("answer", t("Choose the file."));
    await wizard.listen(await postJson(`${wizard.base}/rehearsal`, bytes));
  });
  return section(
    wizard,
    false,
    h(
      "p",
      {},
      t(
        "Whose key is on another computer tries it there with the command “voteapp trustee " +
          "check”. Its option --answer writes the answer; bring that file here.",
      ),
    ),
    form,
  );
}

function section({ base }, open, explanation, form) {
  return h(
    "details",
    { open },
    h("summary", {}, t("Work without this browser")),
    explanation,
    actions(
      h(
        "a",
        { class: "button secondary", href: `${base}/folder.zip`, download: true },
        t("Download the folder of all messages"),
      ),
    ),
    form,
  );
}
