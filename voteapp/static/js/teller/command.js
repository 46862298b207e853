// Slips made and printed by the command: what to type on the computer without a network, and the two files that
// it leaves for the server. `page` is the Teller object of main.js.

import { t } from "../i18n.js";
import { BATCH_TYPE } from "../campaign/slips/token_files.js";
import { h } from "../ui/dom.js";
import { fileField, finalForm, InputError, tickBox } from "../ui/forms.js";
import { paragraph, stepList } from "../ui/frame.js";
import { showPosted } from "./posted.js";

/** A word for a shell, whatever stands in it. */
const quote = (word) => (/^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`);

const writeCommand = (...words) =>
  h("pre", { translate: "no", tabindex: "0" }, h("code", {}, words.map(quote).join(" ")));

/** Where she is, of all that is done with the command. */
export function commandSteps(now) {
  const names = [
    t("Make the slips with the command"),
    t("Send credentials.json"),
    t("Print with the command, once the set-up is fixed"),
    t("Check one slip"),
    t("Send the .printed.json file"),
  ];
  return stepList(names, now);
}

/** The JSON object of a chosen file that `isRight`; InputError with `wrong` otherwise, and nothing was sent. */
async function readObject(file, isRight, wrong) {
  const bytes = await file.read();
  try {
    const found = JSON.parse(new TextDecoder().decode(bytes));
    if (isRight(found)) return bytes;
  } catch {
    // said below
  }
  throw new InputError(file.input.id, wrong);
}

/** Before Fix: the public half of slips that the command made. */
export function postedByCommand(page) {
  const { code, slips: count, shares, elections } = page.task;
  const [[leaf]] = shares;
  const uuids = elections.flatMap(({ uuid }) => ["--uuid", uuid]);
  const file = fileField("batch-file", t("The file credentials.json that the command left"));
  const form = finalForm(t("Send credentials.json"), [file.element], async () => {
    const wrong = t(
      "This is not the file credentials.json. Nothing was sent. The file tokens.json never leaves your computer.",
    );
    const bytes = await readObject(file, ({ type }) => type === BATCH_TYPE, wrong);
    await page.report("credentials", bytes);
    showPosted(page);
  });
  return h(
    "details",
    {},
    h("summary", {}, t("Make the slips with the command instead")),
    commandSteps(0),
    paragraph(t("On your own computer, without a network. Put your name in the place of “Your name”:")),
    writeCommand(
      ...["voteapp", "tokens", "make", String(count), "slips", "--campaign", code, ...uuids],
      ...["--leaf", leaf, "--name", t("Your name")],
    ),
    paragraph(
      t("Then carry slips/credentials.json to this page. It holds no code. Keep slips/tokens.json to yourself."),
    ),
    form,
  );
}

/** After Fix: the word that the command signed when it printed. */
export function printedByCommand(page) {
  const { code, title, organizer, base_url: base, trial } = page.task;
  const packed = page.root.dataset.package;
  const file = fileField("printed-file", t("The file slips.printed.json that the command left"));
  const { tick, box } = tickBox(
    "one-checked",
    t("I checked one printed slip with “voteapp slips check”, and it fits."),
  );
  const form = finalForm(t("Send slips.printed.json"), [file.element, box], async () => {
    const wrong = t("This is not the file slips.printed.json. Nothing was sent.");
    const isWord = (found) => typeof found.set_up === "string" && typeof found.signature === "string";
    const bytes = await readObject(file, isWord, wrong);
    if (!tick.checked) throw new InputError("one-checked", t("First check one of the printed slips."));
    await page.report("printed", bytes);
    showPosted(page);
  });
  return [
    paragraph(t("Carry everything that was fixed, in one file, to the computer with your slips:")),
    h("p", {}, h("a", { href: packed, translate: "no" }, packed.split("/").pop())),
    paragraph(t("Print there, and put in words when voting ends:")),
    writeCommand(
      ...["voteapp", "tokens", "print", "slips/tokens.json", `${code}-setup.zip`, "slips.pdf", "--base-url", base],
      ...["--title", title, "--organizer", organizer, "--closes", t("When voting ends"), ...(trial ? ["--trial"] : [])],
    ),
    paragraph(
      t("The command says sixteen words: they must be those that the committee sees. Then check one printed slip:"),
    ),
    writeCommand("voteapp", "slips", "check", `${code}-setup.zip`),
    form,
  ];
}
