// What the decrypting trustee sees: pieces of pages, without any decision.

import { t, tn } from "../../i18n.js";
import { h, progressBar, summaryList } from "../../ui/dom.js";

/** What is being done, in words, with the time that is left where it is known (seconds). */
function describeStage(stage, percent, left = null) {
  const rest = left === null ? "" : ` ${describeTime(left)}`;
  switch (stage) {
    case "download":
      return t("Downloading: {percent} %", { percent });
    case "read":
      return t("Reading the record: {percent} %", { percent });
    case "credentials":
      return t("Checking the list of slips: {percent} %", { percent });
    case "ballots":
      return t("Checking every ballot: {percent} %", { percent }) + rest;
    case "decrypt":
      return t("Opening the totals: {percent} %", { percent });
    case "file":
      return t("Opening the key’s file: {percent} %", { percent });
    default:
      return t("Checking: {percent} %", { percent });
  }
}

function describeTime(seconds) {
  if (seconds < 60) return t("Less than a minute is left.");
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return tn("About {count} minute is left.", "About {count} minutes are left.", minutes);
  const hours = Math.round(minutes / 60);
  return tn("About {count} hour is left.", "About {count} hours are left.", hours);
}

/**
 * How long the rest takes at the speed of the last seconds (ballots that were checked before pass
 * quickly); null until that can be said.
 */
class Speed {
  constructor() {
    this.stage = null;
    this.seen = [];
  }

  left(stage, done, total) {
    const now = performance.now();
    if (stage !== this.stage) Object.assign(this, { stage, seen: [] });
    const { seen } = this;
    if (seen.length === 0 || now - seen[seen.length - 1].now > 500) seen.push({ now, done });
    while (seen.length > 1 && now - seen[0].now > 15000) seen.shift();
    const seconds = (now - seen[0].now) / 1000;
    if (seconds < 3 || done <= seen[0].done) return null;
    return ((total - done) * seconds) / (done - seen[0].done);
  }
}

/** A hidden bar that shows itself with the first report: {element, report(done, total, stage)}. */
export function createProgress() {
  const bar = progressBar(t("Progress"));
  const speed = new Speed();
  bar.element.hidden = true;
  const report = (done, total, stage) => {
    bar.element.hidden = stage === "file" && done >= total;
    const percent = total > 0 ? Math.floor((10 * done) / total) * 10 : 0;
    bar.update(done, total, describeStage(stage, percent, speed.left(stage, done, total)));
  };
  return { element: bar.element, report };
}

/** Sixteen words as a numbered list. */
export function wordList(words) {
  return h(
    "ol",
    { class: "key-words-list", translate: "no", lang: "en" },
    words.split(" ").map((word) => h("li", {}, word)),
  );
}

/** One election that was checked and is right: what is about to be opened. */
export function createFoundSection(found) {
  const total = t("One total of all {count} ballots, for each answer of each question. No single ballot.", {
    count: found.counted,
  });
  return h(
    "section",
    { class: "card" },
    h("h2", { dir: "auto" }, found.name),
    summaryList([
      [t("Ballots, every proof checked"), String(found.counted)],
      [t("What is opened"), total],
      [t("Questions"), found.questions.map((text) => h("div", { dir: "auto" }, text))],
      [t("Fingerprint"), h("span", { class: "tracker", translate: "no" }, found.fingerprint)],
    ]),
    h("h3", {}, t("Sixteen words to read aloud")),
    wordList(found.words.closing),
    fingerprintWords(found.words),
  );
}

function fingerprintWords({ fingerprint }) {
  return h(
    "details",
    {},
    h("summary", {}, t("The fingerprint in words")),
    h("p", {}, t("These need not be compared: the words above cover them.")),
    wordList(fingerprint),
  );
}

/** One election with which something is wrong. */
export function createFaultySection(title, problems) {
  return h(
    "section",
    { class: "warning" },
    h("h2", { dir: "auto" }, title),
    h(
      "ul",
      {},
      problems.map((text) => h("li", {}, text)),
    ),
  );
}

/** Elections of which nothing is opened. */
export function createSkipped(elections) {
  return elections
    .filter((e) => e.skip !== null)
    .map((e) =>
      h(
        "p",
        { class: "inset" },
        tn(
          "{title}: {count} ballot, fewer than {k}. Nothing of it is opened, for good, so that nobody’s answer can be guessed.",
          "{title}: {count} ballots, fewer than {k}. Nothing of it is opened, for good, so that nobody’s answer can be guessed.",
          e.ballots,
          { title: e.title, k: e.k },
        ),
      ),
    );
}
