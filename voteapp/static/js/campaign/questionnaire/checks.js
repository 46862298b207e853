// A questionnaire checked by itself: docs/formats.md, "Questionnaire".

import { ProtocolError } from "../../protocol/errors.js";
import { MAX_PAPER_BYTES } from "../../protocol/types.js";
import { checkCount, decodeStrict, parseInstant } from "../canonical.js";
import { checkRules } from "./checks_of_rules.js";
import { Questionnaire } from "./document.js";
import { readText } from "./texts.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Bin, Limit, Question, Texts } from "./document.js" */

const FIRST_LAW = 1900;
const ADDRESS = /^(https?:\/\/[!-;=?-~]+)?$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/;
const ID = /^[0-9A-HJKMNP-TV-Z]{8}$/;

/** @type {(sound: boolean, code: string, message: string) => void} */
function demand(sound, code, message) {
  if (!sound) throw new ProtocolError(code, message);
}

/** Read and check; throws `questionnaire-` codes.
 * @type {(data: Bytes) => Questionnaire} */
export function decodeQuestionnaire(data) {
  const questionnaire = decodeStrict(
    data,
    Questionnaire,
    "questionnaire-encoding",
    "the questionnaire",
    MAX_PAPER_BYTES,
  );
  checkQuestionnaire(questionnaire);
  return questionnaire;
}

/** In the order of voteapp/campaign/questionnaire/checks.py, which gives each the same code.
 * @type {(questionnaire: Questionnaire) => void} */
function checkQuestionnaire(questionnaire) {
  checkIds(questionnaire);
  checkTexts(questionnaire);
  const { questions } = questionnaire;
  demand(questions.length > 0, "questionnaire-question", "nothing is asked");
  questions.forEach(checkQuestion);
  checkScales(questions);
  if (questionnaire.kind === "vote") checkVote(questionnaire);
  checkSections(questionnaire);
  for (const limit of Object.values(questionnaire.limits)) if (limit !== null) checkLimit(limit);
  checkAsked(questionnaire);
  checkRules(questionnaire);
}

/** @type {(questionnaire: Questionnaire) => void} */
function checkIds({ part, sections, questions, rules }) {
  const scales = new Set(questions.map(({ scale }) => scale).filter((scale) => scale !== null));
  const answers = questions.map((question) => question.answers.map(({ id }) => id));
  const named = [...sections, ...rules, ...questions].map(({ id }) => id);
  const ids = [part, ...named, ...scales].concat(...answers);
  const code = "questionnaire-id";
  demand(
    ids.every((id) => ID.test(String(id))),
    code,
    "an identity is not 8 characters of the alphabet",
  );
  demand(new Set(ids).size === ids.length, code, "an identity is given twice");
}

/** @type {(questionnaire: Questionnaire) => void} */
function checkTexts({ language, texts, words, sections, questions }) {
  const code = "questionnaire-text";
  const answers = /** @type {Texts[]} */ ([]).concat(...questions.map((q) => q.answers.map((a) => a.texts)));
  const all = [texts, ...sections.map((s) => s.texts), ...questions.map((q) => q.texts), ...answers];
  const names = [language, ...Object.keys(words)].concat(...all.map((one) => Object.keys(one)));
  demand(
    names.every((name) => LANGUAGE.test(name)),
    code,
    "a language is not named as BCP 47 does",
  );
  demand(
    all.every((one) => readText(one, language) !== ""),
    code,
    "a text is missing in the first language",
  );
  const own = words[language];
  const said = own !== undefined && own.not_applicable !== "" && own.prefer_not !== "";
  demand(said, code, "a word is missing in the first language");
}

/** @type {(question: Question) => void} */
function checkQuestion({ kind, scale, min, max, answers }) {
  const code = "questionnaire-question";
  const fits = 0 <= min && min <= max && max <= answers.length && max >= 1;
  demand(fits, code, "min, max and the number of answers do not fit each other");
  demand(kind === "several" || (min === 1 && max === 1), code, "this kind of question has one answer");
  demand(scale === null || kind === "scale", code, "only items of a scale share their answers");
  const bins = answers.map(({ bin }) => bin).filter((bin) => bin !== null);
  demand(kind !== "number" || bins.length > 0, code, "a number has no answer to fall into");
  checkBins(/** @type {Bin[]} */ (bins), kind !== "number");
}

/** @type {(bins: Bin[], gaps: boolean) => void} */
function checkBins(bins, gaps) {
  const code = "questionnaire-question";
  for (const { low, high } of bins) {
    checkCount(low, code, "a bin's lowest number");
    if (high !== null) checkCount(high, code, "a bin's highest number", low);
  }
  bins.slice(1).forEach(({ low }, place) => {
    const { high } = bins[place];
    demand(high !== null && low > high, code, "the bins do not rise");
    demand(gaps || low === Number(high) + 1, code, "a number falls between two bins");
  });
}

/** Items of one scale follow each other and offer the same answers.
 * @type {(questions: Question[]) => void} */
function checkScales(questions) {
  const code = "questionnaire-question";
  const runs = questions.filter(({ scale }, place) => scale !== null && questions[place - 1]?.scale !== scale);
  questions.slice(1).forEach((question, place) => {
    const before = questions[place];
    if (question.scale === null || question.scale !== before.scale) return;
    demand(describeOffer(question) === describeOffer(before), code, "items of a scale offer other answers");
  });
  const distinct = new Set(runs.map(({ scale }) => scale)).size === runs.length;
  demand(distinct, code, "a scale's items do not follow each other");
}

/** @type {(question: Question) => string} */
function describeOffer({ answers }) {
  return JSON.stringify(
    answers.map(({ texts, alone, substantive, bin }) => {
      const said = Object.keys(texts).sort();
      return [said.map((language) => [language, texts[language].text, texts[language].help]), alone, substantive, bin];
    }),
  );
}

/** @type {(questionnaire: Questionnaire) => void} */
function checkVote({ questions, sections, limits, rules }) {
  const beside = sections.length + Object.keys(limits).length + rules.length;
  const one = questions.length === 1 && questions[0].kind === "one" && !questions[0].not_applicable;
  demand(one && beside === 0, "questionnaire-question", "a vote asks one question with one answer");
}

/** Where each question stands.
 * @type {(questions: Question[]) => Map<string, number>} */
function listPlaces(questions) {
  return new Map(questions.map(({ id }, place) => [id, place]));
}

/** Whether these are the names of some questions, each once, in their order.
 * @type {(places: Map<string, number>, names: string[]) => boolean} */
function areInOrder(places, names) {
  const found = names.map((name) => places.get(name) ?? -1);
  return found.every((place, number) => place >= 0 && (number === 0 || place > found[number - 1]));
}

/** @type {(questionnaire: Questionnaire) => void} */
function checkSections({ sections, questions }) {
  const begins = sections.map(({ first }) => first);
  demand(
    areInOrder(listPlaces(questions), begins),
    "questionnaire-section",
    "sections do not follow the questions' order",
  );
}

/** @type {(limit: Limit) => void} */
function checkLimit({ limit, counted, address, from, until, checked, checked_by }) {
  const code = "questionnaire-limit";
  checkCount(limit, code, "a limit");
  for (const day of [from, until, checked]) if (day !== null) parseInstant(`${day}T00:00:00+00:00`, code, FIRST_LAW);
  demand(from === null || until === null || until >= from, code, "a limit ends before it begins");
  demand(counted !== "", code, "a limit does not say what is counted");
  demand(ADDRESS.test(address), code, "a limit's address is not one of the web");
  demand((checked === null) === (checked_by === ""), code, "a limit was checked on no day, or by nobody");
}

/** @type {(questionnaire: Questionnaire) => void} */
function checkAsked({ asked, questions }) {
  const places = listPlaces(questions);
  for (const names of Object.values(asked)) {
    demand(
      names.length > 0 && areInOrder(places, names),
      "questionnaire-asked",
      "a variant is not asked in the same order",
    );
  }
}
