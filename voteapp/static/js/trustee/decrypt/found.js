// What was found in the records, compared with the other trustees; then the key. `page` is the
// Decrypt object of main.js.

import { t } from "../../i18n.js";
import { finalForm, InputError, tickBox } from "../../ui/forms.js";
import { h } from "../../ui/dom.js";
import { paragraph } from "../../ui/frame.js";
import { describeTold, listProblems } from "../desk/problems.js";
import { showDone } from "./done.js";
import { signAll, takeRounds } from "./rounds.js";
import { unlock } from "../desk/unlocking.js";
import { describeStart } from "../desk/waiting.js";
import { createFoundSection, createProgress } from "../desk/views.js";
import { createKeySource } from "../key/source.js";

/** What is about to be opened; or, where anything is wrong, that nothing is. */
export function showFound(page) {
  const rows = page.open.map((item) => [item, page.checked.get(item.uuid)]);
  const faulty = rows
    .map(([item, found]) => [item.title, listProblems(item, found)])
    .filter(([, problems]) => problems.length > 0);
  if (faulty.length > 0) page.refuse(faulty);
  else showRight(page, rows);
}

function showRight(page, rows) {
  const { element, report } = createProgress();
  const told = rows.flatMap(([, found]) => describeTold(found));
  const words = page.isWitness ? sayWitness() : sayTrustee();
  page.show(
    words.title,
    told.map((sentence) => h("div", { class: "warning" }, paragraph(sentence))),
    paragraph(told.length > 0 ? words.warned : words.right),
    rows.map(([, found]) => createFoundSection(found)),
    paragraph(words.next),
    later(page.task),
    page.isAlone ? null : comparing(),
    keyForm(page, words.button, report),
    element,
  );
}

/** What a trustee is told: it signs, and then opens. */
function sayTrustee() {
  return {
    title: t("Open the totals"),
    warned: t("Everything else was checked and is right. The results will say this first. What you are about to open:"),
    right: t("Everything was checked and is right. This is what you are about to open:"),
    next: t(
      "With your key you first sign that voting is over, and then open these totals. The results " +
        "are public as soon as the last key that is needed was used; before that nobody sees a number.",
    ),
    button: t("Sign and open the totals"),
  };
}

/** What a witness is told: it signs, and opens nothing. */
function sayWitness() {
  return {
    title: t("Sign that voting is over"),
    warned: t(
      "Everything else was checked and is right. The results will say this first. What the trustees will open:",
    ),
    right: t("Everything was checked and is right. This is what the trustees will open:"),
    next: t("With your key you sign that voting is over and that this is what was cast. You open nothing."),
    button: t("Sign that voting is over"),
  };
}

function later(task) {
  const text = describeStart(task);
  return text === null ? null : paragraph(text);
}

function comparing() {
  return paragraph(
    t(
      "All trustees and witnesses see the same words, if all were sent the same record. Call the others, or " +
        "meet them, and read the words aloud to each other. If one word differs, stop.",
    ),
  );
}

/** The key and, with several trustees, the tick that words were compared; then it begins. */
function keyForm(page, buttonText, report) {
  const source = createKeySource({ label: t("The key’s file") });
  const { tick, box } = tickBox("compared", t("We compared the words, and they are the same"));
  return finalForm(buttonText, [page.isAlone ? null : box, source.element], async () => {
    if (!page.isAlone && !tick.checked)
      throw new InputError("compared", t("Compare the words with the others who sign first."));
    await unlock(page, source, report);
    if (!(await signAll(page))) return;
    if (page.isWitness) {
      page.jobs.stop();
      showDone(page);
    } else takeRounds(page);
  });
}
