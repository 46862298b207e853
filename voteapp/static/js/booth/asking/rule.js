// What decides a vote, in the words that members read before they choose.
//
// The rule is the manifest's, to which the election is bound: the server cannot tell another one.
// voteapp/web/words/rules.py says the same on the public page.

import { t } from "../../i18n.js";

/** What must be reached. `blank`: whether a blank vote can be cast. */
function describeShare({ comparison, of }, values, blank) {
  const least = comparison === "at-least";
  if (of === "entitled") {
    return least
      ? t("“{answer}” needs at least {share} of all members, whether they vote or not.", values)
      : t("“{answer}” needs more than {share} of all members, whether they vote or not.", values);
  }
  if (!blank) {
    return least
      ? t("“{answer}” needs at least {share} of the votes cast.", values)
      : t("“{answer}” needs more than {share} of the votes cast.", values);
  }
  if (of === "not-blank") {
    return least
      ? t("“{answer}” needs at least {share} of the votes cast. Blank votes are not counted.", values)
      : t("“{answer}” needs more than {share} of the votes cast. Blank votes are not counted.", values);
  }
  return least
    ? t("“{answer}” needs at least {share} of all votes, blank ones too.", values)
    : t("“{answer}” needs more than {share} of all votes, blank ones too.", values);
}

/** The sentences of the rule about a question; none where no rule is about it. `rule`: the
 * manifest's, or null; `question`: its place, what its answers are called, whether it has a blank.
 * @type {(rule, question: { place: number, answers: string[], blank: boolean }) => string[]} */
export function describeRule(rule, { place, answers, blank }) {
  if (!rule || rule.question !== place) return [];
  const share = `${rule.numerator}/${rule.denominator}`;
  const sentences = [describeShare(rule, { answer: answers[rule.answer], share }, blank)];
  if (rule.quorum) {
    const least = `${rule.quorum.numerator}/${rule.quorum.denominator}`;
    sentences.push(t("The vote counts only if at least {share} of all members take part.", { share: least }));
  }
  return sentences;
}
