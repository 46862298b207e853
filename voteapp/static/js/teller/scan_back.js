// One printed slip is read back in, before the slips are handed out.

import { t } from "../i18n.js";
import { cameraPart, codeField, readCodePicture } from "../ui/codes.js";
import { field, InputError, workForm } from "../ui/forms.js";
import { paragraph } from "../ui/frame.js";

/** The page's parts; `found()` is called once a text was read that `isOurs(text)`. */
export function scanBack(isOurs, found) {
  const words = {
    open: t("Use the camera"),
    hold: t("Hold one printed slip in front of the camera."),
    failed: t("The camera cannot be used here. Choose a picture, or type the code."),
  };
  const camera = cameraPart(words, (text, say) => {
    const ours = isOurs(text);
    if (ours) found();
    else say(describeOther());
    return ours;
  });
  const what = t(
    "Take one of the printed slips, any one, and read it back in. This shows that the paper " +
      "works, and that it was printed for what was fixed. Put the slip back into the pile.",
  );
  return [paragraph(what), camera, withoutCamera(isOurs, found)];
}

function describeOther() {
  return t("This is not one of the slips that were just made.");
}

function withoutCamera(isOurs, found) {
  const picture = field("picture", t("Or a picture of one printed slip"), { type: "file", accept: "image/*" });
  const typed = codeField("typed-code", t("Or type the code of one printed slip"));
  return workForm(t("Check this slip"), [picture.element, typed.element], async () => {
    const file = picture.input.files[0];
    const text = file ? await readCodePicture(file, "picture") : typed.input.value;
    if (!file && text.trim() === "")
      throw new InputError("typed-code", t("Scan a slip, choose a picture, or type a code."));
    if (!isOurs(text)) throw new InputError(file ? "picture" : "typed-code", describeOther());
    found();
  });
}
