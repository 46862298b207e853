// Buttons for what cannot be undone: nobody presses one by accident.
//
// Such a button is dead for a while after its page is shown. It takes only a press that began on
// it while it was live, of a finger, of the mouse or of a key; and it never stands where the last
// press was. Without this script it is a plain button, dead for as long by its style alone.

import { button } from "./dom.js";
/** @import { Child } from "./dom.js" */

/** Milliseconds for which a button is dead after its page is shown; `.final` in voteapp.css too. */
const DEAD_MS = 700;
const PRESSING_KEYS = ["Enter", " "];
const CONTROLS = "a, button, input, label, select, summary, textarea";
/** Pixels between the last press and the button. */
const ROOM = 16;

/** A rectangle of the window.
 * @typedef {{ left: number, right: number, top: number, bottom: number }} Place */

/** How a press began: `key` is null for a finger or the mouse; `at` -Infinity: it is not a new one.
 * @typedef {{ target: any, at: number, key: string | null }} Press */

/** The press that is still on, and where the control is that was pressed last.
 * @type {{ begun: Press | null, place: Place | null }} */
const last = { begun: null, place: null };

/** @type {(press: Press) => void} */
function begin(press) {
  last.begun = press;
  const control = press.target instanceof Element ? press.target.closest(CONTROLS) : null;
  if (control === null) return;
  const { left, right, top, bottom } = control.getBoundingClientRect();
  last.place = { left, right, top, bottom };
}

function watchPresses() {
  const listen = (type, listener) => window.addEventListener(type, listener, { capture: true });
  listen("pointerdown", ({ target, timeStamp: at }) => begin({ target, at, key: null }));
  listen("keydown", ({ target, timeStamp: at, key, repeat }) => {
    if (!PRESSING_KEYS.includes(key) || last.begun?.key === key) return;
    if (repeat) last.begun = { target, at: -Infinity, key };
    else begin({ target, at, key });
  });
  // The space bar's click comes after its key is up.
  listen("keyup", ({ key }) => window.setTimeout(() => last.begun?.key === key && forget()));
  listen("blur", ({ target }) => target === window && forget());
}

function forget() {
  last.begun = null;
}

watchPresses();

/** Where the control is that was pressed last, or null.
 * @type {() => Place | null} */
export function getLastPlace() {
  return last.place;
}

/** The last press was there, on the page before this one.
 * @type {(place: Place | null) => void} */
export function setLastPlace(place) {
  last.place = place;
}

/** Move a button down where it would stand on the last press.
 * @type {(control: Element) => void} */
function makeRoom(control) {
  const box = control.getBoundingClientRect();
  const { place } = last;
  if (place === null || box.left >= place.right || box.right <= place.left) return;
  if (box.top >= place.bottom + ROOM || box.bottom <= place.top) return;
  /** @type {HTMLElement} */
  const row = control.closest(".actions") ?? control.parentElement;
  row.style.paddingTop = `${place.bottom + ROOM - box.top}px`;
}

/** Whether a click ends a press that began on the button while it was live, the first of its press.
 * @type {(control: Element, liveAt: number, event: MouseEvent) => boolean} */
function isMeant(control, liveAt, { detail, timeStamp }) {
  const { begun } = last;
  const byKey = begun !== null && begun.key !== null;
  last.begun = byKey ? { ...begun, at: -Infinity } : null;
  // No finger and no key: a screen reader or a voice pressed it.
  if (detail === 0 && !byKey) return timeStamp >= liveAt;
  return begun !== null && begun.at >= liveAt && control.contains(begun.target);
}

/** Do it once the page that is being made can be seen: frames of a hidden page do not come.
 * @type {(work: () => void) => void} */
function onceShown(work) {
  requestAnimationFrame(() => requestAnimationFrame(work));
}

/**
 * Make a button take only presses that are meant. Call it before anything else listens to the
 * button's clicks, and put the button on the page at once.
 * @type {(control: HTMLButtonElement) => HTMLButtonElement}
 */
export function makeFinal(control) {
  let liveAt = Infinity;
  let timer = 0;
  const wake = () => {
    liveAt = performance.now();
    control.removeAttribute("aria-disabled");
  };
  const sleep = () => {
    window.clearTimeout(timer);
    liveAt = Infinity;
    control.setAttribute("aria-disabled", "true");
    onceShown(() => {
      window.clearTimeout(timer);
      timer = window.setTimeout(wake, DEAD_MS);
    });
  };
  // Whoever comes back to the page sees it anew.
  const look = () => {
    if (!control.isConnected) document.removeEventListener("visibilitychange", look);
    else if (document.hidden) sleep();
  };
  document.addEventListener("visibilitychange", look);
  control.classList.add("final");
  sleep();
  queueMicrotask(() => makeRoom(control));
  control.addEventListener("click", (event) => {
    if (isMeant(control, liveAt, event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // The Enter key in a field of the form: a second one, on the button, is meant.
    if (liveAt < Infinity) control.focus();
  });
  return control;
}

/** A button for what cannot be undone; otherwise as `button` of dom.js.
 * @type {(text: Child, listener: ((event: Event) => unknown) | null, kind?: string, type?: "button"
 *   | "submit") => HTMLButtonElement} */
export function finalButton(text, listener, kind = "", type = "button") {
  const control = makeFinal(button(text, null, kind, type));
  if (listener) control.addEventListener("click", listener);
  return control;
}
