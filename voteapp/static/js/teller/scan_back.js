// One printed slip is read back in, before the server learns of the slips.

import { t } from "../i18n.js";
import { field, InputError, workForm } from "../ui/committee.js";
import { actions, button, h } from "../ui/dom.js";
import { createScanner, readPicture } from "../ui/scanner.js";

/** The page's parts; `found()` is called once a text was read that `isOurs(text)`. */
export function scanBack(isOurs, found) {
  const line = h("p", { role: "status", "aria-live": "polite" });
  const camera = h("div", {});
  const start = button(
    t("Use the camera"),
    () => {
      const scanner = createScanner(t("Camera"), (text) => {
        if (!isOurs(text)) {
          line.textContent = t("This is not one of the slips that were just made.");
          return false;
        }
        found();
        return true;
      });
      camera.replaceChildren(scanner.element);
      scanner.start().then(
        () => (line.textContent = t("Hold one printed slip in front of the camera.")),
        () => (line.textContent = t("The camera cannot be used here. Choose a picture, or type the code.")),
      );
    },
    "secondary",
  );
  const picture = field("picture", t("Or a picture of one printed slip"), { type: "file", accept: "image/*" });
  const typed = field("typed-code", t("Or type the code of one printed slip"), {
    type: "text",
    class: "code",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
  });
  const form = workForm(t("Check this slip"), [picture.element, typed.element], async () => {
    const file = picture.input.files[0];
    const text = file ? await readPicture(file).catch(() => null) : typed.input.value;
    if (file && text === null)
      throw new InputError(
        "picture",
        t("No square code was found in the picture. Take it from nearer, in good light."),
      );
    if (!file && text.trim() === "")
      throw new InputError("typed-code", t("Scan a slip, choose a picture, or type a code."));
    if (!isOurs(text))
      throw new InputError(file ? "picture" : "typed-code", t("This is not one of the slips that were just made."));
    found();
  });
  return [
    h(
      "p",
      {},
      t(
        "Take one of the printed slips, any one, and read it back in. This shows that the paper " +
          "works before the server learns of the slips. Put the slip back into the pile.",
      ),
    ),
    actions(start),
    line,
    camera,
    form,
  ];
}
