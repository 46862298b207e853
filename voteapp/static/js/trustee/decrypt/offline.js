// Opening the totals without this browser: the bundle for the command line, and the two files that
// it made. The server checks them as it checks what this page sends.

import { DECRYPTION } from "../../campaign/canonical.js";
import { t } from "../../i18n.js";
import { field, InputError, readFile, workForm } from "../../ui/committee.js";
import { h } from "../../ui/dom.js";

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
  const file = field("made", t("The file that the command made: UUID.statement.json or UUID.decryption.json"), {
    type: "file",
    accept: ".json,application/json",
  });
  const line = h("p", { role: "status", "aria-live": "polite" });
  const form = workForm(t("Send this file"), [file.element], async () => {
    const bytes = await readFile(file.input);
    if (bytes === null) throw new InputError("made", t("Choose the file."));
    const text = new TextDecoder().decode(bytes).trim();
    const { what, uuid } = recognize(text, page.task.elections);
    await page.send(uuid, what, text);
    file.input.value = "";
    line.textContent =
      what === "statement"
        ? t("Your signature is in. When enough trustees signed, download the file again and let the command decrypt.")
        : t("Your part of the totals is in.");
    if (page.open.length === 0) page.start();
  });
  return h(
    "details",
    {},
    h("summary", {}, t("Work without this browser")),
    h(
      "p",
      {},
      t(
        "Whose key is used by the command “voteapp trustee decrypt” takes these files there, " +
          "and brings back what it makes: first the statement, then the decryption.",
      ),
    ),
    h(
      "ul",
      {},
      page.open.map(({ uuid, title }) =>
        h("li", {}, h("a", { href: `/elections/${uuid}/${uuid}.zip`, download: true }, title)),
      ),
    ),
    form,
    line,
  );
}
