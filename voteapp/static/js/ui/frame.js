// What every page of a teller or a trustee stands in: its task, its heading, its steps.

import { t } from "../i18n.js";
import { append, h, refill } from "./dom.js";
/** @import { Child } from "./dom.js" */

/** What the server wrote into the page for its script.
 * @type {() => any} */
export function readTask() {
  return JSON.parse(document.getElementById("task").textContent);
}

/** Show a page of `content` (nodes, nested lists, null) under a heading and a caption above it.
 * @type {(root: HTMLElement, caption: string, title: string, content: Child[]) => void} */
export function showPage(root, caption, title, content) {
  const heading = h("h1", { tabindex: "-1" }, h("span", { class: "caption", dir: "auto" }, caption), title);
  refill(root, heading);
  append(root, content);
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

/** @type {(...children: Child[]) => HTMLElement} */
export function paragraph(...children) {
  return h("p", {}, children);
}

/** The steps of what is done, the present one marked; `now` counts from 0.
 * @type {(names: string[], now: number, props?: Record<string, unknown>) => HTMLElement} */
export function stepList(names, now, props = {}) {
  const items = names.map((name, i) =>
    h(
      "li",
      { class: i < now ? "done" : i === now ? "now" : null, "aria-current": i === now ? "step" : null },
      h("span", { class: "step-head" }, name),
    ),
  );
  return h("ol", { class: "steps", ...props }, items);
}

/** A sentence for a worker that could not be loaded. */
export function notLoaded() {
  return paragraph(t("This page could not be loaded whole. Reload it."));
}

/** The browser asks before the page is left while `isUnsaved()`.
 * @type {(isUnsaved: () => boolean) => void} */
export function holdWhile(isUnsaved) {
  window.addEventListener("beforeunload", (event) => {
    if (!isUnsaved()) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
