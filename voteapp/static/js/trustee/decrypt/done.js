// This trustee's part is done: the totals are open, or other trustees' parts are missing. `page` is
// the Decrypt object of main.js.

import { t, tn } from "../../i18n.js";
import { actions, h } from "../../ui/dom.js";
import { paragraph } from "../../ui/frame.js";
import { countMissingParts, createPeople } from "./people.js";
import { liveLine, pause } from "./waiting.js";

/** What there is to say after the own part. */
export function showDone(page) {
  if (page.task.state !== "published" && countMissingParts(page.task) > 0) {
    waitForParts(page);
    return;
  }
  page.show(
    t("The totals are open"),
    page.skipped(),
    h("div", { class: "panel" }, paragraph(describeEnd(page.task.elections))),
    actions(page.home()),
  );
}

function describeEnd(elections) {
  return elections.some((e) => e.decryption_posted)
    ? t("You have done your part. The results are public now.")
    : t("Enough other trustees have opened them; your key was not needed. The results are public now.");
}

async function waitForParts(page) {
  const people = createPeople();
  const line = liveLine();
  const what = t("The totals open when enough trustees have done the same. You can close this page.");
  const live = [line.element, people.element];
  page.show(t("Your part is done"), page.skipped(), paragraph(what), live, actions(page.home()));
  while (countMissingParts(page.task) > 0 && !page.task.impossible) {
    const missing = countMissingParts(page.task);
    line.say(tn("Waiting for {count} more trustee.", "Waiting for {count} more trustees.", missing));
    people.update(page.task);
    await pause();
    await page.refresh().catch(() => {});
  }
  page.start();
}
