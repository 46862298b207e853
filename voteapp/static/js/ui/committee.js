// What the teller's and the trustee's pages share: requests with the page's CSRF value, files,
// passphrases.

import { MIN_PASSPHRASE } from "../campaign/protection.js";
import { t } from "../i18n.js";
import { actions, append, button, errorSummary, h } from "./dom.js";
/** @import { Child } from "./dom.js" */

/** Show a page of `content` (nodes, nested lists, null) under a heading and a caption above it.
 * @type {(root: HTMLElement, caption: string, title: string, content: Child[]) => void} */
export function showPage(root, caption, title, content) {
  const heading = h("h1", { tabindex: "-1" }, h("span", { class: "caption" }, caption), title);
  root.replaceChildren(heading);
  append(root, content);
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

/** The server refused; `message` is its sentence for people, `status` 0 where none came. */
export class RefusedError extends Error {
  /** @param {string} message @param {number} [status] @param {string} [code] */
  constructor(message, status = 0, code = "") {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** @type {(address: string, options: RequestInit) => Promise<Response>} */
async function ask(address, options) {
  let response;
  try {
    response = await fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "error", ...options });
  } catch {
    throw new RefusedError(t("The server cannot be reached. Check the network and try again."));
  }
  if (response.ok) return response;
  let message = t("The server refused ({status}). Reload the page and try again.", { status: response.status });
  let code = "";
  try {
    const { error } = await response.json();
    if (typeof error?.message === "string") message = error.message;
    if (typeof error?.code === "string") code = error.code;
  } catch {
    // Not an answer of ours.
  }
  throw new RefusedError(message, response.status, code);
}

/** GET a file's bytes; `report(done, total)` as they come (total 0: not known).
 * @type {(address: string, report?: (done: number, total: number) => void) =>
 *   Promise<Uint8Array<ArrayBuffer>>} */
export async function getBytes(address, report = () => {}) {
  const response = await ask(address, {});
  const total = Number(response.headers.get("Content-Length") ?? 0);
  const reader = response.body.getReader();
  const parts = [];
  let done = 0;
  for (;;) {
    const step = await reader.read();
    if (step.done) break;
    parts.push(step.value);
    done += step.value.length;
    report(done, total);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** GET JSON; a session that has ended is an error (401), never another page.
 * @type {(address: string) => Promise<any>} */
export async function getJson(address) {
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  return (await ask(address, { headers })).json();
}

/** POST bytes or text; resolves with the JSON of the answer. `options`: of fetch.
 * @type {(address: string, body: BodyInit, options?: RequestInit) => Promise<any>} */
export async function postJson(address, body, options = {}) {
  const token = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const response = await ask(address, { method: "POST", headers, body, ...options });
  return response.json();
}

/** The bytes of the file that a file input holds, or null.
 * @type {(input: HTMLInputElement) => Promise<Uint8Array<ArrayBuffer> | null>} */
export async function readFile(input) {
  const file = input.files[0];
  return file ? new Uint8Array(await file.arrayBuffer()) : null;
}

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

/** Two fields for a new passphrase: {elements, read()}; read() throws InputError.
 * @type {(label?: string) => { elements: HTMLElement[], read: () => string }} */
export function newPassphrase(label = t("New passphrase for the file")) {
  const hint = t("At least {count} characters; four or five unrelated words are good. Nobody can reset it.", {
    count: MIN_PASSPHRASE,
  });
  const options = { type: "password", autocomplete: "new-password" };
  const first = field("passphrase", label, { ...options, hint });
  const second = field("passphrase-again", t("The same passphrase again"), options);
  return {
    elements: [first.element, second.element],
    read() {
      const text = first.input.value;
      if ([...text.normalize("NFC")].length < MIN_PASSPHRASE) {
        throw new InputError(
          "passphrase",
          t("The passphrase is too short: use at least {count} characters.", { count: MIN_PASSPHRASE }),
        );
      }
      if (text !== second.input.value) {
        throw new InputError("passphrase-again", t("The two passphrases are not the same."));
      }
      return text;
    },
  };
}

/** A file and its passphrase: {elements, read()}; read() gives {bytes, passphrase}.
 * @type {(label: string, prefix?: string) => { elements: HTMLElement[], read: () =>
 *   Promise<{ bytes: Uint8Array<ArrayBuffer>, passphrase: string }> }} */
export function fileAndPassphrase(label, prefix = "") {
  const [fileId, passId] = [`${prefix}file`, `${prefix}passphrase`];
  const file = field(fileId, label, { type: "file", accept: ".json,application/json" });
  const pass = field(passId, t("The file’s passphrase"), { type: "password", autocomplete: "off" });
  return {
    elements: [file.element, pass.element],
    async read() {
      const bytes = await readFile(file.input);
      if (bytes === null) throw new InputError(fileId, t("Choose the file."));
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
 * The button is off while the work runs.
 * @type {(buttonText: string, fields: Child[], work: () => unknown) => HTMLFormElement}
 */
export function workForm(buttonText, fields, work) {
  const problems = h("div", {});
  const submit = button(buttonText, null, "", "submit");
  const form = h("form", { novalidate: true, autocomplete: "off" }, problems, fields, actions(submit));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    problems.replaceChildren();
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
    input.before(h("span", { class: "error-text" }, h("span", { class: "visually-hidden" }, t("Error:"), " "), text));
    input.closest(".field")?.classList.add("has-error");
  }
  const summary = errorSummary(t("There is a problem"), [{ text, target }]);
  problems.replaceChildren(summary);
  summary.focus();
}
