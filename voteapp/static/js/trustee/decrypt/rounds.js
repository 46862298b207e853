// From the signature to the open totals: sign once, wait for the others, decrypt when enough of
// them signed the same. `page` is the Decrypt object of decrypt/main.js.

import { t, tn } from "../../i18n.js";
import { describeError, RefusedError } from "../../ui/committee.js";
import { actions, button, h } from "../../ui/dom.js";
import { describeCheck } from "./problems.js";
import { createPeople, createProgress } from "./views.js";

const POLL = 3000;

const pause = () => new Promise((resolve) => setTimeout(resolve, POLL));

/** A line that is spoken when it changes: {element, say(text)}. */
function liveLine() {
  const element = h("p", { role: "status", "aria-live": "polite", class: "waiting" });
  return {
    element,
    say(text) {
      if (element.textContent !== text) element.textContent = text;
    },
  };
}

/** Sign the closing of every open election once; false where something was refused. */
export async function signAll(page) {
  const { owner } = page.task;
  for (const item of page.open) {
    const { uuid } = item;
    const evidence = await page.download(item, "evidence");
    const { statement, refused } = await page.jobs.run("statement", { uuid, owner, evidence });
    if (refused !== undefined) {
      page.refuse([[item.title, [describeCheck(refused)]]]);
      return false;
    }
    await page.sign(uuid, statement);
  }
  return true;
}

/** Decrypt whatever enough trustees signed; wait for the rest, and go on by itself. */
export async function takeRounds(page) {
  const status = showSigned(page);
  while (page.open.length > 0) {
    try {
      for (const item of page.open) {
        if (!(await decryptOne(page, item, status.report))) return;
      }
      if (page.open.length === 0) break;
      status.update();
      await pause();
      await page.refresh();
    } catch (error) {
      if (!mayPass(error)) {
        showStopped(page, error);
        return;
      }
      status.tell(error.message);
      await pause();
      await page.refresh().catch(() => {});
    }
  }
  page.jobs.stop();
  page.showDone();
}

/** Whether trying again may help: no network, a busy server, somebody else first. */
function mayPass(error) {
  if (!(error instanceof RefusedError)) return false;
  const { status } = error;
  return status === 0 || status === 409 || status === 429 || status >= 500;
}

function showStopped(page, error) {
  page.jobs.stop();
  page.show(
    t("This did not work"),
    h("div", { class: "warning" }, h("p", {}, describeError(error))),
    h("p", {}, t("Your signature is in and stays valid. Reload this page and use your key again to go on.")),
    actions(
      button(t("Reload"), () => window.location.reload()),
      page.home("secondary"),
    ),
  );
}

/** One election, if it is its turn; false where something was refused. */
async function decryptOne(page, item, report) {
  const { uuid, closing_text: text } = item;
  const { owner } = page.task;
  const found = page.checked.get(uuid);
  if (found === undefined || text !== found.text) {
    page.refuse([[item.title, [t("The server wants something else to be signed than what was found.")]]]);
    return false;
  }
  if (item.signed.length < item.needed) return true;
  const evidence = await page.download(item, "evidence");
  const made = await page.jobs.run("decrypt", { uuid, owner, evidence }, report);
  if (made.refused !== undefined) {
    page.refuse([[item.title, [describeCheck(made.refused)]]]);
    return false;
  }
  if (made.decryption !== undefined) {
    await page.send(uuid, "decryption", made.decryption);
  }
  return true;
}

function showSigned(page) {
  const people = createPeople();
  const progress = createProgress();
  const line = liveLine();
  const update = () => {
    people.update(page.task);
    const missing = Math.max(...page.open.map((e) => e.needed - e.signed.length), 0);
    line.say(
      missing > 0
        ? tn(
            "Waiting for {count} more trustee to sign the same.",
            "Waiting for {count} more trustees to sign the same.",
            missing,
          )
        : t("Enough trustees signed. The totals are being opened."),
    );
  };
  page.show(
    t("Signed"),
    page.skipped(),
    h(
      "p",
      {},
      t(
        "Your signature is in. As soon as enough trustees have signed the same, this page opens your part by itself. Keep it open.",
      ),
    ),
    line.element,
    progress.element,
    people.element,
    page.isAlone
      ? null
      : h(
          "p",
          { class: "small" },
          t("If you close this page you need your key again later. You will not sign a second time."),
        ),
  );
  update();
  return { update, tell: (text) => line.say(text), report: progress.report };
}

function countOpenParts({ trustees, threshold }, { decrypted, finished }) {
  if (finished) return 0;
  const here = (trustee) => decrypted.includes(trustee.owner);
  const members = trustees.filter(({ kind }) => kind === "threshold");
  const others = trustees.filter(({ kind }) => kind !== "threshold");
  const wanted = members.length > 0 ? threshold - members.filter(here).length : 0;
  return Math.max(wanted, 0) + others.filter((trustee) => !here(trustee)).length;
}

/** How many trustees' parts are missing before every total opens. */
export function countMissingParts(task) {
  const open = task.elections.filter((e) => e.skip === null);
  return Math.max(...open.map((e) => countOpenParts(task, e)), 0);
}

/** Done here, but other trustees' parts are missing. */
export async function waitForParts(page) {
  const people = createPeople();
  const line = liveLine();
  page.show(
    t("Your part is done"),
    page.skipped(),
    h("p", {}, t("The totals open when enough trustees have done the same. You can close this page.")),
    line.element,
    people.element,
    actions(page.home()),
  );
  let missing = countMissingParts(page.task);
  while (missing > 0 && !page.task.impossible) {
    line.say(tn("Waiting for {count} more trustee.", "Waiting for {count} more trustees.", missing));
    people.update(page.task);
    await pause();
    await page.refresh().catch(() => {});
    missing = countMissingParts(page.task);
  }
  page.start();
}
