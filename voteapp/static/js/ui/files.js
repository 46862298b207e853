// Files that a person keeps. Browsers within other apps save none, and some would show the file in the
// page's place: it is asked for in a tab of its own, and its text can be copied.

import { t } from "../i18n.js";
import { button, h } from "./dom.js";

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
