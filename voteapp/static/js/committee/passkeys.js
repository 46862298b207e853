// "My passkeys": makes one on this device, once the present password was typed.

import { loadCatalog, t } from "../i18n.js";
import { refill } from "../ui/dom.js";
import { field, InputError, workForm } from "../ui/forms.js";
import { askPasskey, createPasskey, hasPasskeys } from "../access/passkeys.js";
import { postJson } from "../ui/requests.js";

/** @param {DOMStringMap} addresses */
function createForm({ options, add }) {
  const label = field("label", t("What do you call this device?"), {
    maxlength: "60",
    autocomplete: "off",
    class: "medium",
    hint: t("For example: my telephone."),
  });
  const present = field("present", t("Present password"), {
    type: "password",
    autocomplete: "current-password",
    class: "medium",
  });
  return workForm(t("Make a passkey"), [label.element, present.element], async () => {
    const name = label.input.value.trim();
    if (name === "") throw new InputError("label", t("Give the device a name."));
    if (present.input.value === "") throw new InputError("present", t("Enter your present password."));
    const asked = await postJson(options, JSON.stringify({ present: present.input.value }));
    const credential = await askPasskey(() => createPasskey(asked));
    const { address } = await postJson(add, JSON.stringify({ label: name, credential }));
    window.location.assign(address);
  });
}

loadCatalog();
const place = document.getElementById("passkey");
if (hasPasskeys()) refill(place, createForm(place.dataset));
else place.textContent = t("This browser makes no passkeys.");
