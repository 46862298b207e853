// The page in which a trustee, with the others, makes the key that locks the votes: begins, and asks
// the server again and again whether something changed.

import { loadCatalog, t } from "../../i18n.js";
import { notLoaded } from "../../ui/frame.js";
import { released } from "../../ui/live.js";
import { getJson } from "../../ui/requests.js";
import { elsewhere, noMemory } from "./trouble.js";
import { Wizard } from "./wizard.js";
import { holdAlone } from "../key/storage.js";

const PAUSE_MS = 2000;
const HIDDEN_PAUSE_MS = 10000;

async function ask(wizard) {
  const { version, attempt } = await getJson(`${wizard.base}/status`);
  if (version === wizard.task.version && attempt === wizard.task.attempt) wizard.act();
  else {
    const task = await getJson(`${wizard.base}/task`);
    await released();
    await wizard.listen(task);
  }
}

async function keepAsking(wizard) {
  for (;;) {
    const pause = document.visibilityState === "hidden" ? HIDDEN_PAUSE_MS : PAUSE_MS;
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (wizard.isHalted) continue;
    try {
      await ask(wizard);
      wizard.status.problem(null);
    } catch (error) {
      wizard.handle(error);
    }
  }
}

async function main() {
  loadCatalog();
  const wizard = new Wizard(document.getElementById("trustee"));
  if (!(await holdAlone(wizard.task))) {
    elsewhere(wizard);
    return;
  }
  try {
    await wizard.enter(wizard.task);
  } catch (error) {
    if (error instanceof DOMException) noMemory(wizard);
    else wizard.show(t("Making the key"), notLoaded());
    return;
  }
  keepAsking(wizard);
}

main();
