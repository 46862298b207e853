// In which of its languages a questionnaire is read, and how that language runs.

/** @import { Questionnaire, Texts } from "../campaign/questionnaire/document.js" */

const RIGHT_TO_LEFT = ["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"];

/** A language and the script in which it is written, where the browser knows it: "zh-TW" is read by
 * whoever reads "zh-Hant".
 * @type {(name: string) => { language: string, script: string }} */
function expand(name) {
  try {
    const { language, script } = new Intl.Locale(name).maximize();
    return { language, script: script ?? "" };
  } catch {
    return { language: name.toLowerCase().split("-")[0], script: "" };
  }
}

/** "rtl" or "ltr".
 * @type {(name: string) => "rtl" | "ltr"} */
export function directionOf(name) {
  return RIGHT_TO_LEFT.includes(expand(name).script) ? "rtl" : "ltr";
}

/** The languages in which everything is written that members read, the one that was first first.
 * @type {(questionnaire: Questionnaire) => string[]} */
export function listLanguages({ language, texts, words, sections, questions }) {
  const answers = /** @type {Texts[]} */ ([]).concat(...questions.map((q) => q.answers.map((a) => a.texts)));
  const all = [texts, ...sections.map((s) => s.texts), ...questions.map((q) => q.texts), ...answers];
  const said = (name) => Boolean(words[name]?.not_applicable.trim() && words[name].prefer_not.trim());
  const others = Object.keys(texts).filter((name) => name !== language && said(name));
  return [
    language,
    ...others.filter((name) => all.every((one) => one[name] !== undefined && one[name].text.trim() !== "")),
  ];
}

/** The one that fits best: as it is wished, the same in the same script, the same; else the first.
 * @type {(offered: string[], wished: readonly string[]) => string} */
export function chooseLanguage(offered, wished) {
  for (const wish of wished) {
    const { language, script } = expand(wish);
    const like = offered.filter((name) => expand(name).language === language);
    const found = like.find((name) => name === wish) ?? like.find((name) => expand(name).script === script) ?? like[0];
    if (found !== undefined) return found;
  }
  return offered[0];
}

/** What a language calls itself; its code where the browser does not know.
 * @type {(language: string) => string} */
export function nameLanguage(language) {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  } catch {
    return language;
  }
}
