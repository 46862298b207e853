// A trustee reports the own key as lost, or as found again.

import { t } from "../../i18n.js";
import { h } from "../../ui/dom.js";
import { finalForm, InputError, tickBox } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { postJson } from "../../ui/requests.js";

async function report(wizard, isLost) {
  await wizard.listen(await postJson(`${wizard.base}/lost`, JSON.stringify({ lost: isLost })));
}

/** The part of a page in which the key is reported as lost. */
export function lostSection(wizard) {
  const { tick, box } = tickBox("really-lost", t("I have neither the file with its passphrase nor the printed page."));
  const form = finalForm(t("Tell the committee that my key is lost"), [box], async () => {
    if (!tick.checked) throw new InputError("really-lost", t("Tick the box if this is so."));
    await report(wizard, true);
  });
  const advice = t(
    "Say so early. Before the set-up is fixed the committee can have the key made anew; afterwards " +
      "the other trustees open the totals without you, if enough of them are left.",
  );
  return h("details", {}, h("summary", {}, t("I lost my key")), paragraph(advice), form);
}

/** The wizard's page once the committee knows that this trustee's key is lost. */
export function lost(wizard) {
  wizard.show(
    t("You reported your key as lost"),
    paragraph(
      t(
        "The committee’s page shows it. Before the set-up is fixed they can start over; afterwards " +
          "the others open the totals without you, if enough of them are left.",
      ),
    ),
    finalForm(t("I found it: my key is not lost"), [], () => report(wizard, false)),
    wizard.status.element,
  );
}
