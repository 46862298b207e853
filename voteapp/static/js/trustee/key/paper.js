// The printed page of a trustee's or witness's key: a square code and the same in characters. It holds one
// secret, the key's, and is in the document only until the page is left or the key was tried.

import { t } from "../../i18n.js";
import { h, showInstant, svgImage } from "../../ui/dom.js";
import { paragraph } from "../../ui/frame.js";
import { fitSheet, measured } from "../../paper/one_sheet.js";

/** What every trustee's sheet says of whose key it is. */
export const describeTrustee = (position) => ({
  kind: t("A trustee’s key. Secret."),
  who: t("Trustee number {position}.", { position }),
});

/** The code in its six groups. */
function groupList(code) {
  return h(
    "ol",
    { class: "key-groups" },
    code.split("-").map((group) => h("li", {}, group)),
  );
}

/**
 * The sheet. `view`: {kind (whose key it is), title, organizer, name, who (a sentence), together (text), address (of the page
 * that takes the key), words (or null)}; `paper`: {code: six groups, qr: SVG text}.
 */
export function createPaper(view, paper) {
  return h(
    "section",
    { class: "sheet key-page" },
    whoseKey(view),
    h(
      "div",
      { class: "key-code", translate: "no" },
      svgImage(paper.qr, t("Square code of the key")),
      h("div", {}, paragraph(t("The same in characters:")), groupList(paper.code)),
    ),
    whatFor(view),
    howToKeep(),
    view.words === null
      ? null
      : h(
          "p",
          { class: "key-words", translate: "no" },
          t("Words of this key’s making: {words}", { words: view.words }),
        ),
  );
}

function whoseKey({ kind, name, title, organizer, who }) {
  const instant = showInstant(new Date().toISOString(), undefined, "medium");
  return [
    h("p", { class: "key-kind" }, kind),
    h("h1", {}, t("Key of {name}", { name })),
    h("p", { class: "lead", dir: "auto" }, title),
    paragraph(t("{organizer}. {who} Printed {instant}.", { organizer, who, instant })),
  ];
}

function whatFor({ together, address }) {
  return [
    h("h2", {}, t("What it is for")),
    paragraph(together),
    paragraph(
      t(
        "If the saved file or its passphrase is lost, this page brings the key back: open {address}, " +
          "choose “The printed page”, and scan the square code or type the characters.",
        { address },
      ),
    ),
  ];
}

function howToKeep() {
  const rules = [
    t("Fold it, put it into an envelope, seal it, sign over the seal."),
    t("Keep it apart from the file and its passphrase. Whoever holds this page can act in your place."),
    t("Do not photograph it, do not scan it elsewhere, do not send it."),
    t("Destroy it after the result was published, or when the committee says that the key was made again."),
  ];
  const items = rules.map((text) => h("li", {}, text));
  return [h("h2", {}, t("How to keep it")), h("ul", {}, items)];
}

/** Put the sheet where printing finds it, in place of an earlier one; null takes it away. */
export function placePaper(sheet) {
  for (const old of document.querySelectorAll("#main > .sheets")) old.remove();
  document.body.classList.toggle("with-sheets", sheet !== null);
  if (sheet !== null) {
    const place = h("div", { class: "sheets", "aria-hidden": "true" });
    document.getElementById("main").append(place);
    measured(place, sheet, () => fitSheet(sheet, 11));
    place.append(sheet);
  }
}

/** The code for whoever has no printer: to be written down by hand. */
export function handwriting(code) {
  const advice = t(
    "Six groups, with pen on paper. Compare every character afterwards. Write beside it: your name, the name of the vote.",
  );
  const summary = h("summary", {}, t("No printer here? Write the code down by hand"));
  return h("details", {}, summary, paragraph(advice), groupList(code));
}
