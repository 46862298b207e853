// The page of the second phone. It takes the campaign's set-up from the place that it came from itself, never
// from a code: on a server of ours from the address written into the page, elsewhere from `setup.zip` beside it.

import { readPackage } from "../campaign/bundle/package.js";
import { loadCatalog, t } from "../i18n.js";
import { ProtocolError } from "../protocol/errors.js";
import { actions, button, h, refill } from "../ui/dom.js";
import { showChecker } from "./steps.js";

const root = document.getElementById("checker");

async function load() {
  const address = root.dataset.setup ?? "setup.zip";
  const response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!response.ok) throw new Error("no answer");
  return readPackage(new Uint8Array(await response.arrayBuffer()));
}

function showProblem(text) {
  const tryAgain = actions(button(t("Try again"), start, "secondary"));
  refill(root, h("div", { class: "warning", role: "alert" }, h("p", {}, text)), tryAgain);
}

async function start() {
  refill(root, h("p", { role: "status" }, t("Fetching what was fixed for this vote.")));
  try {
    showChecker(root, await load());
  } catch (error) {
    if (error instanceof ProtocolError) {
      showProblem(t("What this site says was fixed for this vote does not fit together. Tell your steward."));
    } else {
      showProblem(t("What was fixed for this vote could not be fetched."));
    }
  }
}

loadCatalog();
start();
