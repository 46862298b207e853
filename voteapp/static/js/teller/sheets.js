// What is printed: a cover sheet for the box, and the slips, six a page on A4 and on Letter. After
// each sheet comes an empty page: a browser cannot ask the printer for one side, and two votes on
// one sheet would be torn apart at the scissors.

import { coverSheet, tellersSheet } from "./cover.js";
import { fitSlip } from "./fitting.js";
import { createSlip, emptySlip } from "./slip.js";
import { h, refill } from "../ui/dom.js";
import { fits, fitSheet, measured } from "../paper/one_sheet.js";

/** Slips on a sheet of paper. */
export const PER_PAGE = 6;
const PAGES_AT_ONCE = 10;
const TELLERS_A_SHEET = 16; // each with the longest name that there can be

const emptyBack = () => h("div", { class: "sheet empty-side" });

/** The cover sheet; tellers for whom it has no room stand on sheets of their own, none is left out. */
function createCovers(container, task, made) {
  const isWhole = (sheet) => measured(container, sheet, (one) => (fitSheet(one, 12), fits(one)));
  const cover = coverSheet(task, made);
  if (isWhole(cover)) return [cover];
  const shorter = coverSheet(task, { ...made, tellers: null });
  isWhole(shorter);
  const rest = [];
  for (let i = 0; i < made.tellers.length; i += TELLERS_A_SHEET) {
    const sheet = tellersSheet(made.tellers.slice(i, i + TELLERS_A_SHEET));
    isWhole(sheet);
    rest.push(sheet);
  }
  return [shorter, ...rest];
}

/**
 * Fill `container` with the cover sheet and all slips. Gives control back between pages, so that
 * the page can show how far it is: `report(done, total)`. True where a text had to be cut.
 */
export async function fillSheets(container, task, address, made, report) {
  const empty = emptySlip(task, address);
  const isCut = measured(container, empty, fitSlip);
  refill(container);
  for (const sheet of createCovers(container, task, made)) container.append(sheet, emptyBack());
  for (let start = 0; start < made.slips.length; start += PER_PAGE) {
    const sheet = h("section", { class: "sheet slips" });
    for (let i = start; i < Math.min(start + PER_PAGE, made.slips.length); i += 1) {
      sheet.append(createSlip(empty, made.codes[i], made.drawings[i]));
    }
    container.append(sheet, emptyBack());
    if ((start / PER_PAGE) % PAGES_AT_ONCE === 0) {
      report(start, made.slips.length);
      await new Promise((resolve) => window.setTimeout(resolve, 0));
    }
  }
  report(made.slips.length, made.slips.length);
  return isCut;
}
