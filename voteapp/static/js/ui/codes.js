// How a printed code gets into the page: by the camera, from a picture, or typed.

import { t } from "../i18n.js";
import { actions, button, h, refill } from "./dom.js";
import { field, InputError } from "./forms.js";
import { readPicture, Scanner } from "./scanner.js";

const TYPED = { type: "text", class: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false" };

/** A field in which a code is typed: {element, input}.
 * @type {(id: string, label: string, hint?: string | null) => { element: HTMLElement, input: HTMLInputElement }} */
export function codeField(id, label, hint = null) {
  return field(id, label, { ...TYPED, hint });
}

/** The text of the square code in a picture; throws InputError at the field `target`.
 * @type {(file: Blob, target: string) => Promise<string>} */
export async function readCodePicture(file, target) {
  const text = await readPicture(file).catch(() => null);
  if (text === null) {
    throw new InputError(target, t("No square code was found in the picture. Take it from nearer, in good light."));
  }
  return text;
}

/**
 * A button that opens the camera, the line in which it speaks, and the place of its picture: nodes.
 * `onText(text, say)` is true when what the camera read was looked for; the camera then closes.
 * `words`: {open: on the button, hold: while it looks, or none, failed}; `onOpen`: it opens (again).
 * @type {(words: { open: string, hold?: string, failed: string }, onText: (text: string,
 *   say: (text: string) => void) => boolean, onOpen?: () => void) => HTMLElement[]}
 */
export function cameraPart({ open, hold = null, failed }, onText, onOpen = () => {}) {
  const line = h("p", { role: "status", "aria-live": "polite" });
  const place = h("div", {});
  const say = (text) => {
    line.textContent = text;
  };
  const start = async () => {
    onOpen();
    try {
      const found = await look(place, (text) => onText(text, say));
      // The very first picture may have been enough.
      if (hold !== null && !found()) say(hold);
    } catch {
      refill(place);
      say(failed);
    }
  };
  return [actions(button(open, start, "secondary")), line, place];
}

/** Show in `place` what the camera sees; resolves, once it runs, with whether it has found. */
async function look(place, onText) {
  let found = false;
  const scanner = new Scanner(t("Camera"), (text) => {
    found = onText(text);
    if (found) refill(place);
    return found;
  });
  refill(place, scanner.element);
  await scanner.start();
  return () => found;
}
