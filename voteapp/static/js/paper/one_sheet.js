// What is printed is measured before: sheets lie out of sight, as wide as they are on paper.

import { h } from "../ui/dom.js";

/** Whether a box shows all that it holds.
 * @type {(box: Element) => boolean} */
export function fits(box) {
  return box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth;
}

/** Lay an element out beside `container` where nobody sees it, and do `work` with it.
 * @template {Element} E, R
 * @param {Element} container
 * @param {E} element
 * @param {(element: E) => R} work */
export function measured(container, element, work) {
  const place = h("div", { class: "sheets measuring", "aria-hidden": "true" }, element);
  container.after(place);
  try {
    return work(element);
  } finally {
    place.remove();
  }
}

/** Make a sheet's letters smaller, from `largest` points down to `smallest`, until it is one sheet.
 * @type {(sheet: HTMLElement, largest: number, smallest?: number) => void} */
export function fitSheet(sheet, largest, smallest = 8) {
  for (let size = largest; size >= smallest; size -= 0.5) {
    sheet.style.setProperty("font-size", `${size}pt`);
    if (fits(sheet)) return;
  }
}
