// The page with a trustee's personal link: draws the square code from the text beside it.

import { svgImage } from "../ui/dom.js";
import { encodeQR } from "../vendor/qr.js";

const place = document.getElementById("qr");
place.append(svgImage(encodeQR(place.dataset.address, "svg", { ecc: "medium", border: 2 }), place.dataset.label));

const print = document.getElementById("print");
print.hidden = false;
print.addEventListener("click", () => window.print());
