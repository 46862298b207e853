// The key of a trustee or witness is opened in the worker; what is wrong with it is said at the field. `page` is the Decrypt object.

import { t } from "../../i18n.js";
import { InputError } from "../../ui/forms.js";

/** Open what `source` (createKeySource, with this `prefix`) holds. Throws InputError. */
export async function unlock(page, source, report, prefix = "") {
  try {
    await page.jobs.run("unlock", { source: await source.read(), signer: page.signer }, report);
  } catch (error) {
    if (error.message === "PassphraseError")
      throw new InputError(`${prefix}passphrase`, t("The passphrase does not open this file."));
    if (error.message !== "OtherKeyError") throw error;
    const target = source.usesPaper() ? "code" : "file";
    throw new InputError(`${prefix}${target}`, t("This is another key. Use the one that you saved for this campaign."));
  }
}
