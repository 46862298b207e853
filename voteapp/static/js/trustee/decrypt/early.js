// The pages on which nothing is opened, or not yet. `page` is the Decrypt object of decrypt/main.js.

import { t, tn } from "../../i18n.js";
import { workForm } from "../../ui/committee.js";
import { actions, button, h } from "../../ui/dom.js";
import { describeFindings } from "./problems.js";
import { createFaultySection, createProgress } from "./views.js";

/** No election of the campaign is opened. */
export function showNothing(page) {
  page.show(
    t("Nothing is opened"),
    page.skipped(),
    h("p", {}, t("There is nothing for you to do. The committee can end the campaign without a result.")),
    actions(page.home()),
  );
}

/** Too many keys are lost. */
export function showImpossible(page) {
  const lost = page.task.trustees.filter((trustee) => trustee.lost).map(({ name }) => name);
  page.show(
    t("This vote cannot be counted any more"),
    h(
      "div",
      { class: "warning" },
      h(
        "p",
        {},
        t("Too many keys are lost. The totals can be opened by nobody, and no number of this vote will ever be known."),
      ),
    ),
    h("p", {}, t("Reported lost: {names}.", { names: lost.join(", ") })),
    h(
      "p",
      {},
      t(
        "If one of these keys turns up, as a file or on paper, its owner can take the " +
          "report back on the page of the key, and the totals can be opened after all. " +
          "Otherwise the committee has to hold the vote again.",
      ),
    ),
    actions(page.keyPage(), page.home("secondary")),
  );
}

/** Voting has not begun, or the slips are being made. */
export function showTooEarly(page) {
  page.show(t("Not yet"), h("p", {}, t("Totals are opened after voting has closed.")), actions(page.home()));
}

/** Voting is over, but nothing is added up yet. */
export function showWaiting(page) {
  page.show(
    t("Not yet"),
    page.skipped(),
    h(
      "p",
      {},
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
  const form = workForm(t("Verify now"), [], async () => {
    const all = [];
    for (const item of page.task.elections.filter((e) => e.skip === null)) {
      const { uuid, fingerprint } = item;
      const record = await page.download(item, "record", report);
      all.push([item, await page.jobs.run("verifySoFar", { uuid, fingerprint, record }, report)]);
    }
    showSoFar(page, all);
  });
  page.show(
    t("Voting is still open"),
    h(
      "p",
      {},
      t(
        "Totals are opened after voting has closed. In a large vote it saves time to check the " +
          "ballots that are there already: afterwards only the rest is checked.",
      ),
    ),
    h("p", {}, t("You can close this page at any time. What was checked is remembered in this browser.")),
    form,
    element,
    actions(page.home("secondary")),
  );
}

function showSoFar(page, all) {
  const faulty = all.filter(([item, found]) => describeFindings(item, found).length > 0);
  if (faulty.length > 0) {
    page.show(
      t("Something is wrong with this record"),
      h("p", {}, t("Save this page and show it to the committee.")),
      faulty.map(([item, found]) => createFaultySection(item.title, describeFindings(item, found))),
      actions(page.home()),
    );
    return;
  }
  page.show(
    t("Verified so far"),
    all.map(([, { name, ballots, before }]) =>
      h(
        "section",
        { class: "card" },
        h("h2", {}, name),
        h(
          "p",
          {},
          tn(
            "{count} ballot is on the board, and every proof is right.",
            "{count} ballots are on the board, and every proof is right.",
            ballots,
          ),
        ),
        before > 0
          ? h(
              "p",
              {},
              tn("{count} of them was checked here before.", "{count} of them were checked here before.", before),
            )
          : null,
      ),
    ),
    actions(
      button(t("Verify again"), () => showWhileOpen(page)),
      page.home("secondary"),
    ),
  );
}
