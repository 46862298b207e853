// From a questionnaire to the questions that stand in the record: docs/formats.md.

import { readText } from "./texts.js";
/** @import { Question, Questionnaire } from "./document.js" */
/** @import { Question as RecordQuestion } from "../../protocol/questions.js" */

/** Every question, in the language that was written first; `blank` is always written.
 * @type {(questionnaire: Questionnaire) => RecordQuestion[]} */
export function createRecordQuestions(questionnaire) {
  return questionnaire.questions.map((question) => createQuestion(questionnaire, question));
}

/** @type {(questionnaire: Questionnaire, question: Question) => RecordQuestion} */
function createQuestion({ language, words }, question) {
  const answers = question.answers.map(({ texts }) => readText(texts, language));
  if (question.not_applicable) answers.push(words[language].not_applicable);
  // An answer that stands alone could not be given where the record asks for two.
  const alone = question.not_applicable || question.answers.some((answer) => answer.alone);
  return {
    answers,
    blank: question.prefer_not,
    min: alone ? Math.min(question.min, 1) : question.min,
    max: question.max,
    question: readText(question.texts, language),
  };
}
