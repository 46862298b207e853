// Waiting for other trustees, who are asked after again and again.

import { t } from "../../i18n.js";
import { h, showInstant } from "../../ui/dom.js";

const POLL = 3000;

/** Until the server is asked again. */
export function pause() {
  return new Promise((resolve) => setTimeout(resolve, POLL));
}

/** From when the totals are opened, where that is still to come by this device's clock; else null. */
export function describeStart({ decrypts, timezone }) {
  if (decrypts === null || Date.now() >= Date.parse(decrypts)) return null;
  return t(
    "It was fixed that the totals are opened from {instant} on. " +
      "This page opens your part by itself then; or come back then with your key.",
    { instant: showInstant(decrypts, timezone) },
  );
}

/** A line that is spoken when it changes: {element, say(text)}. */
export function liveLine() {
  const element = h("p", { role: "status", "aria-live": "polite", class: "waiting" });
  return {
    element,
    say(text) {
      if (element.textContent !== text) element.textContent = text;
    },
  };
}
