// Buttons for what cannot be undone on pages that the server makes: `data-final`. Where the last
// press was is handed on to the page that answers it.

import { getLastPlace, makeFinal, setLastPlace } from "./final.js";

const KEPT = "last-press";

setLastPlace(JSON.parse(sessionStorage.getItem(KEPT) ?? "null"));
sessionStorage.removeItem(KEPT);
for (const control of document.querySelectorAll("button[data-final]")) {
  makeFinal(/** @type {HTMLButtonElement} */ (control));
}
window.addEventListener("pagehide", () => sessionStorage.setItem(KEPT, JSON.stringify(getLastPlace())));
