// Making the slips and saving their file. `page` is the Teller object of main.js.

import { t } from "../i18n.js";
import { actions, button, h, savePart } from "../ui/dom.js";
import { newPassphrase, workForm } from "../ui/forms.js";
import { paragraph } from "../ui/frame.js";
import { openForm } from "./open_file.js";
import { showPrint } from "./print.js";

/** Nothing was made yet. */
export function showMake(page) {
  const what = t(
    "Your browser makes the codes. The server never sees them; it only learns which codes are good, without being able to use them.",
  );
  page.show(
    t("Make the slips"),
    page.steps(0),
    paragraph(what),
    paragraph(t("First choose a passphrase for the file in which your browser saves the codes.")),
    makeForm(page),
    h(
      "details",
      {},
      h("summary", {}, t("Go on with a file that was saved earlier")),
      openForm(page, () => showPrint(page)),
    ),
  );
}

function makeForm(page) {
  const { slips: count, leaves } = page.task;
  const { element, run } = page.createRun(t("Progress"));
  const passphrase = newPassphrase();
  const form = workForm(t("Make {count} slips", { count }), passphrase.elements, async () => {
    const [leaf] = leaves[0];
    await run("make", { count, leaf, passphrase: passphrase.read() });
    showSave(page);
  });
  return [form, element];
}

function showSave(page) {
  const next = button(t("I have the file: go on"), () => showPrint(page));
  next.disabled = true;
  const file = () => ({ name: `slips-${page.task.code}.json`, data: page.made.file });
  const { save, copy } = savePart(t("Save the file"), file, "", () => (next.disabled = false));
  const what = t(
    "With this file and its passphrase the slips can be printed again until voting opens. " +
      "Whoever has both can vote with every slip: keep it on a stick, and destroy it at opening.",
  );
  page.show(t("Save the file"), page.steps(1), paragraph(what), actions(save, next), copy);
}
