// Signing in with a passkey that this device keeps: no name has to be typed. On a form that came after
// its session had ended (templates/committee/account/again.html) one goes on with what was typed.

import { loadCatalog, t } from "../i18n.js";
import { workForm } from "../ui/forms.js";
import { askPasskey, hasPasskeys, usePasskey } from "../access/passkeys.js";
import { getJson, postJson } from "../ui/requests.js";

loadCatalog();
const place = document.getElementById("passkey");
if (hasPasskeys()) {
  const { options, enter, token } = place.dataset;
  const signIn = async () => {
    const asked = await postJson(options, "{}");
    const credential = await askPasskey(() => usePasskey(asked));
    const { address } = await postJson(enter, JSON.stringify({ credential }));
    if (token === undefined) window.location.assign(address);
    else await showGoOn(token);
  };
  place.append(workForm(t("Sign in with a passkey"), [], signIn, "secondary"));
}

/** The new session's CSRF value takes the place of the one that has ended.
 * @type {(address: string) => Promise<void>} */
async function showGoOn(address) {
  const { csrf } = await getJson(address);
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) {
    /** @type {HTMLInputElement} */ (field).value = csrf;
  }
  document.title = t("Signed in again");
  document.getElementById("again-ask").hidden = true;
  const next = document.getElementById("again-go-on");
  next.hidden = false;
  next.querySelector("h1").focus();
}
