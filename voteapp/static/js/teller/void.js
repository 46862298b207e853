// Voiding a slip: its code is typed or scanned here and stays here; the server gets what the slip's
// credential of each election signs.

import { loadCatalog, t } from "../i18n.js";
import { readSlipCode } from "../campaign/slips/pins.js";
import { TokenError } from "../campaign/slips/tokens.js";
import { parseSlip } from "../campaign/slips/typed.js";
import { cameraPart, codeField } from "../ui/codes.js";
import { actions, h } from "../ui/dom.js";
import { field, finalForm, InputError } from "../ui/forms.js";
import { notLoaded, paragraph, readTask, showPage } from "../ui/frame.js";
import { Jobs } from "../ui/jobs.js";
import { postJson } from "../ui/requests.js";

const root = document.getElementById("void");
const task = readTask();
const jobs = new Jobs(new URL("./worker.js", import.meta.url));

function show(title, ...content) {
  showPage(root, task.title, title, content);
}

function readCode(input) {
  try {
    return readSlipCode(input.value).token;
  } catch (error) {
    if (error instanceof TokenError) throw new InputError("typed-code", error.message);
    throw error;
  }
}

/** The slip before the camera; `onToken` gets its code. */
function slipCamera(onToken) {
  const words = { open: t("Scan the slip"), failed: t("The camera cannot be used here. Type the code instead.") };
  const onText = (text, say) => {
    onToken(parseSlip(text).token);
    say(t("The code was read."));
    return true;
  };
  return cameraPart(words, onText);
}

/** The slip is given up in every election, with its own signature. */
async function voidSlip(token, reason) {
  const voids = await jobs.run("voids", { token, elections: task.elections });
  await postJson(root.dataset.base, JSON.stringify({ voids, reason }));
}

function showForm() {
  const code = codeField("typed-code", t("The code on the slip"));
  const hint = t("Everybody can read this.");
  const reason = field("reason", t("Why it is void"), { type: "text", autocomplete: "off", hint });
  const form = finalForm(t("Void this slip"), [code.element, reason.element], async () => {
    const token = readCode(code.input);
    if (reason.input.value.trim() === "") throw new InputError("reason", t("Say why."));
    await voidSlip(token, reason.input.value);
    showVoid();
  });
  show(
    t("Void a slip"),
    paragraph(t("A slip can be voided only while nothing was sent with it. The code stays in your browser.")),
    slipCamera((token) => (code.input.value = token)),
    form,
  );
}

function showVoid() {
  show(
    t("The slip is void"),
    paragraph(t("Nothing can be sent with it any more. Hand out another slip.")),
    actions(h("a", { class: "button", href: root.dataset.campaign }, t("Back to the campaign"))),
  );
}

loadCatalog();
jobs.ready.then(showForm, () => show(t("Void a slip"), notLoaded()));
