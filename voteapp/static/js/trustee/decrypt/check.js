// Before the key: every record is downloaded and verified whole. `page` is the Decrypt object of main.js.

import { t } from "../../i18n.js";
import { workForm } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { showFound } from "./found.js";
import { offlineClosing } from "../desk/offline.js";
import { createProgress } from "../desk/views.js";

/** Voting is over: download and check what was cast. */
export function showCheck(page) {
  const { element, report } = createProgress();
  const form = workForm(t("Download and check"), [], async () => {
    for (const item of page.open) await check(page, item, report);
    showFound(page);
  });
  const what = t(
    "Your browser downloads the whole record, checks every ballot with all of its proofs, and " +
      "adds them up itself. It takes about a second for every fifty votes, longer for surveys.",
  );
  page.show(t("Check what was cast"), page.skipped(), paragraph(what), form, element, offlineClosing(page));
}

async function check(page, item, report) {
  const record = await page.download(item, "record", report);
  const manifest = await page.download(item, "manifest");
  const questionnaire = await page.download(item, "questionnaire");
  const evidence = await page.download(item, "evidence");
  const { uuid, fingerprint } = item;
  const input = { uuid, signer: page.signer, fingerprint, record, manifest, questionnaire, evidence };
  page.learn(uuid, await page.jobs.run("verify", input, report));
}
