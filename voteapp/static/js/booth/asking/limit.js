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

/** The number of what is counted for one nurse; other texts than the known ones are shown as they are.
 * @type {Record<string, (limit: number) => string>} */
const COUNTED = {
  patient: (limit) =>
    tn(
      "For your unit the limit is {count} patient for one nurse.",
      "For your unit the limit is {count} patients for one nurse.",
      limit,
    ),
  couplet: (limit) =>
    tn(
      "For your unit the limit is {count} mother with her baby for one nurse.",
      "For your unit the limit is {count} mothers with their babies for one nurse.",
      limit,
    ),
  "mother-and-baby": (limit) =>
    tn(
      "For your unit the limit is {count} mother or baby for one nurse.",
      "For your unit the limit is {count} mothers and babies, each counted, for one nurse.",
      limit,
    ),
  "ward-average": (limit) =>
    tn(
      "For your unit the limit is {count} patient for one nurse, averaged over the ward.",
      "For your unit the limit is {count} patients for one nurse, averaged over the ward.",
      limit,
    ),
  "shift-average": (limit) =>
    tn(
      "For your unit the limit is {count} patient for one nurse, averaged over the shift.",
      "For your unit the limit is {count} patients for one nurse, averaged over the shift.",
      limit,
    ),
};

/** A limit of patients is by far the commonest: its source stands in the same sentence.
 * @type {(limit: Limit) => string[]} */
function describeNumber({ limit, counted, citation }) {
  if (counted === "patient" && citation !== "") {
    return [
      tn(
        "For your unit the limit is {count} patient for one nurse ({citation}).",
        "For your unit the limit is {count} patients for one nurse ({citation}).",
        limit,
        { citation },
      ),
    ];
  }
  const known = Object.prototype.hasOwnProperty.call(COUNTED, counted);
  const sentence = known
    ? COUNTED[counted](limit)
    : t("For your unit the limit is {limit} for one nurse ({counted}).", { limit, counted });
  return citation === "" ? [sentence] : [sentence, t("Source: {citation}.", { citation })];
}

/** @type {(shift: string) => string} */
function describeShift(shift) {
  if (shift === "day") return t("It is for the day: for every shift but the night.");
  if (shift === "morning") return t("It is for the morning shift only.");
  if (shift === "afternoon") return t("It is for the afternoon shift only.");
  if (shift === "night") return t("It is for the night shift only.");
  return t("It is for this shift: {shift}.", { shift });
}

/** @type {(role: string) => string} */
function nameRole(role) {
  if (role === "nurse") return t("nurses");
  if (role === "registered nurse") return t("registered nurses");
  if (role === "licensed nurse") return t("licensed nurses");
  if (role === "midwife") return t("midwives");
  return role === "nursing assistant" ? t("nursing assistants") : role;
}

/** What is said of a limit, in sentences. Nothing is called law that nobody compared with its source.
 * @type {(limit: Limit) => string[]} */
export function describeLimit(limit) {
  const { citation, condition, shift, roles, covered, address, checked } = limit;
  const sentences = describeNumber(limit);
  if (condition !== "") sentences.push(t("It is for: {condition}.", { condition }));
  if (shift !== "") sentences.push(describeShift(shift));
  if (roles.length > 0) {
    sentences.push(t("People whom it covers: {roles}.", { roles: roles.map(nameRole).join(", ") }));
  }
  if (covered !== "") sentences.push(t("Where it holds: {places}.", { places: covered }));
  if (checked === null) {
    const named = citation !== "" || address !== "";
    sentences.push(named ? t("Not checked by us; see the source.") : t("Not checked by us; no source is named."));
  }
  return sentences;
}
