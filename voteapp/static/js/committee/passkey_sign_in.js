// Signing in with a passkey that this device keeps: no name has to be typed.

import { loadCatalog, t } from "../i18n.js";
import { workForm } from "../ui/forms.js";
import { askPasskey, hasPasskeys, usePasskey } from "../access/passkeys.js";
import { postJson } from "../ui/requests.js";

loadCatalog();
const place = document.getElementById("passkey");
if (hasPasskeys()) {
  const { options, enter } = place.dataset;
  const form = workForm(t("Sign in with a passkey"), [], async () => {
    const asked = await postJson(options, "{}");
    const credential = await askPasskey(() => usePasskey(asked));
    const { address } = await postJson(enter, JSON.stringify({ credential }));
    window.location.assign(address);
  });
  place.append(form);
}
