// The own part is done: the totals are open, or other people's parts are missing. `page` is the Decrypt object of main.js.

import { t, tn } from "../../i18n.js";
import { actions, button, h } from "../../ui/dom.js";
import { paragraph } from "../../ui/frame.js";
import { showConfirmed, showLook } from "../confirming/pages.js";
import { countMissingParts, createPeople } from "../desk/people.js";
import { liveLine, pause } from "../desk/waiting.js";
import { createMirrorSection } from "./mirrors.js";

/** What there is to say after the own part. */
export function showDone(page) {
  if (page.task.state !== "published" && countMissingParts(page.task) > 0) waitForParts(page);
  else if (page.unconfirmed.length === 0 && page.task.elections.some((e) => e.confirmed)) showConfirmed(page);
  else showOpen(page);
}

function showOpen(page) {
  const look = async () => {
    await page.begin();
    showLook(page);
  };
  const left = t("One thing is left: look at the result, and sign that it is the one that you see.");
  const isAsked = page.unconfirmed.length > 0;
  page.show(
    t("The totals are open"),
    page.skipped(),
    h("div", { class: "panel" }, paragraph(describeEnd(page))),
    isAsked ? paragraph(left) : null,
    actions(isAsked ? button(t("Look at the result"), look) : null, page.home(isAsked ? "secondary" : "")),
  );
}

function describeEnd({ task, isWitness }) {
  if (isWitness) return t("The results are public now.");
  return task.elections.some((e) => e.decryption_posted)
    ? t("You have done your part. The results are public now.")
    : t("Enough other trustees have opened them; your key was not needed. The results are public now.");
}

function describeWaiting({ isWitness }) {
  return isWitness
    ? t(
        "You signed that voting is over. The trustees open the totals; come back for the result. You can close this page.",
      )
    : t("The totals open when enough trustees have done the same. You can close this page.");
}

async function waitForParts(page) {
  const people = createPeople();
  const mirrors = createMirrorSection(page);
  const line = liveLine();
  const title = page.isWitness ? t("Signed") : t("Your part is done");
  const what = paragraph(describeWaiting(page));
  page.show(title, page.skipped(), what, line.element, people.element, mirrors.element, actions(page.home()));
  while (countMissingParts(page.task) > 0 && !page.task.impossible) {
    const missing = countMissingParts(page.task);
    line.say(tn("Waiting for {count} more trustee.", "Waiting for {count} more trustees.", missing));
    people.update(page.task);
    mirrors.update();
    await pause();
    await page.refresh().catch(() => {});
  }
  page.start();
}
