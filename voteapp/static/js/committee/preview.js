// A part as members will see it on a phone, with pretend answers: nothing is kept, sealed or sent.

import { loadCatalog, t } from "../i18n.js";
import { languageField } from "../booth/asking/language_field.js";
import { startAsking } from "../booth/asking/walking.js";
import { Interviewed } from "../booth/asking/interviewed.js";
import { listLanguages } from "../booth/languages.js";
import { actions, button, h } from "../ui/dom.js";
import { Pages } from "../ui/pages.js";

const place = document.getElementById("preview");

/** Both ends of the way: the choice of a language before it, and what comes of it. */
function endPage(pages, ballot) {
  return () => ({
    title: t("End of the preview"),
    content: [
      h("h1", {}, t("End of the preview")),
      h("p", {}, t("Here a member’s phone seals the answers and sends them. In a preview nothing is kept.")),
      actions(button(t("Start again"), () => start(pages, ballot))),
    ],
  });
}

function start(pages, ballot) {
  ballot.begin();
  pages.reset(startPage(pages, ballot));
}

function languagePart(pages, ballot) {
  const names = listLanguages(ballot.questionnaire);
  if (names.length < 2) return null;
  return languageField(names, ballot.language, (name) => {
    ballot.speak([name]);
    pages.refresh();
    document.getElementById("language")?.focus();
  });
}

function startPage(pages, ballot) {
  return () => ({
    title: ballot.title,
    content: [
      h("h1", { lang: ballot.language, dir: "auto" }, ballot.title),
      languagePart(pages, ballot),
      h("p", { class: "pre", lang: ballot.language, dir: "auto" }, ballot.introduction),
      actions(button(t("Start"), () => startAsking(pages, ballot, () => pages.reset(endPage(pages, ballot))))),
    ],
  });
}

loadCatalog();
const { questionnaire, leaf } = JSON.parse(document.getElementById("task").textContent);
const ballot = new Interviewed(questionnaire, leaf, navigator.languages);
start(new Pages(place, document.title), ballot);
