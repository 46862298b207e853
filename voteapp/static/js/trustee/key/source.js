// Where a trustee's key comes from: its saved file, or the printed page by camera, by a picture,
// or typed. For the rehearsal and for decrypting.

import { decodeRestoreCode } from "../../campaign/keys/paper.js";
import { t } from "../../i18n.js";
import { VoteappError } from "../../protocol/errors.js";
import { field, fileAndPassphrase, InputError } from "../../ui/committee.js";
import { actions, button, h } from "../../ui/dom.js";
import { createScanner, readPicture } from "../../ui/scanner.js";

/** The seed that a code stands for; throws InputError at the field `target`. */
function readCode(text, target) {
  try {
    return decodeRestoreCode(text);
  } catch (error) {
    if (!(error instanceof VoteappError)) throw error;
    throw new InputError(target, error.message);
  }
}

/** The printed page: {elements, read()}; read() gives the seed. */
function printedPage(prefix) {
  const [pictureId, codeId] = [`${prefix}picture`, `${prefix}code`];
  let scanned = null;
  const line = h("p", { role: "status", "aria-live": "polite" });
  const view = h("div", {});
  const picture = field(pictureId, t("Or a picture of the printed page"), { type: "file", accept: "image/*" });
  const typed = field(codeId, t("Or type the code of the printed page"), {
    type: "text",
    class: "code",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    hint: t("Six groups of five characters. Hyphens, spaces and small letters do not matter."),
  });
  const start = button(
    t("Use the camera"),
    () => {
      const scanner = createScanner(t("Camera"), (text) => {
        try {
          scanned = decodeRestoreCode(text);
        } catch {
          line.textContent = t("This is not the square code of a key’s printed page.");
          return false;
        }
        view.replaceChildren();
        line.textContent = t("The printed page was read. Now press the button below.");
        return true;
      });
      scanned = null;
      view.replaceChildren(scanner.element);
      scanner.start().then(
        () => {
          // The very first picture may have been enough.
          if (scanned === null) line.textContent = t("Hold the square code in front of the camera.");
        },
        () => {
          view.replaceChildren();
          line.textContent = t("The camera cannot be used here. Choose a picture, or type the code.");
        },
      );
    },
    "secondary",
  );
  return {
    elements: [actions(start), line, view, picture.element, typed.element],
    async read() {
      if (typed.input.value.trim() !== "") return readCode(typed.input.value, codeId);
      const [file] = picture.input.files;
      if (file) {
        const text = await readPicture(file).catch(() => null);
        if (text === null)
          throw new InputError(
            pictureId,
            t("No square code was found in the picture. Take it from nearer, in good light."),
          );
        return readCode(text, pictureId);
      }
      if (scanned !== null) return scanned;
      throw new InputError(codeId, t("Use the camera, choose a picture, or type the code."));
    },
  };
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
  let usesPaper = false;
  const option = (name, text, chosen) => {
    const id = `${prefix}from-${name}`;
    const choose = () => {
      usesPaper = name === "paper";
      fromFile.hidden = usesPaper;
      fromPaper.hidden = !usesPaper;
    };
    return h(
      "div",
      {},
      h("input", { type: "radio", name: `${prefix}from`, id, checked: chosen, on: { change: choose } }),
      h("label", { for: id }, text),
    );
  };
  return {
    element: h(
      "div",
      {},
      h(
        "fieldset",
        { class: "choices" },
        h("legend", {}, t("What do you have at hand?")),
        option("file", t("The saved file and its passphrase"), true),
        option("paper", t("The printed page"), false),
      ),
      fromFile,
      fromPaper,
    ),
    usesPaper: () => usesPaper,
    async read() {
      return usesPaper ? { seed: await paper.read() } : file.read();
    },
  };
}
