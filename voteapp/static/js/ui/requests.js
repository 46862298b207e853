// Requests of the teller's and the trustee's pages, with the page's CSRF value.

import { t } from "../i18n.js";
import { signInAgain } from "./again.js";

/** The server refused; `message` is its sentence for people, `status` 0 where none came; `details`:
 * what else it said. */
export class RefusedError extends Error {
  /** @param {string} message @param {number} [status] @param {string} [code]
   * @param {Record<string, any>} [details] */
  constructor(message, status = 0, code = "", details = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** Ask; where the session has ended, wait until somebody has signed in again, then ask again.
 * @type {(address: string, options: () => RequestInit) => Promise<Response>} */
async function ask(address, options) {
  for (;;) {
    try {
      return await askOnce(address, options());
    } catch (error) {
      if (!(error instanceof RefusedError) || error.status !== 401 || !(await signInAgain())) throw error;
    }
  }
}

/** @type {(address: string, options: RequestInit) => Promise<Response>} */
async function askOnce(address, options) {
  let response;
  try {
    response = await fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "error", ...options });
  } catch {
    throw new RefusedError(t("The server cannot be reached. Check the network and try again."));
  }
  if (response.ok) return response;
  let message = t("The server refused ({status}). Reload the page and try again.", { status: response.status });
  let code = "";
  let details = {};
  try {
    const { error } = await response.json();
    details = error ?? {};
    if (typeof error?.message === "string") message = error.message;
    if (typeof error?.code === "string") code = error.code;
  } catch {
    // Not an answer of ours.
  }
  throw new RefusedError(message, response.status, code, details);
}

/** GET a file's bytes; `report(done, total)` as they come (total 0: not known).
 * @type {(address: string, report?: (done: number, total: number) => void) =>
 *   Promise<Uint8Array<ArrayBuffer>>} */
export async function getBytes(address, report = () => {}) {
  const response = await ask(address, () => ({}));
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
  return (await ask(address, () => ({ headers }))).json();
}

/** POST bytes or text; resolves with the JSON of the answer. `options`: of fetch.
 * @type {(address: string, body: BodyInit, options?: RequestInit) => Promise<any>} */
export async function postJson(address, body, options = {}) {
  const response = await ask(address, () => {
    const token = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    return { method: "POST", headers, body, ...options };
  });
  return response.json();
}
