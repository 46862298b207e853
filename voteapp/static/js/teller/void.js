// Voiding a slip: its code is typed or scanned here and stays here; the server gets the public
// credential of each election.

import { loadCatalog, t } from "../i18n.js";
import { normalizeToken, TokenError } from "../campaign/slips/tokens.js";
import { field, InputError, postJson, showPage, workForm } from "../ui/committee.js";
import { actions, button, h } from "../ui/dom.js";
import { Jobs } from "../ui/jobs.js";
import { createScanner, parseSlip } from "../ui/scanner.js";

const root = document.getElementById("void");
const task = JSON.parse(document.getElementById("task").textContent);
const jobs = new Jobs(new URL("./worker.js", import.meta.url));

function show(title, ...content) {
  showPage(root, task.title, title, content);
}

function readCode(input) {
  try {
    return normalizeToken(input.value);
  } catch (error) {
    if (error instanceof TokenError) throw new InputError("typed-code", error.message);
    throw error;
  }
}

function cameraButton(onToken) {
  const line = h("p", { role: "status", "aria-live": "polite" });
  const place = h("div", {});
  const start = button(
    t("Scan the slip"),
    () => {
      const scanner = createScanner(t("Camera"), (text) => {
        onToken(parseSlip(text).token);
        line.textContent = t("The code was read.");
        place.replaceChildren();
        return true;
      });
      place.replaceChildren(scanner.element);
      scanner.start().catch(() => (line.textContent = t("The camera cannot be used here. Type the code instead.")));
    },
    "secondary",
  );
  return [actions(start), line, place];
}

function showForm() {
  const code = field("typed-code", t("The code on the slip"), {
    type: "text",
    class: "code",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
  });
  const reason = field("reason", t("Why it is void"), {
    type: "text",
    autocomplete: "off",
    hint: t("Everybody can read this."),
  });
  const form = workForm(t("Void this slip"), [code.element, reason.element], async () => {
    const token = readCode(code.input);
    if (reason.input.value.trim() === "") throw new InputError("reason", t("Say why."));
    const uuids = task.elections.map(({ uuid }) => uuid);
    const credentials = await jobs.run("credentials", { token, uuids });
    await postJson(root.dataset.base, JSON.stringify({ credentials, reason: reason.input.value }));
    show(
      t("The slip is void"),
      h("p", {}, t("Nothing can be sent with it any more. Hand out another slip.")),
      actions(h("a", { class: "button", href: root.dataset.campaign }, t("Back to the campaign"))),
    );
  });
  show(
    t("Void a slip"),
    h("p", {}, t("A slip can be voided only while nothing was sent with it. The code stays in your browser.")),
    cameraButton((token) => (code.input.value = token)),
    form,
  );
}

loadCatalog();
jobs.ready.then(showForm, () =>
  show(t("Void a slip"), h("p", {}, t("This page could not be loaded whole. Reload it."))),
);
