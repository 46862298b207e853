// Who has done what in the making of the key, and for whom everybody waits.

import { t, tn } from "../../i18n.js";
import { h, progressBar, refill } from "../../ui/dom.js";
import { stepList } from "../../ui/frame.js";

const MOST_NAMES = 4;

/** The wizard's steps; `now` counts from 0. */
export function wizardSteps(now) {
  const names = [
    t("Make your key"),
    t("Compare the words"),
    t("Wait while the key is made"),
    t("Save and print"),
    t("Rehearsal"),
    t("Done"),
  ];
  return stepList(names, now, { class: "steps compact", "aria-label": t("Steps") });
}

/** The bar of the page's own work: {begin()}, which hides it and gives {element, report}. */
export function createBar() {
  const bar = progressBar(t("Progress"));
  const { element } = bar;
  const report = (done, total) => {
    element.hidden = done >= total;
    const percent = Math.floor((10 * done) / total) * 10;
    bar.update(done, total, t("Working on your key: {percent} %", { percent }));
  };
  return {
    begin() {
      element.hidden = true;
      return { element, report };
    },
  };
}

/** Names in a row, as the page's language joins them. */
function joinNames(names) {
  if (typeof Intl.ListFormat !== "function") return names.join(", ");
  const language = document.documentElement.lang || "en";
  return new Intl.ListFormat(language, { type: "conjunction" }).format(names);
}

/** What a trustee's own step means to people. */
export function describeStep(step) {
  switch (step) {
    case "certificate":
      return t("making their key");
    case "commit":
      return t("comparing the words");
    case "acknowledge":
      return t("confirming what the others fixed");
    case "reveal":
      return t("opening what they had fixed");
    case "complain":
      return t("complaining about another trustee");
    default:
      return t("sending their share of the key");
  }
}

/** One trustee's state as [text, kind of tag]. */
function describeTrustee({ kind, done, rehearsed, lost }) {
  if (lost) return [t("key lost"), "danger"];
  if (rehearsed) return [t("key tried"), "good"];
  const last = kind === "single" ? "reveal" : "share";
  if (done.includes(last)) return [t("key made"), "good"];
  if (done.includes("commit")) return [t("words compared"), "info"];
  if (done.includes("certificate")) return [t("key begun"), "info"];
  return kind === "single" ? [t("nothing sent yet"), "wait"] : [t("not begun"), "wait"];
}

/** "Waiting for …", or null when nobody else is waited for. `missing`: positions. */
function waitingSentence(task, step, missing) {
  const others = missing.filter((position) => position !== task.position);
  if (others.length === 0) return null;
  if (others.length > MOST_NAMES) return waitingCount(step, others.length);
  const names = joinNames(others.map((position) => nameOf(task, position)));
  if (step === "certificate") return t("Waiting for {names} to make their key.", { names });
  if (step === "commit") return t("Waiting for {names} to compare the words.", { names });
  return t("Waiting for {names}. Their pages have to be open.", { names });
}

/** The same for many, whom the list below names. */
function waitingCount(step, count) {
  if (step === "certificate") return t("Waiting for {count} trustees to make their key.", { count });
  if (step === "commit") return t("Waiting for {count} trustees to compare the words.", { count });
  return t("Waiting for {count} trustees. Their pages have to be open.", { count });
}

/** A trustee's name by number. */
export function nameOf(task, position) {
  const found = task.trustees.find((trustee) => trustee.position === position);
  return found ? found.name : String(position);
}

/** What the line says of everybody's progress, or null. */
function statusSentence(task, { step, missing }, mine) {
  if (step === "done") return rehearsalSentence(task);
  return mine ? t("It is your turn.") : waitingSentence(task, step, missing ?? []);
}

function trusteeRow(task, trustee) {
  const [text, kind] = describeTrustee(trustee);
  const own = trustee.position === task.position;
  return h(
    "li",
    {},
    h("span", { dir: "auto" }, trustee.name, own ? ` (${t("you")})` : null),
    h("span", { class: `tag ${kind}` }, text),
  );
}

/** The live part of every page. */
export class Status {
  constructor() {
    this.line = h("p", { role: "status", "aria-live": "polite", class: "waiting" });
    this.list = h("ul", { class: "people" });
    this.trouble = h("p", { class: "error-text", role: "status", hidden: true });
    const parts = [h("h2", {}, t("Everybody")), this.line, this.list, this.trouble];
    this.element = h("section", { class: "card" }, parts);
    this.spoken = null;
  }

  /** Say that the server cannot be reached, or (null) that it can again. */
  problem(text) {
    this.trouble.hidden = text === null;
    this.trouble.textContent = text ?? "";
  }

  /** `told` may be null; `mine`: this trustee has something to do, so nobody waits for the others yet. */
  update(task, told, mine) {
    const sentence = statusSentence(task, told ?? task, mine);
    if (sentence !== this.spoken) this.line.textContent = sentence ?? "";
    this.line.hidden = sentence === null;
    this.spoken = sentence;
    refill(this.list, ...task.trustees.map((trustee) => trusteeRow(task, trustee)));
  }
}

function rehearsalSentence(task) {
  const left = task.trustees.filter(({ rehearsed, lost }) => !rehearsed && !lost).length;
  if (left === 0) return t("The key is made. Everybody has tried their part.");
  return tn(
    "The key is made. {count} trustee has not tried their part yet.",
    "The key is made. {count} trustees have not tried their part yet.",
    left,
  );
}
