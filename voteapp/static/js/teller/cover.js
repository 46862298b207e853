// The cover sheet of the box of slips.

import { t } from "../i18n.js";
import { h } from "../ui/dom.js";
import { paragraph } from "../ui/frame.js";
import { showVoting, trialMark } from "./slip.js";

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
    paragraph(showVoting(task)),
  ];
}

function stewardRules() {
  return [
    t("Keep the slips folded and covered. Nobody looks at a code, nobody photographs one."),
    t("Each member draws one slip by hand. Write the member’s name on the roster, never on a slip."),
    t(
      "A slip that is damaged or was seen by others is spoiled: put it into the envelope for spoiled slips and hand out another.",
    ),
    t("When the box closes, two people count together and both sign."),
    t(
      "Seal the unused, the spoiled and the returned slips in envelopes, sign across the seal, and keep them for a year.",
    ),
  ];
}

/** Everybody who made slips: whoever knows the people sees a name that is nobody's. */
function tellerLines(tellers) {
  return h(
    "ul",
    { class: "tellers" },
    tellers.map(([name, count]) => h("li", { dir: "auto" }, t("Teller {name}: {count} slips", { name, count }))),
  );
}

/** A sheet for tellers alone. */
export function tellersSheet(tellers) {
  return h("section", { class: "sheet cover" }, h("h1", {}, t("Tellers, who made the slips")), tellerLines(tellers));
}

/** The sheet; `tellers` null: they stand on sheets of their own. */
export function coverSheet(task, { slips, tellers }) {
  return h(
    "section",
    { class: "sheet cover" },
    trialMark(task, t("TRIAL: these slips decide nothing.")),
    h("h1", {}, t("Cover sheet for the box")),
    whatItIsFor(task, slips.length),
    tellers ? tellerLines(tellers) : paragraph(t("The tellers who made the slips stand on the next sheet.")),
    h(
      "ol",
      {},
      stewardRules().map((text) => h("li", {}, text)),
    ),
    coverTable(),
    signatures(),
  );
}
