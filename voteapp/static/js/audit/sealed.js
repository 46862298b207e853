// "Check what a phone has sealed": the second phone of a check, with the campaign's set-up from a file.

import { readPackage } from "../campaign/bundle/package.js";
import { showChecker } from "../checker/steps.js";
import { t } from "../i18n.js";
import { ProtocolError } from "../protocol/errors.js";
import { h, refill } from "../ui/dom.js";
import { field } from "../ui/forms.js";

/** A part that is folded until it is wanted. */
export function createSealedPart() {
  const hint = t("It ends in -setup.zip and stands on the campaign’s page.");
  const file = field("sealed-set-up", t("The campaign’s set-up"), { type: "file", accept: ".zip", hint });
  const place = h("div", {});
  file.input.addEventListener("change", () => file.input.files.length > 0 && start(file.input.files[0], place));
  return h("details", { id: "sealed" }, h("summary", {}, t("Check what a phone has sealed")), file.element, place);
}

async function start(file, place) {
  try {
    showChecker(place, readPackage(new Uint8Array(await file.arrayBuffer())));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const text = t("{name} is no campaign’s set-up, or does not fit together.", { name: file.name });
    refill(place, h("div", { class: "warning", role: "alert" }, h("p", {}, text)));
  }
}
