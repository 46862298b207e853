// The choice of the language in which questions are read.

import { h } from "../../ui/dom.js";
import { t } from "../../i18n.js";
import { nameLanguage } from "../languages.js";

/** A field to choose one of these languages; `onChoose(name)`. */
export function languageField(names, now, onChoose) {
  const options = names.map((name) =>
    h("option", { value: name, lang: name, selected: name === now }, nameLanguage(name)),
  );
  const change = (event) => onChoose(event.target.value);
  return h(
    "div",
    { class: "field" },
    h("label", { for: "language" }, t("Language of the questions")),
    h("select", { id: "language", class: "medium", autocomplete: "off", on: { change } }, ...options),
  );
}
