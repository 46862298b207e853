// Waiting for other trustees, who are asked after again and again.

import { h } from "../../ui/dom.js";

const POLL = 3000;

/** Until the server is asked again. */
export function pause() {
  return new Promise((resolve) => setTimeout(resolve, POLL));
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
