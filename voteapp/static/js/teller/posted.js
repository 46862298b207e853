// The server knows the slips: making them anew before Fix, printing them again, destroying their file. `page` is
// the Teller object of main.js.

import { t } from "../i18n.js";
import { actions, button, h } from "../ui/dom.js";
import { field, finalForm, InputError, workForm } from "../ui/forms.js";
import { paragraph } from "../ui/frame.js";
import { openForm } from "./open_file.js";
import { tellersPart } from "./others.js";
import { paperPart } from "./paper.js";

/** Nothing has to be made any more, by this teller. */
export function showPosted(page) {
  const { reprints, destroyed_by: name } = page.task;
  page.show(
    t("Slips"),
    h("div", { class: "panel" }, paragraph(describeState(page.task))),
    tellersPart(page),
    reprints > 0 ? paragraph(t("Slips printed again so far: {count}.", { count: reprints })) : null,
    name ? paragraph(t("The file of codes was destroyed; {name} confirmed it.", { name })) : fileParts(page),
    actions(h("a", { class: "button", href: page.root.dataset.campaign }, t("Back to the campaign"))),
  );
}

/** Whether anybody may still make slips. */
const isBeforeFix = ({ state }) => ["keys", "slips", "fixing"].includes(state);

function describeState(task) {
  const { state, slips: count } = task;
  if (isBeforeFix(task)) {
    return t(
      "The slips are made: {count}. Nothing can be printed before the committee has fixed the set-up. Come back then, " +
        "with the file and its passphrase.",
      { count },
    );
  }
  if (state === "printing") {
    return t(
      "The slips are ready: {count}. Others still print theirs: keep yours locked away until everybody has finished.",
      { count },
    );
  }
  return t("The slips are ready: {count}. Give the box and its cover sheet to the stewards.", { count });
}

/** The file is there still. */
function fileParts(page) {
  const { state } = page.task;
  if (isBeforeFix(page.task)) return state === "keys" ? null : anewPart(page);
  return [
    ["printing", "ready"].includes(state) ? printAgainPart(page) : null,
    state === "printing" ? null : destroyPart(page),
  ];
}

function anewPart(page) {
  const what = t(
    "If the file or its passphrase was lost, make your slips once more. The slips of the old file are worth nothing " +
      "from the moment at which the new ones are sent.",
  );
  const anew = button(t("Make my slips anew"), () => page.makeAnew(), "secondary");
  return h("details", {}, h("summary", {}, t("The file was lost")), paragraph(what), actions(anew));
}

function printAgainPart(page) {
  const again = openForm(page, "print", async (found) => {
    page.take(found);
    await page.beginPrint();
    askHowMany(page);
  });
  const what = t(
    "Only until voting opens. Everybody can read that slips were printed " +
      "again. Take the first print out of the box and destroy it.",
  );
  return [h("h2", {}, t("Print again")), paragraph(what), again];
}

/** Only whoever stands at the printer knows what came out of it. */
function askHowMany(page) {
  const made = page.made.slips.length;
  const typed = field("reprinted", t("Slips that came out of the printer"), {
    inputmode: "numeric",
    autocomplete: "off",
    class: "short",
    hint: t("Count them: not all may have been printed, or some twice. 0 if none."),
  });
  const form = workForm(t("Write it down"), [typed.element], async () => {
    const text = typed.input.value.trim();
    if (!/^[0-9]{1,6}$/.test(text)) throw new InputError("reprinted", t("Enter a whole number, 0 if none."));
    if (Number(text) > 0) await page.report("reprint", JSON.stringify({ slips: Number(text) }));
    page.clearSheets();
    showPosted(page);
  });
  page.show(
    t("How many were printed again?"),
    paragraph(t("The file holds {count} slips. Everybody reads the number that you write down.", { count: made })),
    paperPart(page),
    workForm(t("Print once more"), [], () => page.beginPrint(), "secondary"),
    form,
  );
}

function destroyPart(page) {
  const destroy = finalForm(t("The file is destroyed"), [], async () => {
    await page.report("destroyed", "{}");
    page.clearSheets();
    showPosted(page);
  });
  const what = t(
    "Before voting opens, delete the file from the stick and every other place. " +
      "Then confirm it here: the page of the campaign says who did.",
  );
  return [h("h2", {}, t("Destroy the file")), paragraph(what), destroy];
}
