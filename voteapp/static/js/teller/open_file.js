// Slips from the file that was saved earlier.

import { t } from "../i18n.js";
import { h } from "../ui/dom.js";
import { fileAndPassphrase, workForm } from "../ui/forms.js";

/** The form; `job`: what the worker does with the file ("open", "print"); `next(made)` gets what it found. */
export function openForm(page, job, next) {
  const { element, run } = page.createRun(t("Progress of opening the file"));
  const source = fileAndPassphrase(t("The saved file of codes"), "open-");
  const form = workForm(t("Open the file"), source.elements, async () => {
    await next(await run(job, await source.read()));
  });
  return h("div", {}, form, element);
}
