// Forms of the teller's and the trustee's pages: fields, files, passphrases, and what is wrong with
// them.

import { MIN_PASSPHRASE } from "../campaign/protection.js";
import { t } from "../i18n.js";
import { actions, button, errorSummary, errorText, h, refill } from "./dom.js";
import { finalButton } from "./final.js";
import { RefusedError } from "./requests.js";
/** @import { Child } from "./dom.js" */

/** A labelled field: {element, input}.
 * @type {(id: string, label: string, options?: { hint?: string | null, [name: string]: unknown }) =>
 *   { element: HTMLElement, input: HTMLInputElement }} */
export function field(id, label, { hint = null, ...attributes } = {}) {
  const input = h("input", { id, "aria-describedby": hint ? `${id}-hint` : null, ...attributes });
  const element = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    hint ? h("span", { class: "hint", id: `${id}-hint` }, hint) : null,
    input,
  );
  return { element, input };
}

/** A field for one JSON file: {element, input, read()}; read() gives its bytes, or throws InputError.
 * @type {(id: string, label: string) => { element: HTMLElement, input: HTMLInputElement,
 *   read: () => Promise<Uint8Array<ArrayBuffer>> }} */
export function fileField(id, label) {
  const { element, input } = field(id, label, { type: "file", accept: ".json,application/json" });
  async function read() {
    const file = input.files[0];
    if (!file) throw new InputError(id, t("Choose the file."));
    return new Uint8Array(await file.arrayBuffer());
  }
  return { element, input, read };
}

/** A box to tick: {tick: the input, box: the field}.
 * @type {(id: string, label: string) => { tick: HTMLInputElement, box: HTMLElement }} */
export function tickBox(id, label) {
  const tick = h("input", { type: "checkbox", id });
  return { tick, box: h("div", { class: "field choices" }, h("div", {}, tick, h("label", { for: id }, label))) };
}

/** Two fields for a new passphrase: {elements, read()}; read() throws InputError.
 * @type {(label?: string) => { elements: HTMLElement[], read: () => string }} */
export function newPassphrase(label = t("New passphrase for the file")) {
  const hint = t("At least {count} characters; four or five unrelated words are good. Nobody can reset it.", {
    count: MIN_PASSPHRASE,
  });
  const options = { type: "password", autocomplete: "new-password" };
  const first = field("passphrase", label, { ...options, hint });
  const second = field("passphrase-again", t("The same passphrase again"), options);
  const read = () => readNewPassphrase(first.input.value, second.input.value);
  return { elements: [first.element, second.element], read };
}

function readNewPassphrase(text, again) {
  if ([...text.normalize("NFC")].length < MIN_PASSPHRASE) {
    throw new InputError(
      "passphrase",
      t("The passphrase is too short: use at least {count} characters.", { count: MIN_PASSPHRASE }),
    );
  }
  if (text !== again) throw new InputError("passphrase-again", t("The two passphrases are not the same."));
  return text;
}

/** A file and its passphrase: {elements, read()}; read() gives {bytes, passphrase}.
 * @type {(label: string, prefix?: string) => { elements: HTMLElement[], read: () =>
 *   Promise<{ bytes: Uint8Array<ArrayBuffer>, passphrase: string }> }} */
export function fileAndPassphrase(label, prefix = "") {
  const passId = `${prefix}passphrase`;
  const file = fileField(`${prefix}file`, label);
  const pass = field(passId, t("The file’s passphrase"), { type: "password", autocomplete: "off" });
  return {
    elements: [file.element, pass.element],
    async read() {
      const bytes = await file.read();
      if (pass.input.value === "") throw new InputError(passId, t("Type the file’s passphrase."));
      return { bytes, passphrase: pass.input.value };
    },
  };
}

/** Something that a person typed cannot be used; `target` is the field's id. */
export class InputError extends Error {
  /** @param {string | null} target @param {string} message */
  constructor(target, message) {
    super(message);
    this.target = target;
  }
}

/** What to say about an error that a job or a request threw.
 * @type {(error: Error) => string} */
export function describeError(error) {
  if (error instanceof InputError || error instanceof RefusedError) return error.message;
  if (error.message === "PassphraseError") return t("The passphrase does not open this file.");
  if (error.message === "ProtocolError") return t("This file cannot be used: it is damaged, or of another kind.");
  return t("Something went wrong in this page. Nothing was sent. Reload it and try again.");
}

/**
 * A form that runs `work()` when it is sent; what goes wrong is said above it and at the field.
 * The button is off while the work runs; `kind` is its class.
 * @type {(buttonText: string, fields: Child[], work: () => unknown, kind?: string) => HTMLFormElement}
 */
export function workForm(buttonText, fields, work, kind = "") {
  return formWith(button, buttonText, fields, work, kind);
}

/** As `workForm`, for work that cannot be undone.
 * @type {(buttonText: string, fields: Child[], work: () => unknown) => HTMLFormElement} */
export function finalForm(buttonText, fields, work) {
  return formWith(finalButton, buttonText, fields, work);
}

/** @type {(make: typeof button, buttonText: string, fields: Child[], work: () => unknown, kind?: string) =>
 *   HTMLFormElement} */
function formWith(make, buttonText, fields, work, kind = "") {
  const submit = make(buttonText, null, kind, "submit");
  const problems = h("div", {});
  const form = h("form", { novalidate: true, autocomplete: "off" }, problems, fields, actions(submit));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    refill(problems);
    clearFaults(form);
    try {
      await work();
    } catch (error) {
      showFault(form, problems, error);
    }
    submit.disabled = false;
  });
  return form;
}

/** @type {(form: HTMLElement) => void} */
function clearFaults(form) {
  for (const line of form.querySelectorAll(".error-text")) line.remove();
  for (const element of form.querySelectorAll(".has-error")) element.classList.remove("has-error");
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

/** @type {(form: HTMLElement, problems: HTMLElement, error: Error) => void} */
function showFault(form, problems, error) {
  const text = describeError(error);
  const target = error instanceof InputError ? error.target : null;
  const input = target ? document.getElementById(target) : null;
  if (input) {
    input.setAttribute("aria-invalid", "true");
    input.before(errorText(t("Error:"), text));
    input.closest(".field")?.classList.add("has-error");
  }
  const summary = errorSummary(t("There is a problem"), [{ text, target }]);
  refill(problems, summary);
  summary.focus();
}
