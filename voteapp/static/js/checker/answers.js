// What a ballot says, in the words of its questionnaire.

import { readAnswers } from "../campaign/checking/answers.js";
import { NOT_APPLICABLE, PREFER_NOT } from "../campaign/questionnaire/answering.js";
import { readText } from "../campaign/questionnaire/texts.js";
import { chooseLanguage, directionOf, listLanguages } from "../booth/languages.js";
import { t } from "../i18n.js";
import { h, summaryList } from "../ui/dom.js";

function nameAnswer({ kind, words }, question, answer, language) {
  if (answer === NOT_APPLICABLE) return words[language].not_applicable;
  if (answer === PREFER_NOT) return kind === "survey" ? words[language].prefer_not : t("Blank vote");
  return readText(question.answers.find(({ id }) => id === answer).texts, language);
}

/** The title of a questionnaire, as this reader reads it. */
export function titleOf(questionnaire) {
  return readText(questionnaire.texts, languageOf(questionnaire));
}

function languageOf(questionnaire) {
  return chooseLanguage(listLanguages(questionnaire), navigator.languages);
}

/** Every question with what the ballot answers to it. */
export function answersPart(questionnaire, choices) {
  const language = languageOf(questionnaire);
  const rows = readAnswers(questionnaire, choices).map((answers, place) => {
    const question = questionnaire.questions[place];
    const named = answers.map((answer) => nameAnswer(questionnaire, question, answer, language));
    return {
      asked: readText(question.texts, language),
      said: named.length === 0 ? t("None of these") : named.join("; "),
    };
  });
  const list = summaryList(rows.map(({ asked, said }) => [asked, said]));
  return h("div", { lang: language, dir: directionOf(language) }, list);
}
