// After publication: the result is downloaded and verified once more, its numbers are shown, and whoever may signs that this
// is the result. Who does not is named on the public page. `page` is the Decrypt object of decrypt/main.js.

import { createResultTables } from "../../audit/results.js";
import { t } from "../../i18n.js";
import { actions, h } from "../../ui/dom.js";
import { finalForm, workForm } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { offlineConfirming } from "../desk/offline.js";
import { createConfirmers } from "../desk/people.js";
import { describeOther, describeTold, describeFindings } from "../desk/problems.js";
import { unlock } from "../desk/unlocking.js";
import { createFaultySection, createProgress } from "../desk/views.js";
import { createKeySource } from "../key/source.js";

/** The published results are downloaded and checked. */
export function showLook(page) {
  const { element, report } = createProgress();
  const form = workForm(t("Download and check"), [], async () => {
    const rows = [];
    for (const item of page.unconfirmed) rows.push([item, await verify(page, item, report)]);
    showFound(page, rows);
  });
  const what = t(
    "Your browser downloads the record once more, checks every ballot, every proof and every signature, and works the result " +
      "out itself. Then you sign that it is the one that you see.",
  );
  const named = t("Who does not confirm the result is named on the campaign’s page.");
  const rest = [confirmers(page), offlineConfirming(page)];
  page.show(t("Look at the result"), paragraph(what), paragraph(named), form, element, rest);
}

async function verify(page, item, report) {
  const record = await page.download(item, "record", report);
  const [manifest, questionnaire, evidence] = [
    await page.download(item, "manifest"),
    await page.download(item, "questionnaire"),
    await page.download(item, "evidence"),
  ];
  const { uuid, fingerprint } = item;
  const input = { uuid, signer: page.signer, fingerprint, record, manifest, questionnaire, evidence };
  return page.jobs.run("verifyResult", input, report);
}

/** What is wrong with a result; empty when everything is right. */
function listWrong(item, found) {
  const list = describeFindings(item, found);
  if (found.closing === "other")
    list.push(
      t(
        "You signed another end of this vote than the one that this result comes from. Somebody changed the record since.",
      ),
    );
  if (found.other)
    list.push(t("In this browser you have confirmed another result of this vote before. It is never signed twice."));
  if (list.length === 0 && found.text !== item.confirmation_text) list.push(describeOther());
  return list;
}

function showFound(page, rows) {
  const faulty = rows
    .map(([item, found]) => [item.title, listWrong(item, found)])
    .filter(([, problems]) => problems.length > 0);
  if (faulty.length > 0) showWrong(page, faulty);
  else showResult(page, rows);
}

/** The key is asked for nothing. */
function showWrong(page, faulty) {
  page.jobs.stop();
  const what = t(
    "Something is wrong with the result that the server shows. Nothing was signed. Save this page and show it to the committee " +
      "and to everybody who signs.",
  );
  const sections = faulty.map(([title, problems]) => createFaultySection(title, problems));
  page.show(t("Do not confirm this"), paragraph(what), sections);
}

function showResult(page, rows) {
  const { element, report } = createProgress();
  const source = createKeySource({ label: t("The key’s file") });
  const form = finalForm(t("Sign that this is the result"), [source.element], async () => {
    await unlock(page, source, report);
    for (const [{ uuid }] of rows) {
      const { statement } = await page.jobs.run("confirm", { uuid, signer: page.signer });
      await page.send(uuid, "confirmation", statement);
    }
    page.jobs.stop();
    showConfirmed(page);
  });
  const told = rows.flatMap(([, found]) => describeTold(found));
  page.show(
    t("This is the result"),
    told.map((sentence) => h("div", { class: "warning" }, paragraph(sentence))),
    paragraph(t("Everything was checked. Compare these numbers with those on the campaign’s page.")),
    rows.map(([, found]) => resultSection(found)),
    form,
    element,
  );
}

function resultSection(found) {
  const unsigned = t("You did not sign the end of this vote: others did.");
  return h(
    "section",
    { class: "card" },
    h("h2", { dir: "auto" }, found.name),
    h("p", { class: "lead" }, h("strong", { dir: "auto" }, found.answer)),
    found.closing === "none" ? paragraph(unsigned) : null,
    createResultTables(found.asked, found.result, found.counted),
  );
}

/** The result is confirmed. */
export function showConfirmed(page) {
  const link = h("a", { class: "button", href: `/campaigns/${page.task.code}` }, t("See the result"));
  page.show(
    t("You have confirmed the result"),
    page.skipped(),
    h("div", { class: "panel" }, paragraph(t("You have done your part. The results are public now."))),
    confirmers(page),
    actions(link, page.home("secondary")),
  );
}

function confirmers(page) {
  const people = createConfirmers();
  people.update(page.task);
  return people.element;
}
