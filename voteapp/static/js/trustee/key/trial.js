// The fields with which a key is tried before voting opens: where it comes from, and a passphrase
// for the new file that is made from a printed page.

import { t } from "../../i18n.js";
import { h } from "../../ui/dom.js";
import { InputError, newPassphrase } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { createKeySource } from "./source.js";

/**
 * {element, read(), explain(error, texts)}. read() gives {source, passphrase: for a new file, or
 * null}; explain() makes the error of a job one of its field, by `texts`: error's name -> words.
 */
export function createTrial() {
  const passphrase = newPassphrase();
  const note = paragraph(t("A new file is made from the printed page. Choose a passphrase for it."));
  const whenPaper = [h("div", {}, note, passphrase.elements)];
  const source = createKeySource({ label: t("The key’s file that you saved"), prefix: "key-", whenPaper });
  return {
    element: source.element,
    async read() {
      const key = await source.read();
      return { source: key, passphrase: source.usesPaper() ? passphrase.read() : null };
    },
    explain(error, texts) {
      if (error.message === "PassphraseError")
        return new InputError("key-passphrase", t("The passphrase does not open this file."));
      const text = texts[error.message];
      return text === undefined ? error : new InputError(source.usesPaper() ? "key-code" : "key-file", text);
    },
  };
}
