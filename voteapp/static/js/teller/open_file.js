// Slips from the file that was saved earlier.

import { t } from "../i18n.js";
import { h } from "../ui/dom.js";
import { fileAndPassphrase, workForm } from "../ui/forms.js";

/** The form; `next()` is called with the slips opened and their pages laid out. */
export function openForm(page, next) {
  const { element, run } = page.createRun(t("Progress of opening the file"));
  const source = fileAndPassphrase(t("The saved file of codes"), "open-");
  const form = workForm(t("Open the file"), source.elements, async () => {
    await run("open", await source.read());
    await next();
  });
  return h("div", {}, form, element);
}
