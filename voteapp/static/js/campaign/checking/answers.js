// What a ballot's zeros and ones say, question by question: the way back from createChoices.
//
// docs/formats.md, "Checking a ballot" and "Questionnaire".

import { listOffered, PREFER_NOT } from "../questionnaire/answering.js";
/** @import { Questionnaire } from "../questionnaire/document.js" */

/** Of each question the identities of its answers, NOT_APPLICABLE and PREFER_NOT among them.
 * @type {(questionnaire: Questionnaire, choices: number[][]) => string[][]} */
export function readAnswers({ questions }, choices) {
  return questions.map((question, place) => {
    const names = listOffered(question).filter((name) => name !== PREFER_NOT);
    const all = question.prefer_not ? [PREFER_NOT, ...names] : names;
    return all.filter((_, index) => choices[place][index] === 1);
  });
}
