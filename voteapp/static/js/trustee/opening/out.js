// Who takes no part in closing says so before, signed: then fewer of the others are enough. `page` is the Decrypt object of
// decrypt/main.js.

import { t } from "../../i18n.js";
import { actions, h } from "../../ui/dom.js";
import { finalForm, InputError, tickBox } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { createOpeners } from "../desk/people.js";
import { describeCheck, describeOther } from "../desk/problems.js";
import { unlock } from "../desk/unlocking.js";
import { createProgress } from "../desk/views.js";
import { createKeySource } from "../key/source.js";
import { readSetup } from "./setup.js";

/** The form; nothing where no such statement would be taken. */
export function createOutSection(page) {
  if (page.task.out_text === null || page.isAlone) return null;
  const what = t(
    "If you will be away when voting ends, sign that you take no part in closing. Then fewer of the others have to sign. " +
      "It cannot be taken back: your key signs nothing else for this vote.",
  );
  const source = createKeySource({ label: t("The key’s file"), prefix: "out-" });
  const { tick, box } = tickBox("leaving", t("I take no part in closing this vote"));
  const { element, report } = createProgress();
  const form = finalForm(t("Sign that I take no part"), [box, source.element], async () => {
    if (!tick.checked) throw new InputError("leaving", t("Tick the box if you mean it."));
    const found = await readSetup(page, report);
    if (found.refused !== undefined || found.out !== page.task.out_text) {
      page.refuse([[page.task.title, [found.refused === undefined ? describeOther() : describeCheck(found.refused)]]]);
      return;
    }
    await unlock(page, source, report, "out-");
    const { statement } = await page.jobs.run("out", { signer: page.signer });
    await page.post("out", statement);
    showOut(page);
  });
  return h("details", {}, h("summary", {}, t("I will be away")), paragraph(what), form, element);
}

/** Who asks takes no part in closing. */
export function showOut(page) {
  const what = t("You signed that you take no part in closing this vote. Nothing more is asked of you.");
  const people = createOpeners();
  people.update(page.task);
  page.show(t("You take no part"), paragraph(what), people.element, actions(page.home()));
}
