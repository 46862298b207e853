// The pages on which a witness makes a key, saves it and tells the trustees its words. `page` is the Witness object of main.js.

import { t } from "../../i18n.js";
import { actions, button, h, savePart } from "../../ui/dom.js";
import { InputError, newPassphrase, workForm } from "../../ui/forms.js";
import { paragraph } from "../../ui/frame.js";
import { wordList } from "../desk/views.js";
import { fileProgress } from "../key/progress.js";
import { createPaper, handwriting, placePaper } from "../key/paper.js";

/** Nothing was made yet. */
export function showMake(page) {
  const { element, report } = fileProgress();
  const passphrase = newPassphrase();
  const form = workForm(t("Make my key"), passphrase.elements, async () => {
    showSave(page, await page.make(passphrase.read(), report));
  });
  const what = t("Your key signs, and opens nothing. It is made here, in your browser; the server never gets it.");
  page.show(t("Make your key"), paragraph(what), form, element);
}

/** The printed page. */
function placePage({ task, home }, made) {
  const view = {
    kind: t("A witness’s key. Secret."),
    title: task.title,
    organizer: t("Campaign {code}", { code: task.code }),
    name: task.name,
    who: t("Witness number {position}.", { position: task.number }),
    words: made.words,
    together: t("It signs what opens, what was cast and what came out. It opens no total."),
    address: home,
  };
  placePaper(createPaper(view, made));
}

function showSave(page, made) {
  placePage(page, made);
  const have = { saved: false, printed: false };
  const file = () => ({ name: page.fileName, data: made.file });
  const { save, copy } = savePart(t("Save the key’s file"), file, "", () => (have.saved = true));
  const print = button(
    t("Print the page"),
    () => {
      have.printed = true;
      window.print();
    },
    "secondary",
  );
  const byHand = handwriting(made.code);
  byHand.addEventListener("toggle", () => (have.printed = have.printed || byHand.open));
  const next = workForm(t("I have both: go on"), [], async () => {
    if (!have.saved) throw new InputError(null, t("First save the file."));
    if (!have.printed) throw new InputError(null, t("First print the page, or write the code down."));
    await page.publish(made.key);
    showKey(page, made.words);
  });
  const printed = t(
    "A printed page brings the key back if the file or its passphrase is lost. It " +
      "can be printed only now. Put it into a sealed envelope at once.",
  );
  page.show(
    t("Save and print your key"),
    paragraph(t("Save it on a stick or on a device of your own. Your passphrase opens it.")),
    actions(save),
    copy,
    paragraph(printed),
    actions(print),
    byHand,
    next,
  );
}

/** The public key is with the server: its words, for the trustees. */
export async function showKey(page, words = null) {
  const shown = words ?? (await page.describe());
  const what = t(
    "Tell the trustees these words yourself, by telephone or when you meet. Their pages ask each of them whether this is your " +
      "key: a server that put another in its place is found out so.",
  );
  // Who comes back sees what the server says; the paper says what was made.
  const compare = t(
    "First compare them with the words on your printed page. If they are others, the server put another key in the place of " +
      "yours: tell no trustee these words, sign nothing, and tell the committee and the trustees.",
  );
  const again = t(
    "If you have lost your key, make another one before the set-up is fixed. Then tell the trustees the new words.",
  );
  const remake = h(
    "details",
    {},
    h("summary", {}, t("Make another key")),
    paragraph(again),
    actions(button(t("Make another key"), () => showMake(page), "secondary")),
  );
  page.show(
    t("Your key in sixteen words"),
    words === null ? h("div", { class: "notice" }, paragraph(compare)) : null,
    paragraph(what),
    h("section", { class: "card" }, wordList(shown)),
    paragraph(t("When the slips are printed, come back to this page: then there is something to look at and to sign.")),
    page.task.open ? remake : null,
  );
}
