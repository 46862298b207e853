// Elements without markup in strings: what a person typed or a server sent is only ever text.

import { t } from "../i18n.js";

/** @typedef {string | Node | null | undefined | false | Child[]} Child */

/**
 * Make an element. `props`: attributes by name; `on` holds listeners; true sets an empty
 * attribute; false, null and undefined are left out. Children: nodes, texts, nested lists, null.
 * @type {<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Record<string, unknown>,
 *   ...children: Child[]) => HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "on") {
      for (const [type, listener] of Object.entries(value)) {
        element.addEventListener(type, listener);
      }
    } else if (name === "value" || name === "checked") {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, children);
  return element;
}

/** Put children into an element, after those that it has.
 * @type {(element: Element, children: Child[]) => void} */
export function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** Put children in the place of those that an element has; browsers of 2020 cannot by themselves.
 * @type {(element: Element, ...children: Child[]) => void} */
export function refill(element, ...children) {
  while (element.firstChild) element.firstChild.remove();
  append(element, children);
}

/** A button; `kind`: "", "secondary", "danger"; `type`: "button" or "submit".
 * @type {(text: Child, listener: ((event: Event) => unknown) | null, kind?: string, type?: "button"
 *   | "submit") => HTMLButtonElement} */
export function button(text, listener, kind = "", type = "button") {
  const on = listener ? { click: listener } : {};
  return h("button", { type, class: `button ${kind}`.trim(), on }, text);
}

/** Buttons and links side by side.
 * @type {(...children: Child[]) => HTMLElement} */
export function actions(...children) {
  return h("div", { class: "actions" }, children);
}

/** A page's heading; `caption`: the title of what it is about.
 * @type {(text: string, caption: string) => HTMLElement} */
export function heading(text, caption) {
  return h("h1", {}, h("span", { class: "caption", dir: "auto" }, caption), text);
}

/** What is wrong with a field; `label` is for screen readers.
 * @type {(label: string, text: Child, id?: string) => HTMLElement} */
export function errorText(label, text, id) {
  return h("span", { class: "error-text", id }, h("span", { class: "visually-hidden" }, label, " "), text);
}

/** An error summary that links to fields: a list of {text, target} (target: an id or null).
 * @type {(title: string, errors: { text: string, target: string | null }[]) => HTMLElement} */
export function errorSummary(title, errors) {
  return h(
    "div",
    { class: "error-summary", role: "alert", tabindex: "-1", "aria-labelledby": "error-title" },
    h("h2", { id: "error-title" }, title),
    h(
      "ul",
      {},
      errors.map(({ text, target }) => h("li", {}, target ? errorLink(text, target) : text)),
    ),
  );
}

/** @type {(text: string, target: string) => HTMLElement} */
function errorLink(text, target) {
  // Not a plain "#id" link: the fragment of this page's address belongs to slips alone.
  const focus = (event) => {
    event.preventDefault();
    document.getElementById(target)?.focus();
  };
  return h("a", { href: "#" + target, on: { click: focus } }, text);
}

/** A summary list of [term, value, action or null].
 * @type {(rows: [Child, Child, Child?][]) => HTMLElement} */
export function summaryList(rows) {
  return h(
    "dl",
    { class: "summary" },
    rows.map(([term, value, action]) =>
      h(
        "div",
        {},
        h("dt", { dir: "auto" }, term),
        h("dd", { dir: "auto" }, value),
        action ? h("dd", {}, action) : null,
      ),
    ),
  );
}

/** An SVG text, made by our own QR writer, as an image with a name for screen readers.
 * @type {(svgText: string, label: string) => HTMLElement} */
export function svgImage(svgText, label) {
  const parsed = new DOMParser().parseFromString(svgText, "image/svg+xml").documentElement;
  const svg = document.importNode(parsed, true);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  return h("div", { class: "qr" }, svg);
}

// Browsers within other apps save no files, and some would show the file in the page's place: it is
// asked for in a tab of its own, and its text can be copied.

/** Let the person save bytes or text as a file.
 * @type {(name: string, data: BlobPart, type: string) => void} */
export function saveFile(name, data, type) {
  const address = URL.createObjectURL(new Blob([data], { type }));
  const link = h("a", { href: address, download: name, target: "_blank", rel: "noopener", hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/**
 * A button that saves a text, and below it, once it was pressed, the text itself: {save, copy}.
 * `make()` gives the file: name, text and type; `then()` is called once it was offered.
 * @type {(label: string, make: () => { name: string, data: string | Uint8Array, type?: string },
 *   kind?: string, then?: () => void) => { save: HTMLElement, copy: HTMLElement }}
 */
export function savePart(label, make, kind = "", then = () => {}) {
  const text = h("textarea", { readonly: true, rows: "4", translate: "no", "aria-label": t("The file’s text") });
  text.addEventListener("focus", () => text.select());
  const copy = h("details", { class: "small", hidden: true }, h("summary", {}, t("No file came? Copy its text")), text);
  const press = () => {
    const { name, data, type = "application/json" } = make();
    saveFile(name, /** @type {BlobPart} */ (data), type);
    text.value = typeof data === "string" ? data : new TextDecoder().decode(data);
    copy.hidden = false;
    then();
  };
  return { save: button(label, press, kind), copy };
}

/** The time zone that this browser is set to. */
export function readZone() {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** How a date with its time is written. Safari 14.0 knows no styles, and would leave the time out.
 * @type {(dateStyle: "full" | "medium") => Intl.DateTimeFormatOptions} */
function describeInstant(dateStyle) {
  const known = "timeStyle" in new Intl.DateTimeFormat("en", { timeStyle: "short" }).resolvedOptions();
  if (known) return { dateStyle, timeStyle: "short" };
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = { year: "numeric", day: "numeric", hour: "numeric", minute: "2-digit" };
  return dateStyle === "full" ? { weekday: "long", month: "long", ...parts } : { month: "short", ...parts };
}

/** An instant (ISO 8601) as people in the zone read it, with the zone's name, wherever this browser
 * is; `dateStyle`: "full" or "medium".
 * @type {(iso: string, zone?: string, dateStyle?: "full" | "medium") => string} */
export function showInstant(iso, zone = readZone(), dateStyle = "full") {
  const language = document.documentElement.lang || "en";
  const options = describeInstant(dateStyle);
  /** @type {(timeZone: string) => string} */
  const say = (timeZone) => {
    const text = new Intl.DateTimeFormat(language, { ...options, timeZone }).format(new Date(iso));
    return `${text} (${timeZone.replace(/_/g, " ")})`;
  };
  try {
    return say(zone);
  } catch {
    return say("UTC"); // a zone that this browser does not know
  }
}

/** A progress bar with a spoken line: {element, update(done, total, text)}.
 * @type {(label: string) => { element: HTMLElement, update: (done: number, total: number,
 *   text: string) => void }} */
export function progressBar(label) {
  const bar = h("progress", { max: "100", value: 0, "aria-label": label });
  const line = h("p", { role: "status", "aria-live": "polite" });
  let spoken = "";
  return {
    element: h("div", { class: "field" }, bar, line),
    update(done, total, text) {
      bar.value = total > 0 ? (100 * done) / total : 0;
      if (text !== spoken) line.textContent = text;
      spoken = text;
    },
  };
}
