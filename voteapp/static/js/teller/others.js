// All tellers of a campaign by name, with the number of their slips and how far each is: for whom everybody
// waits. Of another's part nothing else is known here. `page` is the Teller object of main.js.

import { t } from "../i18n.js";
import { actions, h } from "../ui/dom.js";
import { paragraph } from "../ui/frame.js";

function describeStage(stage) {
  if (stage === "waiting") return t("not made yet");
  return stage === "made" ? t("made, not printed yet") : t("printed, and one scanned back");
}

/** Everybody, where there are several; null where one makes all slips. */
export function tellersPart({ task }) {
  const { tellers } = task;
  if (tellers.length < 2) return null;
  const lines = tellers.map(({ name, slips: count, stage }) =>
    h("li", { dir: "auto" }, t("{name}: {count} slips, {stage}", { name, count, stage: describeStage(stage) })),
  );
  return h("section", {}, h("h2", {}, t("All tellers")), h("ul", {}, lines));
}

/** For somebody of the committee who makes no slips. */
export function showOthers(page) {
  page.show(
    t("Slips"),
    paragraph(t("You make no slips of this campaign. The committee says who does, until the set-up is fixed.")),
    tellersPart(page),
    actions(h("a", { class: "button", href: page.root.dataset.campaign }, t("Back to the campaign"))),
  );
}
