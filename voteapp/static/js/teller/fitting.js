// Texts yield to their place on the slip: smaller letters first; then what can be spared; at last a
// text is cut, and a sign says so. The place is measured in the page, with the letters of this
// computer, a little narrower than it is printed.

import { fits } from "../paper/one_sheet.js";
import { refill } from "../ui/dom.js";
import { typeCode } from "./slip.js";

// Points of the title and of the rest, as on the command line (voteapp/cli/teller/slip_texts.py):
// the first pair that fits. Nothing is smaller than 9.
const SIZES = [[20, 10], [18, 10], [18, 9.5], [18, 9], ...[16, 15, 14, 13, 12, 11, 10, 9].map((large) => [large, 9])];
const CODE_SIZES = [13, 12, 11, 10, 9];
const [WIDEST, NARROW] = ["W", "1"].map((sign) => Array(6).fill(sign.repeat(5)).join("-"));
const LARGE = 14; // points; before a title gets smaller, its parts are not named
const [LEAST_TITLE, LEAST_NAME] = [40, 10]; // letters
const SIGN = "…";

/** Letters with the marks that belong to them. */
const splitLetters = (text) => text.match(/\P{M}[\p{M}\u200d]*/gu) ?? [];

/** Sizes with which the front fits, the title no smaller than `least`; false where none does. */
function chooseSizes(slip, front, least) {
  return SIZES.some(([large, small]) => {
    if (large < least) return false;
    slip.style.setProperty("--title", `${large}pt`);
    slip.style.setProperty("--small", `${small}pt`);
    return fits(front);
  });
}

/** Leave as much of an element's text as fits, `least` letters at the least; whether it does. */
function cut(element, front, least) {
  const letters = splitLetters(element.textContent);
  let [shown, most] = [Math.min(least, letters.length), letters.length];
  const show = (count) => {
    const isWhole = count === letters.length;
    refill(element, letters.slice(0, count).join("").trimEnd() + (isWhole ? "" : SIGN));
    return fits(front);
  };
  while (shown < most) {
    const middle = Math.ceil((shown + most) / 2);
    if (show(middle)) shown = middle;
    else most = middle - 1;
  }
  return show(shown);
}

/** The title is cut, but stays a title; then who calls it; the check page's address goes; at last
 * the title again. */
function cutTexts(slip, front) {
  const title = slip.querySelector(".slip-title");
  const whole = title.textContent;
  if (cut(title, front, LEAST_TITLE)) return;
  if (cut(slip.querySelector(".who bdi"), front, LEAST_NAME)) return;
  slip.querySelector(".later").remove();
  title.textContent = whole;
  cut(title, front, 0);
}

/** Texts beside the code: the address in smaller letters, then without the reminder below it, then
 * broken anywhere. */
function fitBeside(slip) {
  const place = slip.querySelector(".typed");
  typeCode(slip, WIDEST);
  CODE_SIZES.some((size) => {
    slip.style.setProperty("--code", `${size}pt`);
    return fits(slip.querySelector(".token"));
  });
  typeCode(slip, NARROW);
  if (fits(place)) return;
  slip.style.setProperty("--address", "9pt");
  if (!fits(place)) slip.querySelector(".once").remove();
  if (!fits(place)) slip.classList.add("dense");
}

/**
 * Fit the texts of an empty slip, which is in the document and laid out; true where the title, or
 * who calls the vote, had to be cut.
 */
export function fitSlip(slip) {
  const front = slip.querySelector(".front");
  fitBeside(slip);
  if (chooseSizes(slip, front, LARGE)) return false;
  slip.querySelector(".parts")?.remove();
  if (chooseSizes(slip, front, 0)) return false;
  cutTexts(slip, front);
  return true;
}
