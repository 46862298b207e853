// The second phone of a check: whose campaign it is, the first code, the second, and what the ballot says.
//
// PAPER, "Check instead of send". Nothing is sent, nothing is kept.

import { openCommitment } from "../campaign/checking/opening.js";
import { decodeQuestionnaire } from "../campaign/questionnaire/checks.js";
import { computeCommitmentWords, computeHashWords } from "../campaign/words.js";
import { t } from "../i18n.js";
import { createContext } from "../protocol/election.js";
import { encodeText } from "../protocol/encoding.js";
import { ProtocolError } from "../protocol/errors.js";
import { actions, button, h, refill, savePart } from "../ui/dom.js";
import { answersPart, titleOf } from "./answers.js";
import { codeParts } from "./codes.js";
/** @import { Package } from "../campaign/bundle/package.js" */

/** Milliseconds in which a page is painted before it stands still. */
const SHOWN_MS = 60;

function words(text) {
  return h("strong", { translate: "no", lang: "en" }, text);
}

/** A campaign's elections as the checker needs them: {hash, parts: [{context, listed, questionnaire}]}.
 * @type {(given: Package) => any} */
function describeCampaign({ setup, texts, lists }) {
  return {
    hash: setup.campaignHash,
    parts: texts.map(({ election, questionnaire }, place) => ({
      context: createContext(encodeText(election)),
      questionnaire: decodeQuestionnaire(encodeText(questionnaire)),
      listed: lists[place],
    })),
  };
}

/** Show the checker of a campaign in `root`; `given`: its set-up. */
export function showChecker(root, given) {
  const campaign = describeCampaign(given);
  const show = (title, ...content) => {
    const heading = h("h2", { tabindex: "-1", id: "step" }, title);
    refill(root, heading, content);
    heading.focus();
  };
  showCampaign(show, campaign);
}

function showCampaign(show, campaign) {
  const go = button(t("They are the same words"), () => showFirst(show, campaign));
  show(
    t("Is it your vote?"),
    h(
      "ul",
      {},
      campaign.parts.map(({ questionnaire }) => h("li", { dir: "auto" }, titleOf(questionnaire))),
    ),
    h("p", {}, t("This page knows it by these sixteen words:")),
    h("p", { id: "campaign-words", class: "lead" }, words(computeHashWords(campaign.hash))),
    h(
      "p",
      {},
      t(
        "Compare them with the sixteen words on the poster. If they are others, do not go on: tell your steward. This page " +
          "would check against another vote.",
      ),
    ),
    actions(go),
  );
}

function showFirst(show, campaign) {
  const onFound = (hash, text) => showSecond(show, campaign, hash, text);
  show(
    t("Scan the first code"),
    h(
      "p",
      {},
      t(
        "On the phone that is checked, answer and seal as always, and press nothing more. Scan the square code that stands " +
          "on its page now.",
      ),
    ),
    codeParts("hash", null, onFound),
  );
}

function showSecond(show, campaign, hash, first) {
  const onFound = (opened, second) => judge(show, campaign, { hash, opened, first, second });
  show(
    t("Scan the second code"),
    h("p", {}, t("The phone is committed to the ballot of these words. They must stand on it too:")),
    h("p", { id: "commitment-words", class: "lead" }, words(computeCommitmentWords(hash))),
    h("p", {}, t("Now press “Check this one instead” on that phone, then Check, and scan the code that it shows.")),
    codeParts("opened", hash, onFound),
    actions(button(t("Begin again"), () => showFirst(show, campaign), "secondary")),
  );
}

function judge(show, campaign, found) {
  show(t("Making the ballot again"), h("p", { role: "status" }, t("One moment.")));
  setTimeout(() => {
    const { hash, opened } = found;
    const part = campaign.parts.find(({ context }) => context.election.uuid === opened.uuid);
    try {
      if (part === undefined) throw new ProtocolError("check-election", "another campaign");
      const choices = openCommitment(part.context, part.listed, hash, opened);
      showAnswers(show, campaign, part, choices, hash);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      showFailure(show, campaign, error.code, found);
    }
  }, SHOWN_MS);
}

function again(show, campaign, kind = "secondary") {
  return button(t("Check another ballot"), () => showFirst(show, campaign), kind);
}

function showAnswers(show, campaign, { questionnaire }, choices, hash) {
  show(
    t("This ballot says:"),
    h("div", { class: "panel", id: "ballot-says" }, answersPart(questionnaire, choices)),
    h(
      "p",
      {},
      t(
        "If this is what was chosen, the phone sealed it faithfully: this ballot, which nobody can send any more. If one " +
          "answer is another one than was chosen, the page on that phone lied: keep the slip, do not send with that phone, " +
          "and tell your steward.",
      ),
    ),
    h("p", { class: "small" }, t("It is the ballot of these words:"), " ", words(computeCommitmentWords(hash))),
    actions(again(show, campaign, "")),
  );
}

function describeFailure(code) {
  if (code === "check-election") {
    return [
      t("This ballot is of another vote"),
      t(
        "Its code names none of the parts of the vote on this page. Open the checking page whose address is on the poster of " +
          "the phone’s own vote.",
      ),
    ];
  }
  if (code === "check-credential") {
    return [
      t("This ballot could not count"),
      t("The phone sealed it for a slip that is not on the list of this vote."),
    ];
  }
  if (code === "check-choices") {
    return [
      t("This ballot could not count"),
      t("The second code says answers that the questions of this vote do not allow."),
    ];
  }
  return [
    t("The phone sealed something else than it says"),
    t("The ballot that the second code describes is not the one of the first code."),
  ];
}

function showFailure(show, campaign, code, { first, second }) {
  const [title, text] = describeFailure(code);
  const { save, copy } = savePart(
    t("Save both codes"),
    () => ({ name: "check.txt", data: `${first}\n${second}\n`, type: "text/plain" }),
    "secondary",
  );
  show(
    title,
    h("div", { class: "warning", id: "check-failed" }, h("p", {}, text)),
    h(
      "p",
      {},
      t(
        "Both codes must be of the same ballot: if you went back and sealed anew between them, check once more from the " +
          "beginning.",
      ),
    ),
    h(
      "p",
      {},
      t(
        "If not, do not vote with that phone. Keep the slip, save both codes, and tell your steward and a teller now: others " +
          "may have been given the same page. Vote with another phone, on mobile data, and check that one first.",
      ),
    ),
    actions(again(show, campaign), save),
    copy,
  );
}
