// Where a trustee's key comes from: its saved file, or the printed page by camera, by a picture,
// or typed. For the rehearsal and for decrypting.

import { decodeRestoreCode } from "../../campaign/keys/paper.js";
import { t } from "../../i18n.js";
import { VoteappError } from "../../protocol/errors.js";
import { cameraPart, codeField, readCodePicture } from "../../ui/codes.js";
import { h } from "../../ui/dom.js";
import { field, fileAndPassphrase, InputError } from "../../ui/forms.js";

/** The seed that a code stands for; throws InputError at the field `target`. */
function readCode(text, target) {
  try {
    return decodeRestoreCode(text);
  } catch (error) {
    if (!(error instanceof VoteappError)) throw error;
    throw new InputError(target, error.message);
  }
}

/** The printed page before the camera: {elements, read()}; read() gives the seed, or null. */
function scannedPage() {
  let scanned = null;
  const onText = (text, say) => {
    try {
      scanned = decodeRestoreCode(text);
    } catch {
      say(t("This is not the square code of a key’s printed page."));
      return false;
    }
    say(t("The printed page was read. Now press the button below."));
    return true;
  };
  const words = {
    open: t("Use the camera"),
    hold: t("Hold the square code in front of the camera."),
    failed: t("The camera cannot be used here. Choose a picture, or type the code."),
  };
  const forget = () => {
    scanned = null;
  };
  return { elements: cameraPart(words, onText, forget), read: () => scanned };
}

/** The printed page: {elements, read()}; read() gives the seed. */
function printedPage(prefix) {
  const [pictureId, codeId] = [`${prefix}picture`, `${prefix}code`];
  const camera = scannedPage();
  const picture = field(pictureId, t("Or a picture of the printed page"), { type: "file", accept: "image/*" });
  const hint = t("Six groups of five characters. Hyphens, spaces and small letters do not matter.");
  const typed = codeField(codeId, t("Or type the code of the printed page"), hint);
  async function read() {
    if (typed.input.value.trim() !== "") return readCode(typed.input.value, codeId);
    const [file] = picture.input.files;
    if (file) return readCode(await readCodePicture(file, pictureId), pictureId);
    const scanned = camera.read();
    if (scanned === null) throw new InputError(codeId, t("Use the camera, choose a picture, or type the code."));
    return scanned;
  }
  return { elements: [camera.elements, picture.element, typed.element], read };
}

/** The radio buttons; `onChange(name)` is called with "file" or "paper". */
function createChoice(prefix, onChange) {
  const option = (name, text, checked) => {
    const id = `${prefix}from-${name}`;
    const on = { change: () => onChange(name) };
    return h(
      "div",
      {},
      h("input", { type: "radio", name: `${prefix}from`, id, checked, on }),
      h("label", { for: id }, text),
    );
  };
  return h(
    "fieldset",
    { class: "choices" },
    h("legend", {}, t("What do you have at hand?")),
    option("file", t("The saved file and its passphrase"), true),
    option("paper", t("The printed page"), false),
  );
}

/**
 * A choice between the saved file and the printed page: {element, usesPaper(), read()}. read()
 * gives {bytes, passphrase} or {seed}, or throws InputError. `label` names the file; `whenPaper`:
 * nodes that are shown with the printed page only; `prefix` keeps ids apart.
 * @param {{ label: string, prefix?: string, whenPaper?: Node[] }} options
 */
export function createKeySource({ label, prefix = "", whenPaper = [] }) {
  const file = fileAndPassphrase(label, prefix);
  const paper = printedPage(prefix);
  const fromFile = h("div", {}, file.elements);
  const fromPaper = h("div", { hidden: true }, paper.elements, whenPaper);
  const usesPaper = () => fromFile.hidden;
  const choice = createChoice(prefix, (name) => {
    fromFile.hidden = name === "paper";
    fromPaper.hidden = name !== "paper";
  });
  return {
    element: h("div", {}, choice, fromFile, fromPaper),
    usesPaper,
    read: async () => (usesPaper() ? { seed: await paper.read() } : file.read()),
  };
}
