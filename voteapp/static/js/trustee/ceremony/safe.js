// The wizard's pages after the key was made: save and print, rehearse, done; a lost key.

import { t } from "../../i18n.js";
import { InputError, newPassphrase, postJson, workForm } from "../../ui/committee.js";
import { actions, button, h, saveFile } from "../../ui/dom.js";
import { offlineRehearsal } from "./offline.js";
import { tickBox } from "./pages.js";
import { stepList } from "./status.js";
import { createKeySource } from "../key/source.js";
import { createPaper, handwriting, placePaper } from "../key/paper.js";

const paragraph = (text) => h("p", {}, text);

function fileName({ code, position }) {
  return `trustee-key-${code}-${position}.json`;
}

function describeUse({ kind, size, threshold }) {
  return kind === "single"
    ? t(
        "After voting has closed, the totals of this vote are opened with the keys of several trustees. This one is always needed.",
      )
    : t(
        "After voting has closed, any {threshold} of the {size} trustees open the " +
          "totals of this vote together. This is one trustee’s part.",
        { threshold, size },
      );
}

/** Where this trustee comes back to. */
function homeAddress({ root }) {
  return window.location.origin + root.dataset.home;
}

/** Nothing secret stays to be printed. */
export function takePaperAway() {
  placePaper(null);
}

/** Save the file and print the page. */
export function save(wizard) {
  const { task, finished, told } = wizard;
  const address = homeAddress(wizard);
  placePaper(createPaper({ ...task, together: describeUse(task), address, words: told.words }, finished));
  const have = { saved: false, printed: false };
  const whereTo = h("p", { role: "status", "aria-live": "polite", hidden: true });
  const what = h("p", { id: "what-is-left" }, t("First save the file, and print the page or write the code down."));
  const next = button(t("I have both: go on"), () => {
    takePaperAway();
    wizard.rehearse(true);
  });
  next.disabled = true;
  next.setAttribute("aria-describedby", "what-is-left");
  const mark = (kind) => {
    have[kind] = true;
    next.disabled = !(have.saved && have.printed);
    what.textContent = next.disabled
      ? what.textContent
      : t("Make sure that you really have both: after the rehearsal this browser forgets your key.");
  };
  const byHand = handwriting(finished.code);
  byHand.addEventListener("toggle", () => byHand.open && mark("printed"));
  wizard.show(
    t("Save and print your key"),
    stepList(3),
    h(
      "div",
      { class: "panel" },
      paragraph(t("The key is made. Now keep your part of it twice, so that one of the two may be lost.")),
    ),
    h("h2", {}, t("1. The file")),
    paragraph(t("Save it on a stick or on a device of your own. Your passphrase opens it.")),
    actions(
      button(t("Save the key’s file"), () => {
        saveFile(fileName(task), finished.file, "application/json");
        whereTo.hidden = false;
        whereTo.textContent = t("Your browser has saved it under the name {name}, most likely among your downloads.", {
          name: fileName(task),
        });
        mark("saved");
      }),
    ),
    whereTo,
    h("h2", {}, t("2. The printed page")),
    paragraph(
      t(
        "It brings your key back without file and passphrase. Print it at home or on a " +
          "printer that keeps nothing, and put it into a sealed envelope at once.",
      ),
    ),
    actions(
      button(t("Print the page"), () => {
        window.print();
        mark("printed");
      }),
    ),
    byHand,
    h("h2", {}, t("3. Go on")),
    what,
    actions(next),
    wizard.status.element,
  );
}

/** Try the key from the file or from the printed page. */
export function rehearse(wizard) {
  const { element, report } = wizard.progress;
  const passphrase = newPassphrase();
  const note = h(
    "div",
    {},
    paragraph(t("A new file is made from the printed page. Choose a passphrase for it.")),
    passphrase.elements,
  );
  const source = createKeySource({ label: t("The key’s file that you saved"), prefix: "key-", whenPaper: [note] });
  const form = workForm(t("Try the key"), [source.element], async () => {
    const key = await source.read();
    const input = { source: key, passphrase: source.usesPaper() ? passphrase.read() : null };
    const { answer, file } = await tryKey(wizard, input, report, source.usesPaper());
    const task = await postJson(`${wizard.base}/rehearsal`, answer);
    await wizard.pass(task, file);
  });
  wizard.show(
    t("Rehearsal"),
    stepList(4),
    paragraph(
      t(
        "Show that you can use your key when it counts: open it from the saved file, " +
          "or from the printed page. Your browser solves a small exercise with it. " +
          "Voting cannot open before enough of you have done this.",
      ),
    ),
    form,
    element,
    wizard.status.element,
    wizard.record === null
      ? offlineRehearsal(wizard)
      : actions(button(t("Back to saving and printing"), () => wizard.rehearse(false), "secondary")),
    lostSection(wizard),
  );
}

async function tryKey(wizard, input, report, paper) {
  try {
    return await wizard.tryKey(input, report);
  } catch (error) {
    const target = paper ? "key-code" : "key-file";
    if (error.message === "OtherKeyError") {
      throw new InputError(target, t("This is another key: of another trustee, another vote, or an earlier attempt."));
    }
    if (error.message === "ConflictError") {
      throw new InputError(
        target,
        t("This file is from the middle of the making. Choose the one that was saved at its end."),
      );
    }
    if (error.message === "PassphraseError")
      throw new InputError("key-passphrase", t("The passphrase does not open this file."));
    throw error;
  }
}

/** The key came from paper: a new file goes with the new passphrase. */
export function newFile(wizard) {
  const next = button(t("I have the file: go on"), () => wizard.dropNewFile());
  next.disabled = true;
  const saving = button(t("Save the new file"), () => {
    saveFile(fileName(wizard.task), wizard.newFile, "application/json");
    next.disabled = false;
  });
  const without = h(
    "button",
    { type: "button", class: "link-button", on: { click: () => wizard.dropNewFile() } },
    t("Go on without a file; I keep the printed page"),
  );
  wizard.show(
    t("Save the new file"),
    stepList(4),
    h("div", { class: "panel" }, paragraph(t("The printed page works."))),
    paragraph(
      t(
        "Here is a new file of your key, locked with the passphrase that you have just chosen. An earlier file stays good as well.",
      ),
    ),
    actions(saving, next),
    h("p", {}, without),
  );
}

/** Everything is done until voting closes. */
export function done(wizard) {
  const { task } = wizard;
  const over = task.state === "closed";
  const address = homeAddress(wizard);
  wizard.show(
    t("Your key works"),
    stepList(6),
    over
      ? [
          paragraph(t("Voting has closed. The totals can be opened now.")),
          actions(h("a", { class: "button", href: wizard.root.dataset.decrypt }, t("Open the totals"))),
        ]
      : [
          h(
            "div",
            { class: "panel" },
            paragraph(t("You have done your part until voting closes. This browser has kept nothing of your key.")),
          ),
          paragraph(
            t("After voting has closed, come back with your key, as trustee number {position}, to this address:", {
              position: task.position,
            }),
          ),
          h("p", { class: "code" }, h("a", { href: address }, address)),
          paragraph(
            t(
              "Until then keep the file and its passphrase apart from each other, and the printed page in its envelope.",
            ),
          ),
        ],
    wizard.status.element,
    lostSection(wizard),
  );
}

function reportLost(wizard, isLost) {
  return postJson(`${wizard.base}/lost`, JSON.stringify({ lost: isLost })).then((task) => wizard.listen(task));
}

function lostSection(wizard) {
  const { tick, box } = tickBox("really-lost", t("I have neither the file with its passphrase nor the printed page."));
  const form = workForm(t("Tell the committee that my key is lost"), [box], async () => {
    if (!tick.checked) throw new InputError("really-lost", t("Tick the box if this is so."));
    await reportLost(wizard, true);
  });
  return h(
    "details",
    {},
    h("summary", {}, t("I lost my key")),
    paragraph(
      t(
        "Say so early. Before voting opens the committee can have the key made anew; afterwards " +
          "the other trustees open the totals without you, if enough of them are left.",
      ),
    ),
    form,
  );
}

/** The committee knows that this trustee's key is lost. */
export function lost(wizard) {
  wizard.show(
    t("You reported your key as lost"),
    paragraph(
      t(
        "The committee’s page shows it. Before voting opens they can start over; afterwards " +
          "the others open the totals without you, if enough of them are left.",
      ),
    ),
    workForm(t("I found it: my key is not lost"), [], () => reportLost(wizard, false)),
    wizard.status.element,
  );
}
