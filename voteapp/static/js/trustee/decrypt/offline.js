// Opening the totals without this browser: the bundle for the command line, and the two files that
// it made. The server checks them as it checks what this page sends.

import { DECRYPTION } from "../../campaign/canonical.js";
import { t } from "../../i18n.js";
import { h } from "../../ui/dom.js";
import { fileField, finalForm, InputError } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";

/** {what: "statement" or "decryption", uuid} of a file's text; throws InputError. */
function recognize(text, elections) {
  let value = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON: none of the two files.
  }
  const isDecryption = value?.type === DECRYPTION;
  const fingerprint = String(value?.message ?? "").split("|")[1];
  const found = elections.find((e) => (isDecryption ? e.uuid === value.uuid : e.fingerprint === fingerprint));
  if (found === undefined) {
    throw new InputError("made", t("This is neither a statement nor a decryption of this campaign."));
  }
  return { what: isDecryption ? "decryption" : "statement", uuid: found.uuid };
}

/** The section; `page` is the Decrypt object of decrypt/main.js. */
export function offlineSection(page) {
  const how = t(
    "Whose key is used by the command “voteapp trustee decrypt” takes these files there, " +
      "and brings back what it makes: first the statement, then the decryption.",
  );
  const links = page.open.map(({ uuid, title }) =>
    h("li", {}, h("a", { href: `/elections/${uuid}/${uuid}.zip`, download: true, dir: "auto" }, title)),
  );
  return h(
    "details",
    {},
    h("summary", {}, t("Work without this browser")),
    paragraph(how),
    h("ul", {}, links),
    bringBack(page),
  );
}

/** The form that takes what the command made, and the line that says what follows. */
function bringBack(page) {
  const file = fileField("made", t("The file that the command made: UUID.statement.json or UUID.decryption.json"));
  const line = h("p", { role: "status", "aria-live": "polite" });
  const form = finalForm(t("Send this file"), [file.element], async () => {
    const text = new TextDecoder().decode(await file.read()).trim();
    const { what, uuid } = recognize(text, page.task.elections);
    await page.send(uuid, what, text);
    file.input.value = "";
    line.textContent =
      what === "statement"
        ? t("Your signature is in. When enough trustees signed, download the file again and let the command decrypt.")
        : t("Your part of the totals is in.");
    if (page.open.length === 0) page.start();
  });
  return [form, line];
}
