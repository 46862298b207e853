// Which questions stand on one screen, and how far a member is.
//
// One question a screen: on a phone nobody then answers a line below the one that was read. Items
// of one scale stand together, a few at a time; an item that a rule decides by what is answered on
// the same screen begins another.

import { listSources, listTargets } from "../../campaign/questionnaire/looking.js";
/** @import { Questionnaire } from "../../campaign/questionnaire/document.js" */

/** Items of a scale on one screen. */
const MOST_ITEMS = 6;

/** Whether a rule decides the question by what is answered to one of these.
 * @type {(questionnaire: Questionnaire, id: string, before: string[]) => boolean} */
function dependsOn({ rules }, id, before) {
  return rules.some(
    (rule) => listTargets(rule).includes(id) && listSources(rule).some((source) => before.includes(source)),
  );
}

/** A run of items in parts that are as long as each other, as far as they can be.
 * @type {(run: number[]) => number[][]} */
function split(run) {
  const count = Math.ceil(run.length / MOST_ITEMS);
  const edge = (part) => Math.round((part * run.length) / count);
  return Array.from({ length: count }, (_, part) => run.slice(edge(part), edge(part + 1)));
}

/** The screens, each a list of places of questions; whoever is not asked one passes it over.
 * @type {(questionnaire: Questionnaire) => number[][]} */
export function listScreens(questionnaire) {
  const { questions, sections } = questionnaire;
  const begins = sections.map(({ first }) => first);
  /** @type {number[][]} */
  const runs = [];
  questions.forEach(({ id, scale }, place) => {
    const run = runs[runs.length - 1] ?? [];
    const same = scale !== null && run.length > 0 && questions[run[0]].scale === scale;
    const before = run.map((one) => questions[one].id);
    if (same && !begins.includes(id) && !dependsOn(questionnaire, id, before)) run.push(place);
    else runs.push([place]);
  });
  return runs.flatMap(split);
}

/**
 * The places of the questions that a member can be asked, whatever is answered: their number never
 * changes on the way. `asked`: the ids of the leaf's variant, or undefined.
 * @type {(questionnaire: Questionnaire, asked: string[] | undefined) => number[]}
 */
export function listAskable({ questions, rules }, asked) {
  const derived = rules.filter((rule) => rule.do === "derive").flatMap(listTargets);
  const places = questions.map((question, place) => place);
  return places.filter((place) => {
    const { id } = questions[place];
    return !derived.includes(id) && (asked === undefined || asked.includes(id));
  });
}

/** The section in which a question stands, or null.
 * @type {(questionnaire: Questionnaire, place: number) => Questionnaire["sections"][number] | null} */
export function findSection({ questions, sections }, place) {
  const begun = sections.filter(({ first }) => questions.findIndex(({ id }) => id === first) <= place);
  return begun[begun.length - 1] ?? null;
}
