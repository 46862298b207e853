// From what a member chose to what is answered: docs/formats.md, "Going through".
// The same as voteapp/campaign/questionnaire/answering.py.
//
// Answers are named by their identities, NOT_APPLICABLE and PREFER_NOT; those given to one question
// are a list, in the order in which the question offers them. `given` and `chosen` are Maps from
// questions to such lists.

import { listSources, listTargets } from "./looking.js";
/** @import { Bin, Question, Questionnaire } from "./document.js" */
/** @import { Condition, Derive, Rule } from "./rules.js" */

/** @typedef {readonly string[]} Answers */
/** @typedef {Map<string, Answers>} Given */
/** @typedef {{ id: string, how: "asked" | "filled" | "unasked", rule: string | null,
 *   answers: Answers | null }} Step */

/** They stand in the place of an answer's identity: no answers of their own in a question. */
export const NOT_APPLICABLE = "not-applicable";
export const PREFER_NOT = "prefer-not";

/** @type {Omit<Step, "id">} */
const ASKED = Object.freeze({ how: "asked", rule: null, answers: null });
/** @type {Omit<Step, "id">} */
const UNASKED = Object.freeze({ how: "unasked", rule: null, answers: Object.freeze([NOT_APPLICABLE]) });

/** Whether a condition is true of these answers.
 * @type {(condition: Condition, given: Given) => boolean} */
export function holds(condition, given) {
  if (condition.all !== undefined) return condition.all.every((part) => holds(part, given));
  if (condition.any !== undefined) return condition.any.some((part) => holds(part, given));
  if (condition.not !== undefined) return !holds(condition.not, given);
  const found = given.get(condition.question || "") || [];
  return (condition.answers || []).some((answer) => found.includes(answer));
}

/** Whether everything that a rule looks at is answered, and its condition, if any, holds.
 * @type {(rule: Rule, given: Given) => boolean} */
function applies(rule, given) {
  if (!listSources(rule).every((source) => given.has(source))) return false;
  return rule.do === "derive" || holds(rule.when, given);
}

/** A code may be called like something that every object has.
 * @type {<T>(object: Record<string, T>, key: string) => T | undefined} */
function getOwn(object, key) {
  return Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
}

/** The way of members of one leaf (`code`, `variant`) through a questionnaire that was checked. */
export class Interview {
  /** @param {Questionnaire} questionnaire @param {{ code: string, variant: string }} leaf */
  constructor(questionnaire, { code, variant }) {
    this.questionnaire = questionnaire;
    this.code = code;
    const limit = getOwn(questionnaire.limits, code) || null;
    /** @type {number | null} */
    this.limit = limit === null ? null : limit.limit;
    /** @type {string[] | undefined} */
    this.asked = getOwn(questionnaire.asked, variant);
    this.known = new Map(questionnaire.questions.map((question) => [question.id, question]));
  }

  /** A step for each question, in order; a rule that applies wins over what was chosen.
   * @type {(chosen: Given) => Step[]} */
  goThrough(chosen) {
    /** @type {Given} */
    const given = new Map();
    return this.questionnaire.questions.map(({ id }) => {
      const step = { id, ...this.takeStep(id, given) };
      if (step.how === "asked") step.answers = chosen.get(id) || null;
      if (step.answers !== null) given.set(id, step.answers);
      return step;
    });
  }

  /** By the first rule of the list that decides a question and applies; else it is asked.
   * @type {(id: string, given: Given) => Omit<Step, "id">} */
  takeStep(id, given) {
    if (this.asked !== undefined && !this.asked.includes(id)) return UNASKED;
    for (const rule of this.questionnaire.rules) {
      if (!listTargets(rule).includes(id)) continue;
      if (rule.do === "derive") return { how: "filled", rule: rule.id, answers: this.derive(rule, given) };
      if (applies(rule, given)) {
        const answer = rule.do === "fill" ? rule.answer : NOT_APPLICABLE;
        return { how: "filled", rule: rule.id, answers: [answer] };
      }
    }
    return ASKED;
  }

  /** How the number in the rule's source stands to the leaf's limit; null without one.
   * @type {(rule: Derive, given: Given) => string[] | null} */
  derive(rule, given) {
    const source = given.get(rule.from);
    if (source === undefined) return null;
    const [answer] = source;
    if (answer === PREFER_NOT) return [PREFER_NOT];
    const { answers } = /** @type {Question} */ (this.known.get(rule.from));
    const bin = answers.find(({ id }) => id === answer)?.bin ?? null;
    if (bin === null) return [NOT_APPLICABLE];
    if (this.limit === null) return [rule.no_limit];
    const over = bin.low - this.limit;
    const reached = rule.over.filter(({ by }) => by <= over);
    return [reached.length > 0 ? reached[reached.length - 1].answer : rule.within];
  }

  /** The identities of the rules that forbid what was answered.
   * @type {(given: Given) => string[]} */
  findContradictions(given) {
    const { rules } = this.questionnaire;
    return rules.filter((rule) => rule.do === "forbid" && applies(rule, given)).map(({ id }) => id);
  }
}

/** The answers by question, of those that have one.
 * @type {(steps: Step[]) => Given} */
export function listGiven(steps) {
  /** @type {Given} */
  const given = new Map();
  for (const { id, answers } of steps) if (answers !== null) given.set(id, answers);
  return given;
}

/** Everything that a question offers: its answers, "not applicable", "prefer not to answer".
 * @type {(question: Question) => string[]} */
export function listOffered(question) {
  const words = question.not_applicable ? [NOT_APPLICABLE] : [];
  if (question.prefer_not) words.push(PREFER_NOT);
  return [...question.answers.map(({ id }) => id), ...words];
}

/** Whether an answer can only be given by itself.
 * @type {(question: Question, answer: string) => boolean} */
export function standsAlone(question, answer) {
  if (answer === NOT_APPLICABLE || answer === PREFER_NOT) return true;
  return question.answers.some(({ id, alone }) => id === answer && alone);
}

/** Why answers cannot be given to a question: "unknown", "none", "few", "many", "alone"; null where they can.
 * @type {(question: Question, answers: Answers) => string | null} */
export function findFault(question, answers) {
  const offered = listOffered(question).filter((answer) => answers.includes(answer));
  if (offered.length !== answers.length || offered.some((answer, place) => answer !== answers[place])) return "unknown";
  if (answers.some((answer) => standsAlone(question, answer))) return answers.length === 1 ? null : "alone";
  if (answers.length === 0) return question.min === 0 ? null : "none";
  if (answers.length < question.min) return "few";
  return answers.length > question.max ? "many" : null;
}

/** The answer into which a typed number falls, or null.
 * @type {(question: Question, number: number) => string | null} */
export function findBin(question, number) {
  /** @type {(bin: Bin | null) => boolean} */
  const holdsIt = (bin) => bin !== null && bin.low <= number && (bin.high === null || number <= bin.high);
  const found = question.answers.find(({ bin }) => holdsIt(bin));
  return found === undefined ? null : found.id;
}

/** The 0/1 choices that a ballot encrypts, the blank first where a question has one.
 * @type {(questionnaire: Questionnaire, steps: Step[]) => number[][]} */
export function createChoices(questionnaire, steps) {
  return questionnaire.questions.map((question, place) => {
    const { answers } = steps[place];
    const fault = answers === null ? "not answered" : findFault(question, answers);
    if (answers === null || fault !== null) throw new Error(`question ${question.id}: ${fault}`);
    const names = listOffered(question).filter((name) => name !== PREFER_NOT);
    const blank = question.prefer_not ? [Number(answers.includes(PREFER_NOT))] : [];
    return [...blank, ...names.map((name) => Number(answers.includes(name)))];
  });
}
