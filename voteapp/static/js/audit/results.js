// The totals of an election as tables, by question and answer.

import { t } from "../i18n.js";
import { kindOf } from "../protocol/kinds.js";
import { h } from "../ui/dom.js";
import { showShare } from "../ui/shares.js";

/** A table of each question, and what is to be said of the shares; `result`: the record's, `counted`: ballots. */
export function createResultTables(questions, result, counted) {
  const rounded = t(
    "Shares are rounded to one decimal, so together they may be a little more or less than 100. The exact numbers decide.",
  );
  const tables = questions.map((question, i) => createTable(question, result[i], counted));
  return [...tables, h("p", { class: "small" }, rounded)];
}

function createTable(question, numbers, counted) {
  const { answers, blank } = kindOf(question).readTotals(question, numbers);
  const lines = blank === null ? answers : [{ text: t("Blank"), number: blank }, ...answers];
  const head = [h("th", { scope: "col" }, t("Answer")), h("th", { scope: "col", class: "number" }, t("Votes"))];
  head.push(h("th", { scope: "col", class: "number" }, t("Share")));
  const rows = lines.map(({ text, number }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, text),
      h("td", { class: "number" }, String(number)),
      h("td", { class: "number" }, showShare(number, counted)),
    ),
  );
  return h(
    "table",
    {},
    h("caption", { dir: "auto" }, question.question),
    h("thead", {}, h("tr", {}, head)),
    h("tbody", {}, rows),
  );
}
