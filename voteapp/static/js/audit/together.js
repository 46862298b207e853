// Several files of one campaign: whether they fit together, and each one's own report behind a button.

import { compareBundles } from "../campaign/audit/together.js";
import { t } from "../i18n.js";
import { button, h } from "../ui/dom.js";
import { createFindings, createWarning } from "./report.js";

/** What came out of one file, in a sentence. */
function describeFile({ name, outcome }) {
  if (outcome === null) return t("{name} cannot be checked.", { name });
  return outcome.report.verified ? t("{name} checks out.", { name }) : t("{name} does not check out.", { name });
}

/** Heading and sentence over all of it. */
function describeTogether(fits, whole) {
  if (!fits) {
    return [
      t("These elections do not fit together"),
      t(
        "What the elections of one campaign share is not the same in each. Do not rely on any result until it is explained.",
      ),
    ];
  }
  if (!whole) {
    return [
      t("Not every file checks out"),
      t("What the elections of one campaign share is the same in each, but something is wrong in a file itself."),
    ];
  }
  return [
    t("These elections check out together"),
    t("Each file was checked, and what the elections of one campaign share is the same in each."),
  ];
}

/** `all`: of each file its name and what verifyFile gave, or null; `onShow(one)` shows a file's own report. */
export function createTogetherView(all, onShow) {
  const found = compareBundles(all.flatMap(({ outcome }) => (outcome === null ? [] : [outcome])));
  const fits = found.items.length === 0;
  const whole = all.every(({ outcome }) => outcome !== null && outcome.report.verified);
  const [heading, sentence] = describeTogether(fits, whole);
  const rows = all.map((one) => {
    const show = button(t("Show the report of {name}", { name: one.name }), () => onShow(one), "secondary");
    return h("li", {}, h("p", {}, describeFile(one)), show);
  });
  return h(
    "div",
    {},
    h(
      "div",
      { class: fits && whole ? "panel" : "warning" },
      h("h2", { tabindex: "-1", id: "together" }, heading),
      h("p", {}, sentence),
    ),
    fits ? null : createFindings(found.items),
    found.warnings.map(createWarning),
    h("ul", { class: "plain" }, rows),
  );
}
