// From the signature to the open totals: sign once, wait for the others, decrypt when enough of
// them signed the same. `page` is the Decrypt object of decrypt/main.js.

import { t, tn } from "../../i18n.js";
import { actions, button, h } from "../../ui/dom.js";
import { describeError } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { RefusedError } from "../../ui/requests.js";
import { showDone } from "./done.js";
import { createMirrorSection } from "./mirrors.js";
import { createPeople } from "../desk/people.js";
import { describeCheck, describeOther } from "../desk/problems.js";
import { createProgress } from "../desk/views.js";
import { describeStart, liveLine, pause } from "../desk/waiting.js";

/** Sign the closing of every open election once; false where something was refused. A witness is done then. */
export async function signAll(page) {
  const { signer } = page;
  for (const item of page.open) {
    const { uuid } = item;
    const evidence = await page.download(item, "evidence");
    const { statement, refused } = await page.jobs.run("statement", { uuid, signer, evidence });
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
      if (!(await takeRound(page, status))) return;
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
  showDone(page);
}

/** Every election once, then a pause while anything is left; false where something was refused. */
async function takeRound(page, { report, update }) {
  for (const item of page.open) {
    if (!(await decryptOne(page, item, report))) return false;
  }
  if (page.open.length > 0) {
    update();
    await pause();
    await page.refresh();
  }
  return true;
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
    h("div", { class: "warning" }, paragraph(describeError(error))),
    paragraph(t("Your signature is in and stays valid. Reload this page and use your key again to go on.")),
    actions(
      button(t("Reload"), () => window.location.reload()),
      page.home("secondary"),
    ),
  );
}

/** One election, if it is its turn; false where something was refused. */
async function decryptOne(page, item, report) {
  const { uuid, title, closing_text: text } = item;
  const found = page.checked.get(uuid);
  if (found === undefined || text !== found.text) {
    page.refuse([[title, [describeOther()]]]);
    return false;
  }
  if (countAll(item.missing) > 0) return true;
  const evidence = await page.download(item, "evidence");
  const input = { uuid, signer: page.signer, evidence };
  const { refused, decryption } = await page.jobs.run("decrypt", input, report);
  if (refused !== undefined) {
    page.refuse([[title, [describeCheck(refused)]]]);
    return false;
  }
  if (decryption !== undefined) await page.send(uuid, "decryption", decryption);
  return true;
}

const countAll = ({ statements, trustees, mirrors }) => Math.max(statements, trustees) + mirrors;

/** For how many signatures, or for which time, this page waits, in words. */
function describeMissing({ open, task }) {
  const people = Math.max(...open.map(({ missing }) => Math.max(missing.statements, missing.trustees)), 0);
  if (people > 0) {
    return tn("Waiting for {count} more to sign the same.", "Waiting for {count} more to sign the same.", people);
  }
  const mirrors = Math.max(...open.map(({ missing }) => missing.mirrors), 0);
  if (mirrors > 0) {
    return tn("Waiting for {count} mirror to sign the same.", "Waiting for {count} mirrors to sign the same.", mirrors);
  }
  return describeStart(task) ?? t("Enough have signed. The totals are being opened.");
}

/** The page of who has signed: {update(), tell(text), report}. */
function showSigned(page) {
  const people = createPeople();
  const mirrors = createMirrorSection(page);
  const progress = createProgress();
  const line = liveLine();
  const update = () => {
    people.update(page.task);
    mirrors.update();
    line.say(describeMissing(page));
  };
  const live = [line.element, progress.element, people.element, mirrors.element];
  page.show(t("Signed"), page.skipped(), signedNote(), live, onceNote(page));
  update();
  return { update, tell: (text) => line.say(text), report: progress.report };
}

function signedNote() {
  return paragraph(
    t(
      "Your signature is in. As soon as enough trustees have signed the same, this page opens your part by itself. Keep it open.",
    ),
  );
}

function onceNote({ isAlone }) {
  if (isAlone) return null;
  const text = t("If you close this page you need your key again later. You will not sign a second time.");
  return h("p", { class: "small" }, text);
}
