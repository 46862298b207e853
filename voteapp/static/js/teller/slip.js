// One slip: what the vote is for, how one votes, the square code, the same in letters. The command
// line prints the same slip (voteapp/cli/teller/slips_pdf.py).

import { t } from "../i18n.js";
import { h, showInstant, svgImage } from "../ui/dom.js";
import { paragraph } from "../ui/frame.js";

/** That it is a trial, where it is one. */
export function trialMark({ trial }, text) {
  return trial ? h("p", { class: "trial-mark" }, text) : null;
}

/** From one instant to another (ISO 8601), what they share said once, with the zone's name.
 * @type {(from: string, to: string, zone: string) => string} */
function showSpan(from, to, zone) {
  const language = document.documentElement.lang || "en";
  try {
    /** @type {any} */
    const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: zone });
    const span = format.formatRange(new Date(from), new Date(to)).replace(/\s(?=[AP]M)/g, "\u00a0");
    return `${span} (${zone.replace(/_/g, " ")})`;
  } catch {
    // A browser that does not know the zone, or spans.
    return `${showInstant(from, zone, "medium")} – ${showInstant(to, zone, "medium")}`;
  }
}

/** From when to when one votes. */
export function showVoting(task) {
  return t("Voting: {span}", { span: showSpan(task.opening, task.closing, task.timezone) });
}

/** Titles of the votes and surveys, where they say more than the campaign's. */
function titles(task) {
  const all = task.elections.map(({ title }) => title);
  return all.length === 1 && all[0] === task.title ? null : all;
}

/** An address, with the places at which a line may end: before a dot or a stroke, never at a
 * hyphen, which would be taken for none. */
function showAddress(address) {
  const parts = address.replace(/-/g, "-\u2060").split(/(?=[./])/);
  return h(
    "bdi",
    { translate: "no" },
    parts.map((part, i) => (i === 0 ? part : [h("wbr"), part])),
  );
}

/** A sentence with one place for an element. */
function sentence(text, element) {
  const [before, after] = text.split("\u0000");
  return [before, element, after];
}

/** Where a receipt is looked for: on the booth's own host. */
function later(address) {
  const shown = showAddress(`${new URL(address).host}/check`);
  return sentence(t("Check it later: {address}", { address: "\u0000" }), shown);
}

function whoAndWhen(task) {
  return h("p", { class: "who" }, h("bdi", {}, task.organizer), " · ", showVoting(task));
}

// Letters of these need more room between lines than Latin ones.
const TALL = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;

function slipFront(task, address) {
  const all = titles(task);
  const steps = [
    t("Scan the square code, or type address and code."),
    t("Read, choose, seal, send. Keep slip and receipt."),
  ];
  return h(
    "div",
    { class: "front" },
    h("p", { class: TALL.test(task.title) ? "slip-title tall" : "slip-title", dir: "auto" }, task.title),
    trialMark(task, t("TRIAL: this slip decides nothing.")),
    whoAndWhen(task),
    all ? h("p", { class: "parts", dir: "auto" }, t("For: {titles}", { titles: all.join("; ") })) : null,
    h("p", { class: "strong" }, t("Use mobile data, not the hospital’s Wi-Fi.")),
    h(
      "ol",
      {},
      steps.map((text) => h("li", {}, text)),
    ),
    h("p", { class: "later" }, later(address)),
  );
}

function slipBack(address) {
  const shown = showAddress(address.replace(/^https?:\/\//, ""));
  return h(
    "div",
    { class: "typed" },
    paragraph(t("Code:")),
    h("p", { class: "token", translate: "no", dir: "ltr" }, h("span"), h("span")),
    h("p", { class: "address" }, sentence(t("Address: {address}", { address: "\u0000" }), shown)),
    h("p", { class: "once" }, t("One slip, one member, one time. Show the code to nobody.")),
  );
}

/** A slip without its code: all of them are copies of it. */
export function emptySlip(task, address) {
  return h("article", { class: "slip" }, slipFront(task, address), h("div", { class: "fold" }), slipBack(address));
}

/** Put a code into the two lines of a slip: six groups of five. */
export function typeCode(slip, code) {
  const groups = code.split("-");
  const lines = slip.querySelectorAll(".token span");
  lines[0].textContent = groups.slice(0, 3).join("-");
  lines[1].textContent = groups.slice(3).join("-");
}

/** A copy of an empty slip, with its code. */
export function createSlip(empty, code, drawing) {
  const slip = empty.cloneNode(true);
  typeCode(slip, code);
  slip.append(svgImage(drawing, t("Square code")));
  return slip;
}
