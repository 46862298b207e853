// The set-up is fixed: it is recomputed from the teller's own file, the slips are printed with its pins, and
// one of them is read back in. `page` is the Teller object of main.js.

import { t } from "../i18n.js";
import { computeHashWords } from "../campaign/words.js";
import { actions, button, h } from "../ui/dom.js";
import { finalForm, workForm } from "../ui/forms.js";
import { paragraph } from "../ui/frame.js";
import { commandSteps, printedByCommand } from "./command.js";
import { openForm } from "./open_file.js";
import { tellersPart } from "./others.js";
import { paperPart } from "./paper.js";
import { showPosted } from "./posted.js";
import { scanBack } from "./scan_back.js";
import { PER_PAGE } from "./sheets.js";

/** Nothing was printed yet. */
export function showPrinting(page) {
  const what = t(
    "The committee has fixed the set-up. Open the saved file: your browser checks that what was fixed holds just your " +
      "slips, and prints on each of them a group that fits this set-up and no other.",
  );
  const form = openForm(page, "print", (made) => {
    page.take(made);
    showPrint(page);
  });
  const isOffline = page.task.tellers.some(({ account, offline }) => offline && account === page.root.dataset.name);
  if (isOffline) page.show(t("Print with the command"), commandSteps(2), printedByCommand(page), tellersPart(page));
  else page.show(t("Check what was fixed"), page.steps(3), paragraph(what), form, tellersPart(page));
}

/** The slips are laid out. */
function showPrint(page) {
  const next = button(t("The slips are printed: go on"), () => showScan(page));
  next.disabled = true;
  page.whenPrinted(() => (next.disabled = false));
  const print = workForm(t("Print the slips"), [], () => page.beginPrint());
  page.show(
    t("Print"),
    page.steps(3),
    setUpPart(page.made, page.root.dataset.package),
    paragraph(describePrint(page.made.slips.length)),
    paperPart(page),
    paragraph(t("Cut along the dashed lines, fold along the dotted one with the print inside, and shuffle.")),
    paragraph(t("Only the first print is not told: whenever you print again, everybody can read that you did.")),
    print,
    actions(next),
  );
}

/** What was fixed, in words that people compare, and slips that need a second look. */
function setUpPart({ campaignHash, twofold }, packed) {
  const words = h("strong", { translate: "no" }, computeHashWords(campaignHash));
  return [
    h("p", {}, t("The set-up in sixteen words, as the committee and the trustees read them:"), " ", words),
    h(
      "p",
      {},
      t("For the command, and for whoever checks after you, everything that was fixed in one file:"),
      " ",
      h("a", { href: packed, translate: "no" }, packed.split("/").pop()),
    ),
    twofold.length > 0
      ? h("div", { class: "notice" }, paragraph(t("These codes fit two units: {codes}", { codes: twofold.join(", ") })))
      : null,
  ];
}

function describePrint(count) {
  const sheets = Math.ceil(count / PER_PAGE) + 1;
  return t(
    "{count} slips on {sheets} sheets, with a cover sheet for the box. Print on one side, at 100 % (“actual size”), on A4 or Letter.",
    { count, sheets },
  );
}

function showScan(page) {
  const parts = scanBack(
    (text) => page.isOurs(text),
    () => showFinish(page),
  );
  page.show(t("Scan one back"), page.steps(4), parts);
}

function showFinish(page) {
  const form = finalForm(t("The slips are ready"), [], async () => {
    const { campaignHash, signature } = page.made;
    await page.report("printed", JSON.stringify({ set_up: campaignHash, signature }));
    page.clearSheets();
    showPosted(page);
  });
  const what = t(
    "The slip works, and fits what was fixed. Put it back into the pile. Once all slips are printed, voting can be opened.",
  );
  page.show(t("Finish"), page.steps(4), paragraph(what), form);
}
