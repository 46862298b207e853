// The server knows the slips: printing them again, destroying their file. `page` is the Teller
// object of main.js.

import { t } from "../i18n.js";
import { actions, h } from "../ui/dom.js";
import { finalForm } from "../ui/forms.js";
import { paragraph } from "../ui/frame.js";
import { openForm } from "./open_file.js";

/** Nothing has to be made any more. */
export function showPosted(page) {
  const { slips: count, reprints, destroyed_by: name } = page.task;
  const ready = t("The slips are ready: {count}. Give the box and its cover sheet to the stewards.", { count });
  page.show(
    t("Slips"),
    h("div", { class: "panel" }, paragraph(ready)),
    reprints > 0 ? paragraph(t("Slips printed again so far: {count}.", { count: reprints })) : null,
    name ? paragraph(t("The file of codes was destroyed; {name} confirmed it.", { name })) : fileParts(page),
    actions(h("a", { class: "button", href: page.root.dataset.campaign }, t("Back to the campaign"))),
  );
}

/** The file is there still. */
function fileParts(page) {
  return [["fixing", "ready"].includes(page.task.state) ? printAgainPart(page) : null, destroyPart(page)];
}

function printAgainPart(page) {
  const again = openForm(page, async () => {
    window.print();
    await page.report("reprint", JSON.stringify({ slips: page.made.slips.length }));
    showPosted(page);
  });
  const what = t(
    "Only until voting opens. It is written down that slips were printed " +
      "again. Take the first print out of the box and destroy it.",
  );
  return [h("h2", {}, t("Print again")), paragraph(what), again];
}

function destroyPart(page) {
  const destroy = finalForm(t("The file is destroyed"), [], async () => {
    await page.report("destroyed", "{}");
    page.clearSheets();
    showPosted(page);
  });
  const what = t(
    "Before voting opens, delete the file from the stick and every other place. " +
      "Then confirm it here: the page of the campaign says who did.",
  );
  return [h("h2", {}, t("Destroy the file")), paragraph(what), destroy];
}
