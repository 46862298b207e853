// The limit of a member's unit: its number, whose it is, and where that is written.

import { listSources, listTargets } from "../../campaign/questionnaire/looking.js";
import { t, tn } from "../../i18n.js";
/** @import { Limit, Questionnaire } from "../../campaign/questionnaire/document.js" */

/** The limit of a leaf, or null where it has none, or nobody decided.
 * @type {(questionnaire: Questionnaire, code: string) => Limit | null} */
export function findLimit({ limits }, code) {
  return Object.prototype.hasOwnProperty.call(limits, code) ? limits[code] : null;
}

/** The questions beside which the limit stands: the number that is compared with it, what that
 * gives, and what is asked because of that.
 * @type {(questionnaire: Questionnaire) => string[]} */
export function listLimited({ rules }) {
  const derived = rules.filter((rule) => rule.do === "derive");
  const given = derived.flatMap(listTargets);
  const asked = rules.filter((rule) => rule.do !== "derive" && listSources(rule).some((one) => given.includes(one)));
  return [...derived.flatMap(listSources), ...given, ...asked.flatMap(listTargets)];
}

/** @type {(limit: Limit) => string} */
function describeNumber({ limit, counted, citation }) {
  const values = { counted, citation };
  if (counted === "patient" && citation !== "") {
    return tn(
      "For your unit the limit is {count} patient for one nurse ({citation}).",
      "For your unit the limit is {count} patients for one nurse ({citation}).",
      limit,
      values,
    );
  }
  if (counted === "patient") {
    return tn(
      "For your unit the limit is {count} patient for one nurse.",
      "For your unit the limit is {count} patients for one nurse.",
      limit,
    );
  }
  return citation === ""
    ? t("For your unit the limit is {limit} for one nurse. What is counted: {counted}.", { limit, ...values })
    : t("For your unit the limit is {limit} for one nurse ({citation}). What is counted: {counted}.", {
        limit,
        ...values,
      });
}

/** What is said of a limit, in sentences. Nothing is called law that nobody compared with its source.
 * @type {(limit: Limit) => string[]} */
export function describeLimit(limit) {
  const { citation, condition, shift, roles, source, checked } = limit;
  const sentences = [describeNumber(limit)];
  if (condition !== "") sentences.push(t("It holds for: {condition}.", { condition }));
  if (shift !== "") sentences.push(t("Shift: {shift}.", { shift }));
  if (roles.length > 0) sentences.push(t("It covers: {roles}.", { roles: roles.join(", ") }));
  if (checked === null) {
    const cited = citation !== "" || source !== null;
    sentences.push(cited ? t("Not checked by us; see the source.") : t("Your committee set it; not checked by us."));
  }
  return sentences;
}
