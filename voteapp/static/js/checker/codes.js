// How a code of the first phone gets into the second: by the camera, from a picture or a file, pasted.

import { readCode } from "../campaign/checking/codes.js";
import { t } from "../i18n.js";
import { ProtocolError } from "../protocol/errors.js";
import { cameraPart, readCodePicture } from "../ui/codes.js";
import { h } from "../ui/dom.js";
import { field, InputError, workForm } from "../ui/forms.js";

/** A code of a check cannot be used now, and why, in words. */
class UselessCode extends Error {}

/** What a text holds, where it is the code that is looked for: `wanted` "hash" or "opened". */
function read(text, wanted, before) {
  let found;
  try {
    found = readCode(text);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new UselessCode(describe(error.code));
  }
  if (found[wanted] !== undefined) return found[wanted];
  throw new UselessCode(describeOrder(found, before));
}

function describe(code) {
  if (code === "check-half") return t("This is only a part of the code. Take the whole of it.");
  return t("This code is something else. Take the square code of the page on which a sealed ballot is shown.");
}

/** `before`: the hash in the first code, where it is here already. */
function describeOrder({ hash }, before) {
  if (before !== null && hash === before) {
    return t("This is the first code again. Press Check on the phone, and take the code that it shows then.");
  }
  if (before !== null) {
    return t("This is the first code of another ballot. Begin again with that one, or take this ballot’s second code.");
  }
  return t(
    "This is the second code, and without the first it shows nothing: the phone knew already that it would be checked. " +
      "Seal again on that phone, and scan its first code before you press anything there.",
  );
}

/**
 * Ways to get at a code: nodes. `wanted`: "hash" of a first code or "opened" of a second one; `before`: the
 * hash that is here already, or null; `onFound(found, text)` gets it once.
 */
export function codeParts(wanted, before, onFound) {
  const words = {
    open: t("Use the camera"),
    hold: t("Hold the phone’s square code in front of the camera."),
    failed: t("The camera cannot be used here. Choose a picture, or paste the code."),
  };
  const take = (text) => onFound(read(text, wanted, before), text);
  const camera = cameraPart(words, (text, say) => {
    try {
      take(text);
      return true;
    } catch (error) {
      if (!(error instanceof UselessCode)) throw error;
      say(error.message);
      return false;
    }
  });
  return [camera, withoutCamera(take)];
}

function withoutCamera(take) {
  const file = field("code-file", t("Or a picture of the code, or the code as a file"), {
    type: "file",
    accept: "image/*,.txt",
  });
  const typed = h("textarea", { id: "code-text", rows: "3", autocomplete: "off", spellcheck: "false" });
  const label = h("label", { for: "code-text" }, t("Or the code’s text"));
  const fields = [file.element, h("div", { class: "field" }, label, typed)];
  return workForm(
    t("Use this code"),
    fields,
    async () => {
      const chosen = file.input.files[0];
      if (!chosen && typed.value.trim() === "") {
        throw new InputError("code-text", t("Scan the code, choose a picture, or paste its text."));
      }
      const target = chosen ? "code-file" : "code-text";
      try {
        take(chosen ? await readChosen(chosen) : typed.value);
      } catch (error) {
        if (error instanceof UselessCode) throw new InputError(target, error.message);
        throw error;
      }
    },
    "secondary",
  );
}

const MOST_TEXT = 20000;

async function readChosen(file) {
  const isText = file.name.endsWith(".txt") && file.size <= MOST_TEXT;
  return isText ? file.text() : readCodePicture(file, "code-file");
}
