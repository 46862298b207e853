// From what a member chose to the answers that are encrypted: derived and skipped questions.
// The same rules as voteapp/survey/answers.py; both run tests/survey/answer_cases.json.
//
// A choice is a sorted list of answer indexes, or BLANK ("prefer not to answer"). `survey` is the
// questionnaire that stands beside an election, see toSurvey.

import { kindOf } from "../protocol/kinds.js";

/** The choice that is a question's blank. */
export const BLANK = Object.freeze([-1]);

/** Whether a choice is the blank. */
export function isBlank(choice) {
  return choice.length === 1 && choice[0] === -1;
}

/**
 * The questionnaire of any election, with a key for each question. Questions that are not a
 * template's (no questionnaire, or not_applicable -1) are asked as they stand.
 */
export function toSurvey(election, questionnaire) {
  const fits = questionnaire !== null && questionnaire.questions.length === election.questions.length;
  const questions = election.questions.map((question, index) => {
    const meta = fits ? questionnaire.questions[index] : null;
    if (meta === null || meta.code === "" || meta.not_applicable !== question.answers.length - 1) {
      return { key: `#${index}`, code: "", not_applicable: -1, exclusive: [] };
    }
    return { exclusive: [], ...meta, key: meta.code };
  });
  return {
    questions,
    skips: fits ? questionnaire.skips : [],
    limit: fits ? questionnaire.limit : null,
    prefer_not: fits ? questionnaire.prefer_not : null,
  };
}

/** Whether the answers so far make a question "Not applicable" without asking. */
function isSkipped(survey, question, complete) {
  return survey.skips.some(
    (skip) =>
      question.code !== "" &&
      skip.skipped.includes(question.code) &&
      (complete[skip.question] || []).some((index) => skip.answers.includes(index)),
  );
}

/**
 * What happens to each question, in order: {kind: "asked" | "skipped" | "derived", choice}.
 * `choice` is undefined where the member has not answered yet, or a source is missing.
 */
export function computeSteps(survey, chosen) {
  const complete = {};
  return survey.questions.map((question) => {
    const step = computeStep(survey, question, chosen, complete);
    if (step.choice !== undefined) complete[question.key] = step.choice;
    return step;
  });
}

function computeStep(survey, question, chosen, complete) {
  if (isSkipped(survey, question, complete)) {
    return { kind: "skipped", choice: [question.not_applicable] };
  }
  if (question.derived) {
    return { kind: "derived", choice: derive(survey, question, complete) };
  }
  return { kind: "asked", choice: chosen[question.key] };
}

function derive(survey, question, complete) {
  const rule = question.derived;
  const source = survey.questions.find((other) => other.code === rule.from);
  const choice = complete[rule.from];
  if (choice === undefined) return undefined;
  if (isBlank(choice)) return BLANK;
  const [index] = choice;
  if (index === source.not_applicable) return [question.not_applicable];
  if (survey.limit === null || !source.bins) return [rule.no_limit];
  const over = source.bins[index][0] - survey.limit;
  if (over <= 0) return [rule.within];
  return [over === 1 ? rule.over_by_1 : rule.over_by_2];
}

/** The 0/1 answers that a ballot encrypts; the blank, where a question has one, is first. */
export function toAnswers(election, survey, chosen) {
  const steps = computeSteps(survey, chosen);
  return election.questions.map((question, place) => {
    const { choice } = steps[place];
    return kindOf(question).createChoices(question, isBlank(choice) ? null : choice);
  });
}

/** Why a choice cannot stand: "none", "few", "many", "alone"; null when it can. */
export function findFault(question, meta, choice) {
  const alone = [-1, ...meta.exclusive];
  if (choice.length > 1 && choice.some((index) => alone.includes(index))) return "alone";
  if (isBlank(choice)) return null;
  if (choice.length === 0) return question.min === 0 ? null : "none";
  if (choice.length < question.min) return "few";
  return choice.length > question.max ? "many" : null;
}
