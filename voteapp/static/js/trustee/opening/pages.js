// Before voting opens: the whole set-up is recomputed and shown, and the trustee signs that it is what was looked at. Without
// that its software signs no closing. `page` is the Decrypt object of decrypt/main.js.

import { t, tn } from "../../i18n.js";
import { actions, h, showInstant, summaryList } from "../../ui/dom.js";
import { finalForm, InputError, tickBox, workForm } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { offlineOpening } from "../desk/offline.js";
import { createOpeners } from "../desk/people.js";
import { describeCheck, describeOther } from "../desk/problems.js";
import { createProgress, wordList } from "../desk/views.js";
import { unlock } from "../desk/unlocking.js";
import { createKeySource } from "../key/source.js";
import { createOutSection } from "./out.js";
import { readSetup } from "./setup.js";

/** What was fixed is downloaded and recomputed. */
export function showSetup(page) {
  const { element, report } = createProgress();
  const form = workForm(t("Download and check"), [], async () => {
    const found = await readSetup(page, report);
    if (found.refused !== undefined) page.refuse([[page.task.title, [describeCheck(found.refused)]]]);
    else if (found.text === undefined) page.refuse([[page.task.title, [describeOther()]]]);
    else showFixed(page, found);
  });
  const what = page.isWitness
    ? t(
        "Your browser downloads everything that was fixed, and recomputes it: the questions, the rule, the list of slips, and " +
          "that you are named with your key. Then you sign that this is what opens.",
      )
    : t(
        "Your browser downloads everything that was fixed, and recomputes it: the questions, the rule, the list of slips, and " +
          "that your key is in the key of this vote. Then you sign that this is what opens.",
      );
  const late = t("Voting has begun already. What you sign says so: it does not count among those who looked before.");
  page.show(
    t("Check what opens"),
    page.task.late ? h("div", { class: "warning" }, paragraph(late)) : null,
    paragraph(what),
    form,
    element,
    openers(page),
    offlineOpening(page),
    actions(page.home("secondary")),
  );
}

/** Who has looked at the set-up. */
function openers(page) {
  const people = createOpeners();
  people.update(page.task);
  return people.element;
}

function showFixed(page, found) {
  const { element, report } = createProgress();
  const isOwn = (place) => page.isWitness && place + 1 === page.task.owner;
  const known = found.witnesses.map(witnessBox).filter((_, place) => !isOwn(place));
  const source = createKeySource({ label: t("The key’s file") });
  const { tick, box } = tickBox("compared", t("This is the vote that we agreed on, and these are the people"));
  const fields = [...known.map((one) => one.element), box, source.element];
  const form = finalForm(t("Sign that this opens"), fields, async () => {
    const stranger = known.find((one) => !one.isAnswered());
    if (stranger !== undefined) throw new InputError(stranger.id, t("Say whether you know this person."));
    if (known.some((one) => !one.isKnown())) return showUnknown(page);
    if (!tick.checked) throw new InputError("compared", t("Look at everything first, and tick the box."));
    await unlock(page, source, report);
    const { late } = page.task;
    const { statement } = await page.jobs.run("opening", { signer: page.signer, late });
    await page.post("opening", statement);
    return showOpened(page);
  });
  page.show(t("This is what opens"), fixedFacts(found), setupWords(found), form, element);
}

function showUnknown(page) {
  const what = t(
    "You did not sign. A witness whom nobody knows could be the operator. Tell your committee: the vote can be withdrawn and " +
      "made again with other witnesses.",
  );
  page.show(t("Nothing was signed"), h("div", { class: "warning" }, paragraph(what)), actions(page.home("secondary")));
}

/** Whether the trustee knows a witness: {element, id, isAnswered(), isKnown()}. */
function witnessBox({ name, words }, place) {
  const id = `witness-${place + 1}`;
  const option = (value, text) => {
    const input = h("input", { type: "radio", name: id, id: `${id}-${value}` });
    return { input, element: h("div", {}, input, h("label", { for: `${id}-${value}` }, text)) };
  };
  const yes = option("yes", t("Yes, and these are the words of their key"));
  const no = option("no", t("No"));
  const legend = h("legend", {}, t("Witness: do you know {name}?", { name }));
  const element = h("fieldset", { class: "choices", id }, legend, wordList(words), yes.element, no.element);
  return { element, id, isAnswered: () => yes.input.checked || no.input.checked, isKnown: () => yes.input.checked };
}

/** @typedef {import("../../ui/dom.js").Child} Child */

function fixedFacts({ title, organizer, opens, closes, zone, tellers, mirrors, threshold, trustees, changes }) {
  const slips = tellers.map(({ name, slips: count }) =>
    h("div", { dir: "auto" }, tn("{name}: {count} slip", "{name}: {count} slips", count, { name })),
  );
  /** @type {[Child, Child, Child?][]} */
  const rows = [
    [t("Vote"), h("span", { dir: "auto" }, title)],
    [t("Called by"), h("span", { dir: "auto" }, organizer)],
    [t("Opens"), showInstant(opens, zone)],
    [t("Closes"), showInstant(closes, zone)],
    [t("Keys"), t("{needed} of {people} open the totals", { needed: threshold, people: trustees })],
    [t("Who made the slips"), slips],
  ];
  if (mirrors.length > 0)
    rows.push([t("Mirrors"), mirrors.map(({ name, address }) => h("div", {}, name, " ", address))]);
  if (changes.length > 0) rows.push([t("Changed since"), changes.map(describeChange)]);
  return h(
    "section",
    { class: "card" },
    summaryList(rows),
    paragraph(
      t("Do you know everybody who made slips? Somebody whom nobody knows could have made slips to vote with."),
    ),
  );
}

function describeChange({ path, reason }) {
  const why = h("div", { dir: "auto" }, reason);
  return path === undefined ? why : h("div", {}, t("The voting page's file {path}", { path }), why);
}

function setupWords({ words }) {
  return h(
    "section",
    {},
    h("h2", {}, t("This set-up in sixteen words")),
    paragraph(t("They are on the poster, and every trustee sees the same. If one word differs, stop.")),
    wordList(words),
  );
}

/** The opening is signed. */
export function showOpened(page) {
  const what = t("You signed what opens. Come back when voting is over, with your key.");
  page.show(t("Signed"), paragraph(what), openers(page), createOutSection(page), actions(page.home()));
}
