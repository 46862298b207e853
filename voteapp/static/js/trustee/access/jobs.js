// What the page behind a trustee's link and the sign-in page share.

import { t } from "../../i18n.js";
import { progressBar } from "../../ui/dom.js";
import { Jobs } from "../../ui/jobs.js";

/** {code, position, passphrase} -> 64 hex digits; `report` says how far a worker is. */
async function computeVerifier(input, report) {
  const jobs = new Jobs(new URL("./worker.js", import.meta.url));
  try {
    await jobs.ready;
    return await jobs.run("verifier", input, report);
  } finally {
    jobs.stop();
  }
}

/** The passphrase's verifier, computed in a worker, with a progress bar: {element, compute(input)}. */
export function createVerifiers() {
  const bar = progressBar(t("Progress"));
  bar.element.hidden = true;
  const report = (done, total) => {
    const percent = Math.floor((10 * done) / total) * 10;
    bar.update(done, total, t("Working on the passphrase: {percent} %", { percent }));
  };
  async function compute(input) {
    bar.element.hidden = false;
    return computeVerifier(input, report).finally(() => {
      bar.element.hidden = true;
    });
  }
  return { element: bar.element, compute };
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
