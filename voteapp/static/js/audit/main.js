// The auditor page: choose or drop UUID.zip or UUID.bel, or several of one campaign, and read whether it checks out. Nothing
// leaves the device. The same code runs as a module on the server's page and, bundled into one
// classic script, in the bundle's auditor.html from disk.

import { verifyFile } from "../campaign/audit/election.js";
import { loadCatalog, t } from "../i18n.js";
import { NotAnArchiveError, UnsupportedError } from "../protocol/errors.js";
import { actions, button, h, progressBar, refill, saveFile } from "../ui/dom.js";
import { createReceiptForm } from "./receipt.js";
import { createReportView } from "./report.js";
import { createSealedPart } from "./sealed.js";
import { createSlipForm } from "./slip.js";
import { createTogetherView } from "./together.js";
import { describeStage } from "./words.js";

const BREATH = 40; // milliseconds of work between two drawings
const SPEAK = 3000; // milliseconds between two sentences, so that screen readers can keep up

function createPicker(onFiles) {
  const input = h("input", {
    type: "file",
    id: "file",
    accept: ".zip,.bel",
    multiple: true,
    on: { change: () => input.files.length > 0 && onFiles([...input.files]) },
  });
  input.setAttribute("aria-describedby", "file-hint");
  const hint = t(
    "It ends in .zip or .bel. You can also drop it here. Choose the files of one campaign together to compare them too.",
  );
  return h(
    "div",
    { class: "field empty", on: { dragover: (event) => event.preventDefault(), drop: takeDropped(onFiles) } },
    h("label", { for: "file" }, t("The election's file")),
    h("span", { class: "hint", id: "file-hint" }, hint),
    input,
  );
}

function takeDropped(onFiles) {
  return (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length > 0) onFiles([...event.dataTransfer.files]);
  };
}

/** A sentence on each stage, and another only after a while. */
function createSpeaker() {
  let spoken = { stage: "", since: 0, began: 0, text: "" };
  return (stage, done, total) => {
    const now = performance.now();
    if (stage === spoken.stage && now - spoken.since < SPEAK) return spoken.text;
    const began = stage === spoken.stage ? spoken.began : now;
    const left = done > 0 ? ((now - began) * (total - done)) / done / 1000 : 0;
    const text = describeStage(stage, done, total, now - began < SPEAK ? 0 : left);
    spoken = { stage, since: now, began, text };
    return text;
  };
}

/** Shows each stage, and lets the page draw now and then. */
function createProgress(bar, isCurrent) {
  let last = performance.now();
  const speak = createSpeaker();
  return (stage, done, total) => {
    if (performance.now() - last < BREATH) return undefined;
    bar.update(done, total, speak(stage, done, total));
    return new Promise((/** @type {(value?: unknown) => void} */ resolve, reject) => {
      setTimeout(() => {
        last = performance.now();
        if (isCurrent()) resolve();
        else reject(new DOMException("another file was chosen", "AbortError"));
      });
    });
  };
}

function describeRefusal(error, name) {
  if (error instanceof UnsupportedError) {
    return [
      t("This page cannot check this election"),
      t("It uses something that this version does not know: {message}.", { message: error.message }),
    ];
  }
  if (error instanceof NotAnArchiveError) {
    return [
      t("This is not an election's file"),
      t("{name} cannot be read as an election: {message}.", { name, message: error.message }),
    ];
  }
  if (error instanceof RangeError || error.name === "NotReadableError") {
    return [
      t("This file could not be read"),
      t("It may be too large for this browser. Check it with the program instead: voteapp audit."),
    ];
  }
  throw error;
}

function showRefusal(output, { name, error }) {
  const [heading, text] = describeRefusal(error, name);
  const title = h("h2", { id: "verdict", tabindex: "-1" }, heading);
  refill(output, h("div", { class: "warning" }, title, h("p", {}, text)));
  title.focus();
}

function showOutcome(output, { name, outcome, milliseconds }) {
  const seconds = (milliseconds / 1000).toFixed(1);
  const { report } = outcome;
  const save = () => saveFile(`${report.uuid ?? "report"}.json`, JSON.stringify(report), "application/json");
  refill(
    output,
    h("p", { class: "small" }, t("{name}, checked in {seconds} seconds", { name, seconds })),
    createReportView(outcome),
    createReceiptForm(outcome),
    createSlipForm(outcome),
    actions(button(t("Save this report as a file"), save, "secondary")),
  );
  document.getElementById("verdict").focus();
}

/** What a file turned out to be: its whole report, or why there is none. */
function showRead(output, read) {
  if (read.error === null) showOutcome(output, read);
  else showRefusal(output, read);
}

/** Check a file: its name, and what was found or why it cannot be read; null where another one was chosen meanwhile. */
async function readFile(output, file, isCurrent) {
  const { name } = file;
  const bar = progressBar(t("How far the check is"));
  const began = performance.now();
  refill(output, h("h2", {}, t("Checking {name}", { name: file.name })), bar.element);
  bar.update(0, 1, t("Reading the file"));
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const outcome = await verifyFile(bytes, { progress: createProgress(bar, isCurrent) });
    return isCurrent() ? { name, outcome, error: null, milliseconds: performance.now() - began } : null;
  } catch (error) {
    return isCurrent() && error.name !== "AbortError" ? { name, outcome: null, error, milliseconds: 0 } : null;
  }
}

/** Check files one after the other, and show what was found; of several also whether they fit together. */
async function checkFiles(output, files, isCurrent) {
  const all = [];
  for (const file of files) {
    const read = await readFile(output, file, isCurrent);
    if (read === null) return;
    all.push(read);
  }
  if (all.length === 1) {
    showRead(output, all[0]);
    return;
  }
  const place = h("div", {});
  refill(
    output,
    createTogetherView(all, (read) => showRead(place, read)),
    place,
  );
  document.getElementById("together").focus();
}

/** Put the auditor into an element. */
function mountAuditor(root) {
  const output = h("div", { id: "report" });
  let current = 0;
  const check = (files) => {
    const turn = (current += 1);
    return checkFiles(output, files, () => turn === current);
  };
  refill(root, createPicker(check), output, createSealedPart());
}

loadCatalog();
mountAuditor(document.getElementById("auditor"));
