// Making the slips, saving their file, opening it again, and only then telling the server. `page` is the
// Teller object of main.js.

import { t } from "../i18n.js";
import { COMMAND_FROM } from "../campaign/slips/tellers.js";
import { actions, button, h, savePart } from "../ui/dom.js";
import { field, finalForm, InputError, newPassphrase, workForm } from "../ui/forms.js";
import { paragraph } from "../ui/frame.js";
import { postedByCommand } from "./command.js";
import { openForm } from "./open_file.js";
import { tellersPart } from "./others.js";
import { showPosted } from "./posted.js";

/** Nothing was made yet. */
export function showMake(page) {
  const what = t(
    "Your browser makes the codes. The server never sees them; it only learns which codes are good, without being able to use them.",
  );
  page.show(
    t("Make the slips"),
    page.steps(0),
    paragraph(what),
    sharePart(page),
    page.task.slips > COMMAND_FROM ? commandPart() : null,
    paragraph(t("First choose a passphrase for the file in which your browser saves the codes.")),
    makeForm(page),
    h(
      "details",
      {},
      h("summary", {}, t("Go on with a file that was saved earlier")),
      openForm(page, "open", (made) => {
        page.take(made);
        showPost(page);
      }),
    ),
    postedByCommand(page),
  );
}

/** Which slips are hers, where there are several tellers or units. */
function sharePart(page) {
  const { shares, leaves, slips: count, tellers } = page.task;
  const names = Object.fromEntries(leaves);
  const units = leaves.length > 1 ? shares.map(([leaf, some]) => `${names[leaf] || leaf}: ${some}`).join(", ") : null;
  return [
    tellers.length > 1 ? paragraph(t("You make {count} of the slips. Others make the rest.", { count })) : null,
    units ? paragraph(t("For these units: {units}", { units })) : null,
    tellersPart(page),
  ];
}

/** Many slips: they are better made where nobody serves the program. */
function commandPart() {
  const what = t(
    "For more than {count} slips the command “voteapp tokens” is better: it runs without a network, on a computer of yours.",
    { count: COMMAND_FROM },
  );
  return h("div", { class: "notice" }, paragraph(what));
}

function makeForm(page) {
  const { slips: count, shares } = page.task;
  const { element, run } = page.createRun(t("Progress"));
  const passphrase = newPassphrase();
  const own = field("teller-name", t("Your name, as everybody reads it"), {
    value: page.root.dataset.name,
    maxlength: 200,
    autocomplete: "name",
    hint: t("It stands with the number of slips on the poster, the cover sheet and the trustees’ pages."),
  });
  const form = workForm(t("Make {count} slips", { count }), [own.element, ...passphrase.elements], async () => {
    const signed = own.input.value.trim();
    if (signed === "") throw new InputError("teller-name", t("Type your name."));
    page.take(await run("make", { shares, name: signed, passphrase: passphrase.read() }));
    showSave(page);
  });
  return [form, element];
}

function showSave(page) {
  const next = button(t("I have the file: go on"), () => showOpenAgain(page));
  next.disabled = true;
  const file = () => ({ name: `slips-${page.task.code}.json`, data: page.made.file });
  const { save, copy } = savePart(t("Save the file"), file, "", () => (next.disabled = false));
  const what = t(
    "With this file and its passphrase the slips are printed once the committee has fixed the set-up, and again until " +
      "voting opens. Whoever has both can vote with every slip: keep it on a stick, and destroy it at opening.",
  );
  page.show(t("Save the file"), page.steps(1), paragraph(what), actions(save, next), copy);
}

function showOpenAgain(page) {
  const form = openForm(page, "open", ({ slips }) => {
    const made = page.made.slips;
    const isSame = slips.length === made.length && slips.every(({ token }, i) => token === made[i].token);
    if (!isSame) throw new InputError("open-file", t("This is not the file that was just saved."));
    showPost(page);
  });
  const what = t(
    "Without the file nothing can be printed. Choose the file where you saved it, and type the passphrase anew: this " +
      "shows that both are there.",
  );
  page.show(t("Open the file again"), page.steps(2), paragraph(what), form);
}

function showPost(page) {
  const form = finalForm(t("Send the public half"), [], async () => {
    await page.report("credentials", page.made.batch);
    showPosted(page);
  });
  const what = t(
    "The file works. Now the server is told which codes are good. It gets no code, only numbers that were computed from them.",
  );
  page.show(t("Send the public half"), page.steps(2), paragraph(what), form);
}
