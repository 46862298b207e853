// "Check this one instead": the sealed ballot is opened for a second phone, and is no ballot any more. Loaded
// only when it is asked for.

import { writeOpened } from "../campaign/checking/codes.js";
import { actions, button, h, heading, savePart, svgImage } from "../ui/dom.js";
import { finalButton } from "../ui/final.js";
import { t } from "../i18n.js";
import { encodeQR } from "../vendor/qr.js";
import { listChosen } from "./asking/review.js";
import { commitmentWords } from "./receipts/pages.js";

/** More bytes than a square code of the largest kind holds. */
const MOST_BYTES = 2900;

/**
 * The pages of a check, in the place of the sealed ballot's. `onSealed()`: it is not to be checked after all;
 * `onBroken()`: it could not be opened.
 */
export function checkPage(booth, ballot, { onSealed, onBroken }) {
  const hash = ballot.commitment;
  let code = null;
  const back = () => {
    onSealed();
    booth.pages.refresh();
  };
  const open = async () => {
    // From here on it is none that could be sent.
    ballot.unseal();
    try {
      const { uuid, credential } = ballot;
      code = writeOpened({ uuid, credential, ...(await booth.jobs.run("open", { hash })) });
    } catch {
      onBroken();
      return;
    }
    booth.pages.refresh();
  };
  return () =>
    code === null ? askingPage(booth, ballot, hash, { open, back }) : openedPage(booth, ballot, hash, code);
}

/** Before the second code is shown: has the second phone the first one? */
function askingPage({ pages }, ballot, hash, { open, back }) {
  const title = t("Check this one instead");
  const content = [
    pages.backLink(),
    heading(title, ballot.title),
    h("p", {}, t("Has the second phone scanned the first code? It stands on the page before this one.")),
    h("p", {}, t("It shows the same sixteen words then:"), " ", commitmentWords(hash)),
    h(
      "p",
      {},
      t(
        "Press Check, and this phone shows what it sealed. The second phone reads your answers then. This ballot is thrown " +
          "away and never sent. After that you seal a new one.",
      ),
    ),
    actions(finalButton(t("Check"), open), button(t("Not scanned yet: go back"), back, "secondary")),
  ];
  return { title, content };
}

/** The second code, which says all that is in it. */
function openedPage({ pages }, ballot, hash, code) {
  const title = t("Scan this with the second phone");
  const { save, copy } = savePart(
    t("Save the code as a file"),
    () => ({ name: "second-code.txt", data: code, type: "text/plain" }),
    "secondary",
  );
  const drawn = code.length > MOST_BYTES ? null : encodeQR(code, "svg", { ecc: "low", border: 4 });
  const content = [
    heading(title, ballot.title),
    h(
      "p",
      {},
      t(
        "The second phone says in words what was sealed. Compare that with what you chose, not with what this phone says.",
      ),
    ),
    drawn === null
      ? h("p", {}, t("It is too long for a square code. Save it as a file for the second phone."))
      : svgImage(drawn, t("The second code")),
    h("p", { class: "small" }, t("It opens the ballot of these words:"), " ", commitmentWords(hash)),
    listChosen(ballot),
    h(
      "p",
      {},
      t(
        "This ballot was not sent and never will be. Go back to your answers to check another one, or to send. " +
          "This phone cannot know beforehand which one you check.",
      ),
    ),
    actions(
      button(t("Back to my answers"), () => pages.back()),
      save,
    ),
    copy,
  ];
  return { title, content };
}
