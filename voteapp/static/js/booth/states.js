// A page of its own for every way in which a slip or a campaign cannot be voted with.

import { actions, button, h, savePart, showInstant } from "../ui/dom.js";
import { plainPage } from "../ui/pages.js";
import { t } from "../i18n.js";
import { helpLink, links } from "../ui/links.js";

/** Whom to ask, and where to read when nobody is there. */
function whom() {
  return [h("p", {}, t("Questions? Ask your steward, or read the help page.")), helpLink()];
}

/** Before the opening, or when that time is over and voting has not been opened. */
export function notOpenPage({ title, phase, opening, first_opening: first, timezone }) {
  const values = { title, instant: showInstant(opening, timezone) };
  const late = phase === "late";
  return plainPage(t("Not open yet"), [
    late
      ? t("{title} was to open {instant}, but the committee is not ready yet.", values)
      : t("{title} opens {instant}.", values),
    changedNote(opening, first, timezone),
    late
      ? t("Keep your slip, show it to nobody, and scan it again later.")
      : t("Keep your slip, show it to nobody, and scan it again then."),
    ...whom(),
  ]);
}

/** That a time was changed after it was fixed, and may stand otherwise on a slip; else null. */
export function changedNote(now, first, timezone) {
  if (now === first) return null;
  return t("This time was changed. It was {instant}.", { instant: showInstant(first, timezone) });
}

/** A campaign that has ended, by `info.phase`; `refused`: the ballot that came too late with the `file` of the
 * server's signed word, or null. */
export function endPage(info, refused = null) {
  const { heading, texts } = describeEnd(info, refused?.ballot ?? null);
  return plainPage(
    heading,
    [...texts, ...whom()],
    () => actions(h("a", { class: "button secondary", href: links.campaign }, t("See the public page"))),
    () => refused && keepAnswer(refused.file),
  );
}

/** What a member who was refused keeps: the slip, and the server's signed answer. */
export function keepAnswer(file) {
  const { save, copy } = savePart(t("Save the server’s answer"), () => file, "secondary");
  return [
    h("p", {}, t("Keep your slip, and save the answer: the server signed it, and it is the proof if it is false.")),
    actions(save),
    copy,
  ];
}

function describeEnd({ phase, title, closing, first_closing: first, timezone }, refused) {
  if (phase === "withdrawn") {
    const exchange = t("Nothing can be sent with this slip. Exchange it for another one at your steward’s.");
    return { heading: t("This vote was withdrawn"), texts: [exchange, t("The public page says why.")] };
  }
  if (phase === "cancelled") {
    const text = t("{title} was cancelled by the committee. Nothing can be sent any more.", { title });
    return { heading: t("Cancelled"), texts: [text] };
  }
  const instant = showInstant(closing, timezone);
  const closed = [
    t("{title} closed {instant}. Nothing can be sent any more.", { title, instant }),
    changedNote(closing, first, timezone),
  ];
  const texts = refused
    ? [h("p", {}, h("strong", {}, unsent(refused))), ...closed]
    : [...closed, t("If you sent yours before, it counts. You can look for it in the list of ballots.")];
  return { heading: t("Closed"), texts };
}

function unsent({ kind }) {
  return kind === "survey" ? t("Your answers were not sent.") : t("Your vote was not sent.");
}

/** A code that is well-formed, but not one of this campaign's. */
export function unknownPage(info, again) {
  return plainPage(
    t("This slip does not belong here"),
    [
      t("The code is complete, but no slip of this vote has it:"),
      h("p", { dir: "auto" }, info.title),
      t(
        "If you have slips of several votes, take the other one. Otherwise give this slip back to your steward and ask for another one.",
      ),
      ...whom(),
    ],
    () => actions(button(t("Use another slip"), again, "secondary")),
  );
}

/** A slip for another campaign, seen by the camera in this page. */
export function otherPage(info, again) {
  return plainPage(
    t("This slip is for another vote"),
    [
      t("This page is for:"),
      h("p", { dir: "auto" }, info.title),
      t("Your slip is for another vote. Scan it with your phone’s camera to open that vote."),
    ],
    () => actions(button(t("Use another slip"), again, "secondary")),
  );
}

/** A slip that was given up by whoever held it; `file`: the server's signed word. */
export function voidedPage(file, again) {
  return plainPage(
    t("This slip was made void"),
    [
      t(
        "Somebody who held this slip gave it up, so nothing can be sent with it. This phone has checked the signatures.",
      ),
      t("Nothing was sent with it before. If you know of this, take the slip to your steward and ask for another one."),
      t("If you do not, somebody else had your slip in hand: tell your steward and your committee now."),
      ...whom(),
    ],
    () => keepAnswer(file),
    () => actions(button(t("Use another slip"), again, "secondary")),
  );
}

/** The server did not answer while a slip's state was asked. Nothing was sent. */
export function noNetworkPage(retry) {
  return plainPage(
    t("No network"),
    [
      t("The server cannot be reached. Nothing was sent."),
      t(
        "Check that mobile data is on and the hospital’s Wi-Fi is off, then try again. Leave this page open: your slip is still here.",
      ),
    ],
    () => actions(button(t("Try again"), retry)),
  );
}

/** Too many people at once. */
export function busyPage(seconds, retry) {
  return plainPage(
    t("The server is full"),
    [
      t("Many people are voting at this moment. Nothing was lost; your slip is still here."),
      t("Wait {seconds} seconds, then try again.", { seconds }),
    ],
    () => actions(button(t("Try again"), retry)),
  );
}

/** What this phone was given is not what was fixed: nothing is cast with it. */
export function notFixedPage(retry) {
  return plainPage(
    t("Do not vote with this page"),
    [
      t("This phone was given something else than what was fixed for this vote. Nothing was sent."),
      t("Try once more. If you read this again, tell your committee, and show this page."),
      ...whom(),
    ],
    () => actions(button(t("Try again"), retry, "secondary")),
  );
}

/** Two units fit the slip: the member says which of them stands on it. */
export function unitPage(units, choose) {
  const title = t("Which unit stands on your slip?");
  return plainPage(title, [t("The code fits two units. Your slip names one of them.")], () =>
    actions(units.map(({ code, name }) => button(name, () => choose(code), "secondary"))),
  );
}

/** The paper and what this phone was given do not belong together: nothing is cast with it. `file`: what shows
 * it later. */
export function foreignPage(info, file, again) {
  const { save, copy } = savePart(t("Save what this phone was shown"), () => file);
  return plainPage(
    t("Do not vote with this page"),
    [
      t("Your slip was printed for another vote than the one that this phone was shown:"),
      h("p", { dir: "auto" }, info.title),
      t("If your slip names another vote, open the address that stands on it."),
      t(
        "If it names this one, something was exchanged. Nothing was sent. Keep the slip, and try another phone with " +
          "mobile data. If you read this again, show the page to your steward and your committee.",
      ),
      t("Save what this phone was shown: it is the proof. It does not hold the code of your slip."),
      ...whom(),
    ],
    actions(save, button(t("Use another slip"), again, "secondary")),
    copy,
  );
}

/** Something that should never happen; whom to ask. */
export function brokenPage(retry) {
  return plainPage(
    t("Something went wrong on this page"),
    [t("Nothing was sent. Reload the page and scan your slip again, or try another phone or browser."), ...whom()],
    () => (retry ? actions(button(t("Try again"), retry)) : null),
  );
}
