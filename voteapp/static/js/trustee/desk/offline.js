// Signing and opening the totals without this browser: what the command line needs, and the files that it made. The server
// checks them as it checks what this page sends. `page` is the Decrypt object of decrypt/main.js.

import { DECRYPTION } from "../../campaign/canonical.js";
import { findKind } from "../../campaign/statements/texts.js";
import { t } from "../../i18n.js";
import { h } from "../../ui/dom.js";
import { fileField, finalForm, InputError } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";

/** Where a statement of a kind goes; an election's, but for those of the whole campaign. */
const PLACES = { opening: "opening", out: "out", "closing-statement": "statement", confirmation: "confirmation" };
const WHOLE = ["opening", "out"];

/** {what: "opening", "out", "statement", "decryption" or "confirmation", uuid or null} of a file's text; throws InputError. */
function recognize(text, elections) {
  let value = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON: none of these files.
  }
  const isDecryption = value?.type === DECRYPTION;
  const message = String(value?.message ?? "");
  const fingerprint = message.split("|")[1];
  const found = elections.find((e) => (isDecryption ? e.uuid === value.uuid : e.fingerprint === fingerprint));
  const what = isDecryption ? "decryption" : PLACES[findKind(message)];
  if (found === undefined || what === undefined) {
    throw new InputError("made", t("This is neither a statement nor a decryption of this campaign."));
  }
  return { what, uuid: WHOLE.includes(what) ? null : found.uuid };
}

/** Before voting opens: `command` makes CODE.opening.json of the set-up's file. */
export function offlineOpening(page) {
  const { code } = page.task;
  const how = t(
    "Whose key is used by the command “voteapp {role} opening” takes the set-up’s file there, and brings back what it makes. So " +
      "does who will be away, by “voteapp {role} out”.",
    { role: page.task.role },
  );
  const link = h("a", { href: `/campaigns/${code}/${code}-setup.zip`, download: true }, t("The set-up’s file"));
  return section(page, how, [link], t("The file that the command made: CODE.opening.json or CODE.out.json"));
}

/** After closing: the bundles, from which the command makes a statement and then a decryption. */
export function offlineClosing(page) {
  const how = page.isWitness
    ? t(
        "Whose key is used by the command “voteapp witness closing” takes these files there, and brings back what it makes.",
      )
    : t(
        "Whose key is used by the command “voteapp trustee decrypt” takes these files there, " +
          "and brings back what it makes: first the statement, then the decryption.",
      );
  const label = t("The file that the command made: UUID.statement.json or UUID.decryption.json");
  return section(page, how, listBundles(page.open), label);
}

/** After publication: the bundles, from which the command makes a confirmation. */
export function offlineConfirming(page) {
  const how = t(
    "Whose key is used by the command “voteapp {role} confirm” takes these files there, and brings back what it makes.",
    { role: page.task.role },
  );
  const label = t("The file that the command made: UUID.confirmation.json");
  return section(page, how, listBundles(page.unconfirmed), label);
}

const listBundles = (elections) =>
  elections.map(({ uuid, title }) =>
    h("a", { href: `/elections/${uuid}/${uuid}.zip`, download: true, dir: "auto" }, title),
  );

function section(page, how, links, label) {
  return h(
    "details",
    {},
    h("summary", {}, t("Work without this browser")),
    paragraph(how),
    h(
      "ul",
      {},
      links.map((link) => h("li", {}, link)),
    ),
    bringBack(page, label),
  );
}

/** The form that takes what the command made, and the line that says what follows. */
function bringBack(page, label) {
  const file = fileField("made", label);
  const line = h("p", { role: "status", "aria-live": "polite" });
  const form = finalForm(t("Send this file"), [file.element], async () => {
    const text = new TextDecoder().decode(await file.read()).trim();
    const { what, uuid } = recognize(text, page.task.elections);
    await (uuid === null ? page.post(what, text) : page.send(uuid, what, text));
    file.input.value = "";
    line.textContent = describeSent(page, what);
    const stays = ["statement", "decryption"].includes(what) ? page.open.length > 0 : page.unconfirmed.length > 0;
    if (!stays) page.start();
  });
  return [form, line];
}

function describeSent({ isWitness }, what) {
  if (what === "statement" && !isWitness) {
    return t("Your signature is in. When enough trustees signed, download the file again and let the command decrypt.");
  }
  return what === "decryption" ? t("Your part of the totals is in.") : t("Your signature is in.");
}
