// One page after another within one document, with the phone's back button going one step back.

import { h, refill } from "./dom.js";
import { t } from "../i18n.js";
/** @import { Child } from "./dom.js" */

/** Called whenever it comes into view.
 * @typedef {() => { title: string, content: Child, focus?: HTMLElement }} Page */

/**
 * Shows pages in `main`. A page is a function () -> {title, content, focus?}: it is called again
 * whenever it comes back into view. Nothing about a page is kept outside of this object: the
 * browser's history only holds numbers.
 */
export class Pages {
  /** @param {HTMLElement} main @param {string} siteTitle */
  constructor(main, siteTitle) {
    this.main = main;
    this.siteTitle = siteTitle;
    this.stack = [];
    this.last = 0;
    window.addEventListener("popstate", (event) => this._pop(event.state));
  }

  /** Show a page after the present one; back leads to the present one.
   * @type {(page: Page) => void} */
  go(page) {
    this._push(page, this.stack.length === 0);
  }

  /** Show a page in place of the present one.
   * @type {(page: Page) => void} */
  replace(page) {
    this.stack.pop();
    this._push(page, true);
  }

  /** Show a page from which no way leads back to any earlier one.
   * @type {(page: Page) => void} */
  reset(page) {
    this.stack = [];
    this._push(page, true);
  }

  /** Go one step back. */
  back() {
    window.history.back();
  }

  /** Show the present page again. */
  refresh() {
    this._render();
  }

  /** Whether that is the present page.
   * @type {(page: Page) => boolean} */
  shows(page) {
    return this.stack[this.stack.length - 1]?.page === page;
  }

  get canGoBack() {
    return this.stack.length > 1;
  }

  /** A "Back" line for pages that have an earlier one, else null. */
  backLink() {
    if (!this.canGoBack) return null;
    const back = h("button", { type: "button", class: "link-button" }, t("Back"));
    back.addEventListener("click", () => this.back());
    return h("p", { class: "back" }, back);
  }

  _push(page, replace) {
    this.last += 1;
    this.stack.push({ id: this.last, page });
    const address = window.location.pathname;
    if (replace) window.history.replaceState({ id: this.last }, "", address);
    else window.history.pushState({ id: this.last }, "", address);
    this._render();
  }

  _pop(state) {
    // A fragment in the address is another slip (booth/fragment.js), not a step of ours.
    if (window.location.hash !== "") return;
    const index = this.stack.findIndex((entry) => state !== null && entry.id === state.id);
    if (index === -1) {
      // A step that no longer exists (before a ballot was sent, or forward again): stay here.
      const top = this.stack[this.stack.length - 1];
      if (top) window.history.pushState({ id: top.id }, "", window.location.pathname);
      return;
    }
    this.stack.length = index + 1;
    this._render();
  }

  _render() {
    const top = this.stack[this.stack.length - 1];
    const { title, content, focus } = top.page();
    refill(this.main, content);
    document.title = `${title} – ${this.siteTitle}`;
    window.scrollTo(0, 0);
    const target = focus || this.main.querySelector(".error-summary") || this.main.querySelector("h1");
    if (target) {
      if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
      target.focus({ preventScroll: true });
    }
  }
}

/** A page of a heading, paragraphs and what can be done.
 * @type {(title: string, paragraphs: Child[], ...rest: (Child | (() => Child))[]) => Page} */
export function plainPage(title, paragraphs, ...rest) {
  return () => ({
    title,
    content: [
      h("h1", {}, title),
      paragraphs.map((text) => (typeof text === "string" ? h("p", {}, text) : text)),
      rest.map((part) => (typeof part === "function" ? part() : part)),
    ],
  });
}
