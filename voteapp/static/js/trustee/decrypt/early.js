// The pages on which nothing is opened, or not yet. `page` is the Decrypt object of decrypt/main.js.

import { t, tn } from "../../i18n.js";
import { actions, button, h } from "../../ui/dom.js";
import { workForm } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { createOutSection } from "../opening/out.js";
import { describeFindings } from "../desk/problems.js";
import { createFaultySection, createProgress } from "../desk/views.js";

/** No election of the campaign is opened. */
export function showNothing(page) {
  page.show(
    t("Nothing is opened"),
    page.skipped(),
    paragraph(t("There is nothing for you to do: the campaign has ended without a result.")),
    actions(page.home()),
  );
}

/** Too many keys are lost. */
export function showImpossible(page) {
  const lost = page.task.trustees.filter((trustee) => trustee.lost).map(({ name }) => name);
  const what = t(
    "Too many keys are lost. The totals can be opened by nobody, and no number of this vote will ever be known.",
  );
  const otherwise = t(
    "If one of these keys turns up, as a file or on paper, its owner can take the " +
      "report back on the page of the key, and the totals can be opened after all. " +
      "Otherwise the committee has to hold the vote again.",
  );
  page.show(
    t("This vote cannot be counted any more"),
    h("div", { class: "warning" }, paragraph(what)),
    paragraph(t("Reported lost: {names}.", { names: lost.join(", ") })),
    paragraph(otherwise),
    actions(page.keyPage(), page.home("secondary")),
  );
}

/** Voting has not begun, or the slips are being made. */
export function showTooEarly(page) {
  page.show(t("Not yet"), paragraph(t("Totals are opened after voting has closed.")), actions(page.home()));
}

/** Voting is over, but nothing is added up yet. */
export function showWaiting(page) {
  page.show(
    t("Not yet"),
    page.skipped(),
    paragraph(
      t(
        "The ballots are not added up yet. First the slips are counted and written " +
          "down on the campaign’s page; then it takes a minute or so.",
      ),
    ),
    actions(
      button(t("Look again"), () => window.location.reload()),
      page.home("secondary"),
    ),
  );
}

/** While voting runs: verify what is on the board so far. */
export function showWhileOpen(page) {
  const { element, report } = createProgress();
  const form = workForm(t("Verify now"), [], async () => showSoFar(page, await verifySoFar(page, report)));
  const why = t(
    "Totals are opened after voting has closed. In a large vote it saves time to check the " +
      "ballots that are there already: afterwards only the rest is checked.",
  );
  page.show(
    t("Voting is still open"),
    paragraph(why),
    paragraph(t("You can close this page at any time. What was checked is remembered in this browser.")),
    form,
    element,
    createOutSection(page),
    actions(page.home("secondary")),
  );
}

/** [[item, what was found]] of every election that will be opened. */
async function verifySoFar(page, report) {
  const all = [];
  for (const item of page.task.elections.filter((e) => e.skip === null)) {
    const { uuid, fingerprint } = item;
    const record = await page.download(item, "record", report);
    all.push([item, await page.jobs.run("verifySoFar", { uuid, fingerprint, record }, report)]);
  }
  return all;
}

function showSoFar(page, all) {
  const faulty = all
    .map(([item, found]) => [item.title, describeFindings(item, found)])
    .filter(([, problems]) => problems.length > 0);
  if (faulty.length > 0) showWrong(page, faulty);
  else showVerified(page, all);
}

function showWrong(page, faulty) {
  page.show(
    t("Something is wrong with this record"),
    paragraph(t("Save this page and show it to the committee.")),
    faulty.map(([title, problems]) => createFaultySection(title, problems)),
    actions(page.home()),
  );
}

function showVerified(page, all) {
  page.show(
    t("Verified so far"),
    all.map(([, found]) => verifiedSection(found)),
    actions(
      button(t("Verify again"), () => showWhileOpen(page)),
      page.home("secondary"),
    ),
  );
}

function verifiedSection({ name, ballots, before }) {
  const right = tn(
    "{count} ballot is on the list, and every proof is right.",
    "{count} ballots are on the list, and every proof is right.",
    ballots,
  );
  const earlier = tn("{count} of them was checked here before.", "{count} of them were checked here before.", before);
  return h(
    "section",
    { class: "card" },
    h("h2", { dir: "auto" }, name),
    paragraph(right),
    before > 0 ? paragraph(earlier) : null,
  );
}
