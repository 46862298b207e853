// What a teller must know of the paper, before the printer starts.

import { t } from "../i18n.js";
import { h } from "../ui/dom.js";
import { tickBox } from "../ui/forms.js";
import { paragraph } from "../ui/frame.js";

/** What had to be cut, and whether each sheet is followed by an empty page. `page` is the Teller
 * object of main.js. */
export function paperPart(page) {
  const { tick, box } = tickBox("one-side", t("This printer prints on one side only: leave the empty pages out"));
  tick.addEventListener("change", () => page.sheets.classList.toggle("one-side", tick.checked));
  page.sheets.classList.remove("one-side");
  const cut = t("A text is too long for the slip: there it ends with “…”. Look at one slip before you print all.");
  const backs = t(
    "An empty page follows each sheet. If your printer uses both sides of the paper, the backs stay empty and no " +
      "two slips share a piece of paper.",
  );
  return [page.made.isCut ? h("div", { class: "notice" }, paragraph(cut)) : null, paragraph(backs), box];
}
