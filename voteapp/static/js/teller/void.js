// Voiding a slip: its code is typed or scanned here and stays here; the server gets what the slip's
// credential of each election signs, and only its signed answer says that the slip is void.

import { loadCatalog, t } from "../i18n.js";
import { readSlipCode } from "../campaign/slips/pins.js";
import { TokenError } from "../campaign/slips/tokens.js";
import { parseSlip } from "../campaign/slips/typed.js";
import { cameraPart, codeField } from "../ui/codes.js";
import { actions, h, savePart } from "../ui/dom.js";
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
    return readSlipCode(input.value);
  } catch (error) {
    if (error instanceof TokenError) throw new InputError("typed-code", error.message);
    throw error;
  }
}

/** The slip before the camera; `onCode` gets its thirty characters. */
function slipCamera(onCode) {
  const words = { open: t("Scan the slip"), failed: t("The camera cannot be used here. Type the code instead.") };
  const onText = (text, say) => {
    onCode(parseSlip(text).token);
    say(t("The code was read."));
    return true;
  };
  return cameraPart(words, onText);
}

/** The slip is given up in every election, with its own signature: {answers, judged}. */
async function voidSlip(slip, reason) {
  const { elections } = task;
  const voids = await jobs.run("voids", { slip, elections });
  if (voids === null) {
    throw new InputError("typed-code", t("This slip was printed for another vote than the one that is shown here."));
  }
  const { answers } = await postJson(root.dataset.base, JSON.stringify({ voids, reason }));
  return { answers, judged: await jobs.run("judge", { voids, answers, elections }) };
}

function showForm() {
  const code = codeField("typed-code", t("The code on the slip"));
  const hint = t("Everybody can read this.");
  const reason = field("reason", t("Why it is void"), { type: "text", autocomplete: "off", hint });
  const form = finalForm(t("Void this slip"), [code.element, reason.element], async () => {
    const slip = readCode(code.input);
    if (reason.input.value.trim() === "") throw new InputError("reason", t("Say why."));
    showAnswer(await voidSlip(slip, reason.input.value));
  });
  show(
    t("Void a slip"),
    paragraph(t("A slip can be voided only while nothing was sent with it. The code stays in your browser.")),
    slipCamera((text) => (code.input.value = text)),
    form,
  );
}

/** What is kept of the answers: those that this page has checked, sorted by election; or, where it believes none,
 * all that came. */
function describeFile({ answers, judged }) {
  const uuids = task.elections.map(({ uuid }) => uuid).sort();
  const checked = uuids.filter((uuid) => typeof answers?.[uuid] === "string");
  const kept = judged === null ? (answers ?? null) : Object.fromEntries(checked.map((uuid) => [uuid, answers[uuid]]));
  return { name: "answers.json", data: JSON.stringify(kept) };
}

function showAnswer({ answers, judged }) {
  const file = describeFile({ answers, judged });
  const { save, copy } = savePart(t("Save the server’s answer"), () => file, "secondary");
  const back = h("a", { class: "button", href: root.dataset.campaign }, t("Back to the campaign"));
  const [title, ...content] = describe(judged);
  show(title, ...content.map((text) => paragraph(text)), actions(back, save), copy);
}

/** The title, and what is to be done. */
function describe(judged) {
  if (judged === "voided") {
    return [
      t("The slip is void"),
      t("The server has signed it, and this page has checked that. Nothing can be sent with the slip any more."),
      t("Hand out another slip. Keep the void one with the spoiled slips: they are sealed and kept for a year."),
    ];
  }
  if (judged === "used") {
    return [
      t("Something was sent with this slip"),
      t("The slip is not void, and what was sent stays. Hand out no other slip for it."),
      t("Whoever brought the slip and did not send it keeps the slip, and tells the committee at once."),
    ];
  }
  return [
    t("The server’s answer cannot be trusted"),
    t("It is not signed as it must be, so the slip may or may not be void. Hand out no other slip for it."),
    t("Save the answer, void the slip again with another network, and tell the committee if you read this again."),
  ];
}

loadCatalog();
jobs.ready.then(showForm, () => show(t("Void a slip"), notLoaded()));
