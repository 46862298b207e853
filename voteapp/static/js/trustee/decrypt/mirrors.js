// What mirrors signed of the end: who has, and a place to bring a statement that did not come by itself, as a file or pasted.
// `page` is the Decrypt object of main.js.

import { findKind } from "../../campaign/statements/texts.js";
import { t } from "../../i18n.js";
import { h } from "../../ui/dom.js";
import { fileField, InputError, workForm } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { createMirrors } from "../desk/people.js";

/** {role, kind, parts} of a statement's text; throws InputError at the field `target`. */
function readStatement(text, target) {
  try {
    const { role, message } = JSON.parse(text);
    if (typeof message === "string") return { role, kind: findKind(message), parts: message.split("|") };
  } catch {
    // Not JSON: no statement.
  }
  throw new InputError(
    target,
    t("This is not what a mirror signs. Take the whole text, from the first brace to the last."),
  );
}

/** The election that a mirror's statement is about; throws InputError at the field `target`. */
function recognize(page, text, target) {
  const { role, kind, parts } = readStatement(text, target);
  const [, fingerprint, end] = parts;
  if (role !== "mirror" || kind !== "mirror-end") {
    throw new InputError(target, t("This was signed by a trustee or a witness. Here goes what a mirror signed."));
  }
  const item = page.task.elections.find((one) => one.fingerprint === fingerprint);
  if (item === undefined) throw new InputError(target, t("This mirror’s statement is about another vote."));
  // What was checked here, where it was; else what the server says.
  const closing = page.checked.get(item.uuid)?.text ?? item.closing_text;
  if (closing !== null && closing.split("|")[2] !== end) {
    const warning = t(
      "This mirror saw another end of this vote than the one that you are shown. Sign nothing more. Show this statement to the " +
        "committee and to everybody who signs.",
    );
    throw new InputError(target, warning);
  }
  return item;
}

/** The list of mirrors and the form: {element, update()}; no element where none is named. */
export function createMirrorSection(page) {
  if (page.task.mirrors.length === 0) return { element: null, update: () => {} };
  const people = createMirrors();
  const file = fileField("end-file", t("The file that the mirror made"));
  const pasted = h("textarea", { id: "end-text", rows: "4", translate: "no", spellcheck: "false" });
  const label = h("label", { for: "end-text" }, t("Or paste what it signed"));
  const line = h("p", { role: "status", "aria-live": "polite" });
  const update = () => people.update(page.task);
  const form = workForm(
    t("Send what the mirror signed"),
    [file.element, h("div", { class: "field" }, label, pasted)],
    async () => {
      const typed = pasted.value.trim();
      const target = typed === "" ? "end-file" : "end-text";
      const text = typed === "" ? new TextDecoder().decode(await file.read()).trim() : typed;
      const { uuid } = recognize(page, text, target);
      await page.send(uuid, "mirror-end", text);
      file.input.value = "";
      pasted.value = "";
      line.textContent = t("The mirror’s statement is in.");
      update();
    },
    "secondary",
  );
  const what = t(
    "A mirror’s operator gives you what the mirror signed of the end: a file, or a text. Anybody may bring it.",
  );
  const summary = h("summary", {}, t("Bring what a mirror signed"));
  const element = h("div", {}, people.element, h("details", {}, summary, paragraph(what), form, line));
  update();
  return { element, update };
}
