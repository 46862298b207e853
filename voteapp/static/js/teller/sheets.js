// What is printed: a cover sheet for the box, and the slips, six a page on A4 and on Letter.

import { formatToken } from "../campaign/slips/tokens.js";
import { t } from "../i18n.js";
import { h, refill, showInstant, svgImage } from "../ui/dom.js";
import { paragraph } from "../ui/frame.js";

/** Slips on a sheet of paper. */
export const PER_PAGE = 6;
const PAGES_AT_ONCE = 10;

function coverTable() {
  const rows = [
    t("Printed"),
    t("Handed out"),
    t("Spoiled"),
    t("Returned"),
    t("Unaccounted (printed, less handed out)"),
  ];
  return h(
    "table",
    {},
    h("caption", {}, t("Count when the box closes")),
    h(
      "tbody",
      {},
      rows.map((name) => h("tr", {}, h("th", { scope: "row" }, name), h("td", { class: "write" }))),
    ),
  );
}

function signatures() {
  const line = (label) => h("div", { class: "signature" }, h("span", {}, label));
  return h(
    "div",
    { class: "signatures" },
    line(t("Name and signature of the first")),
    line(t("Name and signature of the second")),
  );
}

function whatItIsFor(task, count) {
  const unit = task.leaves
    .map(([, name]) => name)
    .filter((name) => name !== "")
    .join(", ");
  return [
    h("p", { class: "lead", dir: "auto" }, task.title),
    h("p", { dir: "auto" }, task.organizer),
    unit ? paragraph(t("Unit: {unit}", { unit })) : null,
    paragraph(t("Slips in this print: {count}", { count })),
    paragraph(t("Opens {opening}; closes {closing}.", when(task))),
  ];
}

/** Texts as a numbered list. */
function numbered(texts) {
  return h(
    "ol",
    {},
    texts.map((text) => h("li", {}, text)),
  );
}

function stewardRules() {
  return [
    t("Keep the slips folded and covered. Nobody looks at a code, nobody photographs one."),
    t("Each member draws one slip by hand. Write the member’s name on the roster, never on a slip."),
    t(
      "A slip that is damaged or was seen by others is spoiled: put it into the envelope for spoiled slips and hand out another.",
    ),
    t("When the box closes, two people count together and both sign."),
  ];
}

function coverSheet(task, count) {
  return h(
    "section",
    { class: "sheet cover" },
    trialMark(task),
    h("h1", {}, t("Cover sheet for the box")),
    whatItIsFor(task, count),
    numbered(stewardRules()),
    coverTable(),
    signatures(),
  );
}

function trialMark({ trial }) {
  return trial ? h("p", { class: "trial-mark" }, t("TRIAL")) : null;
}

function when(task) {
  return {
    opening: showInstant(task.opening, task.timezone, "medium"),
    closing: showInstant(task.closing, task.timezone, "medium"),
  };
}

function shorten(text, length) {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}

function titles(task) {
  const all = task.elections.map(({ title }) => shorten(title, 60));
  return all.length <= 3 ? all.join("; ") : `${all.slice(0, 3).join("; ")}; …`;
}

/** Where a receipt is looked for: on the booth's own host. */
function checkAddress(address) {
  return `${new URL(address).host}/check`;
}

function slipFront(task, address) {
  const steps = [
    t("Scan the square code below, or type address and code."),
    t("Read, choose, seal, send."),
    t("Keep the receipt. To look for it later: {address}", { address: checkAddress(address) }),
  ];
  return h(
    "div",
    { class: "front" },
    trialMark(task),
    h("p", { class: "slip-title", dir: "auto" }, shorten(task.title, 90)),
    h("p", { dir: "auto" }, shorten(task.organizer, 60)),
    paragraph(t("For: {titles}", { titles: titles(task) })),
    paragraph(t("Opens {opening}; closes {closing}.", when(task))),
    numbered(steps),
  );
}

/** A slip's code in its groups; a line may break in the middle. */
function codeText(token) {
  const groups = formatToken(token).split("-");
  const [first, second] = [groups.slice(0, 3), groups.slice(3)].map((part) => part.join("-"));
  return h("span", { class: "token", translate: "no" }, `${first}-`, h("wbr"), second);
}

function slipBack(address, token, code) {
  const shown = address.replace(/^https?:\/\//, "");
  return h(
    "div",
    { class: "back-half" },
    svgImage(code, t("Square code")),
    h(
      "div",
      { class: "typed" },
      paragraph(t("Address:"), h("br"), h("span", { class: "address", translate: "no" }, shown)),
      paragraph(t("Code:"), h("br"), codeText(token)),
      h("p", { class: "strong" }, t("Use mobile data, not the hospital’s Wi-Fi.")),
      paragraph(t("One slip, one member, one time. Show the code to nobody.")),
    ),
  );
}

function slip(task, address, token, code) {
  return h(
    "article",
    { class: "slip" },
    slipFront(task, address),
    h("div", { class: "fold" }, h("span", {}, t("fold here, print inside"))),
    slipBack(address, token, code),
  );
}

/**
 * Fill `container` with the cover sheet and all slips. Gives control back between pages, so that
 * the page can show how far it is: `report(done, total)`.
 */
export async function fillSheets(container, task, address, made, report) {
  refill(container, coverSheet(task, made.slips.length));
  for (let start = 0; start < made.slips.length; start += PER_PAGE) {
    const sheet = h("section", { class: "sheet slips" });
    for (let i = start; i < Math.min(start + PER_PAGE, made.slips.length); i += 1) {
      sheet.append(slip(task, address, made.slips[i].token, made.codes[i]));
    }
    container.append(sheet);
    if ((start / PER_PAGE) % PAGES_AT_ONCE === 0) {
      report(start, made.slips.length);
      await new Promise((resolve) => window.setTimeout(resolve, 0));
    }
  }
  report(made.slips.length, made.slips.length);
}
