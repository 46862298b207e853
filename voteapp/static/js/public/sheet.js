// A sheet of paper: draws the square code of its address, and makes everything fit on one sheet, A4
// or Letter. Without a script the address stands there as text, and most sheets fit.

import { fits, fitSheet } from "../paper/one_sheet.js";
import { svgImage } from "../ui/dom.js";
import { encodeQR } from "../vendor/qr.js";

const LARGEST = 16; // points; what is small on the sheet has three quarters of it
const SMALLEST = 12;
const LEAST = 5; // only where titles alone would not fit

const sheet = document.getElementById("sheet");
const place = document.getElementById("qr");
place.append(svgImage(encodeQR(place.dataset.address, "svg", { ecc: "medium", border: 2 }), place.dataset.label));

/** What can be left out, the last first; the address has it all. */
function leaveOut() {
  for (const part of [...sheet.querySelectorAll(".numbers, .droppable")].reverse()) {
    if (fits(sheet)) return;
    part.remove();
    document.getElementById("more").hidden = false;
  }
}

fitSheet(sheet, LARGEST, SMALLEST);
leaveOut();
if (!fits(sheet)) fitSheet(sheet, LARGEST, LEAST);

const print = document.getElementById("print");
print.hidden = false;
print.addEventListener("click", () => window.print());
