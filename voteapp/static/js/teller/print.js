// Printing the slips, reading one of them back in, and only then telling the server. `page` is the
// Teller object of main.js.

import { t } from "../i18n.js";
import { actions, button } from "../ui/dom.js";
import { finalForm } from "../ui/forms.js";
import { paragraph } from "../ui/frame.js";
import { paperPart } from "./paper.js";
import { showPosted } from "./posted.js";
import { scanBack } from "./scan_back.js";
import { PER_PAGE } from "./sheets.js";

/** The slips are laid out. */
export function showPrint(page) {
  const next = button(t("The slips are printed: go on"), () => showScan(page));
  next.disabled = true;
  const print = button(t("Print the slips"), () => {
    window.print();
    next.disabled = false;
  });
  page.show(
    t("Print"),
    page.steps(2),
    paragraph(describePrint(page.made.slips.length)),
    paperPart(page),
    paragraph(t("Cut along the dashed lines, fold along the dotted one with the print inside, and shuffle.")),
    actions(print, next),
  );
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
    () => showPost(page),
  );
  page.show(t("Scan one back"), page.steps(3), parts);
}

function showPost(page) {
  const form = finalForm(t("Finish: send the public half"), [], async () => {
    await page.report("credentials?scanned=yes", page.made.batch);
    page.clearSheets();
    showPosted(page);
  });
  const what = t(
    "The slip works. Now the server is told which codes are good. It gets no code, only numbers that were computed from them.",
  );
  page.show(t("Finish"), page.steps(4), paragraph(what), form);
}
