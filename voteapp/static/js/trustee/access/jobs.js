// What the page behind a trustee's link and the sign-in page share.

import { t } from "../../i18n.js";
import { InputError } from "../../ui/committee.js";
import { h, progressBar } from "../../ui/dom.js";
import { Jobs } from "../../ui/jobs.js";

/** The passphrase's verifier, computed in a worker, with a progress bar: {element, compute(...)}. */
export function createVerifiers() {
  const bar = progressBar(t("Progress"));
  bar.element.hidden = true;
  return {
    element: bar.element,
    /** {code, position, passphrase} -> 64 hex digits. */
    async compute(input) {
      const jobs = new Jobs(new URL("./worker.js", import.meta.url));
      bar.element.hidden = false;
      try {
        await jobs.ready;
        return await jobs.run("verifier", input, (done, total) => {
          const percent = Math.floor((10 * done) / total) * 10;
          bar.update(done, total, t("Working on the passphrase: {percent} %", { percent }));
        });
      } finally {
        jobs.stop();
        bar.element.hidden = true;
      }
    },
  };
}

/** Run what asks for a passkey; a person's "no" is said in words at no field. */
export async function askPasskey(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    throw new InputError(
      null,
      t("The passkey was not used: your device or you refused it. Try again, or take a passphrase."),
    );
  }
}

const hintName = (code, position) => `voteapp-trustee-sign-in/${code}/${position}`;

/** Remember in this browser how a trustee signs in: "passphrase" or "passkey". */
export function rememberWay(code, position, way) {
  try {
    window.localStorage.setItem(hintName(code, position), way);
    window.localStorage.setItem(hintName(code, "last"), String(position));
  } catch {
    // Only a hint: the key's page asks in the other way.
  }
}

function recall(name) {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** How this trustee signs in, or null if this browser does not know. */
export function recallWay(code, position) {
  return recall(hintName(code, position));
}

/** The number (text) of the trustee who signed in last in this browser, or null. */
export function recallPosition(code) {
  return recall(hintName(code, "last"));
}

/** A sentence for a worker that could not be loaded. */
export function notLoaded() {
  return h("p", {}, t("This page could not be loaded whole. Reload it."));
}
