// Texts by language, read in one of them.
/** @import { Texts } from "./document.js" */

/** The text in a language; nothing where it was not written.
 * @type {(texts: Texts, language: string) => string} */
export function readText(texts, language) {
  const found = texts[language];
  return found ? found.text : "";
}

/** The help in a language; nothing where it was not written.
 * @type {(texts: Texts, language: string) => string} */
export function readHelp(texts, language) {
  const found = texts[language];
  return found ? found.help : "";
}
