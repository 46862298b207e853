// What a finding means, in words: docs/findings.md in short.

import { t, tn } from "../i18n.js";

/** What a family of findings says, by the beginning of the code; the longest one counts. */
function meanings() {
  return {
    "archive-": t("The record's file is damaged, incomplete, or was put together differently."),
    "event-": t("The chain of events is broken: something was removed, added or moved."),
    "setup-": t("What the election was opened with cannot be read."),
    "election-": t("The election's questions or its key are not what they should be."),
    trustee: t("A trustee's key does not hold what it should prove."),
    "trustee-share": t("A trustee sent another a wrong part of the key, and the key was used all the same."),
    "credentials-": t("The list of slips' public codes is not in order."),
    "credential-reused": t("One slip was used for more than one vote."),
    "credential-voided": t("A vote was cast with a slip that had been voided."),
    "credential-certificate": t("Something is called a certificate of the slips' public codes that nobody can check."),
    "credential-order": t("The list of slips' public codes is not sorted."),
    "credential-weighted": t("A slip counts more than once."),
    "ballot-": t("A ballot on the list is not valid."),
    "ballots-exceed-entitled": t("More ballots were cast than there are members who may vote."),
    "ballot-duplicate": t("The same ballot stands on the list twice."),
    "tally-": t("The encrypted total is not the sum of the ballots on the list."),
    "decryption-": t("What a trustee opened is not proved to be right."),
    "decryption-single-ballot": t("A trustee opened a single vote instead of the total."),
    "decryption-older-tally": t("A trustee opened the total of the first votes instead of all."),
    "decryption-inconsistent": t("What several trustees opened does not fit together: one of them at least is wrong."),
    "result-": t("The published numbers are not what the trustees opened."),
    "bundle-": t("The ZIP file is damaged or was packed again by somebody else."),
    "manifest-": t("What was fixed before the vote opened is missing or was changed."),
    "questionnaire-": t("What was asked, or the rules by which phones filled answers in, is missing or was changed."),
    "amendment-": t("A change of the opening, the closing, the number of members or the voting page is not in order."),
    "booth-": t("The voting page was changed while people voted, and not enough trustees signed that in order."),
    "evidence-": t("The evidence beside the record is missing or of another election."),
    "ceremony-": t("The trustees' making of their joint key is not shown to be sound."),
    "head-": t("The server's signed statements do not fit the list of ballots. The list may have been changed."),
    "batch-": t("Ballots were not put on the list in the agreed way."),
    "manifest-tellers": t("What the tellers signed before the vote opened is missing or was changed."),
    "tellers-": t("There are more or fewer slips on the list than the tellers signed that they made."),
    "printed-": t("Not every teller signed that the slips were printed for this very vote."),
    "parts-": t("Which slip belongs to which unit is missing or was changed."),
    "slips-": t("The numbers of slips are missing or cannot be read."),
    "void-": t("A slip was made void by somebody who does not hold it."),
    "note-": t("A note that was added after the end is not in order."),
    "release-": t("What was opened is not what the rules of the vote allow."),
    "opening-": t(
      "Too few trustees had looked at the set-up before voting opened, or what one signed of it is not in order.",
    ),
    "out-": t("That somebody takes no part in closing is not signed in order."),
    "mirror-end-": t("What a mirror signed of the end of voting is not in order, or it saw another end."),
    "confirmation-": t("That somebody looked at the result is not signed in order, or it was another result."),
    "closing-statement-": t("The trustees did not agree in time on what would be opened."),
    ...meaningsTogether(),
    "strong-proof-": t("A trustee's stronger proof of opening rightly is missing or wrong."),
  };
}

/** What differs between the elections of one campaign. */
function meaningsTogether() {
  return {
    "campaign-": t("These elections do not say the same of what one campaign shares."),
    "campaign-elections": t("These are not the elections of one list, or one of them is there twice."),
    "campaign-units": t("One of them has other units than the rest."),
    "campaign-trustees": t("One of them has other trustees than the rest: somebody else could open it."),
    "campaign-witnesses": t("One of them has other witnesses than the rest."),
    "campaign-mirrors": t("One of them has other mirrors than the rest."),
    "campaign-server": t("One of them is signed for by another server than the rest."),
    "campaign-tellers": t("One of them has slips of other tellers than the rest."),
    "campaign-fingerprints": t(
      "Something was signed for other elections than these: one of them may have been exchanged.",
    ),
    "campaign-ceremony": t("The trustees' making of their key is told differently in one of them."),
    "campaign-amendments": t(
      "Changes of the opening, the closing, the number of members or the voting page are told differently in one of them.",
    ),
    "campaign-openings": t("Who looked at the set-up before voting opened is told differently in one of them."),
    "campaign-outs": t("Who takes no part in closing is told differently in one of them."),
    "campaign-slips": t("The numbers of slips are others in one of them."),
    "campaign-voided": t("A slip that was given up was not given up in all of them."),
    "campaign-notes": t("The notes that were added after the end are others in one of them."),
  };
}

/** What a finding's code means. */
export function describeFinding(code) {
  const all = meanings();
  const known = Object.keys(all).filter((start) => code.startsWith(start));
  known.sort((a, b) => b.length - a.length);
  return known.length > 0 ? all[known[0]] : t("Something is not as it should be.");
}

/** What does not fit in the slips that people counted by hand.
 * @type {(code: string) => string | undefined} */
function describeCounts(code) {
  const all = {
    "slips-more-printed": t("Slips were counted by hand: more were printed than were made."),
    "slips-more-handed-out": t("Slips were counted by hand: more were handed out than were printed."),
    "slips-more-back": t("Slips were counted by hand: more were spoiled or came back than were handed out."),
    "slips-more-ballots": t("Slips were counted by hand: more votes came than slips that members kept."),
  };
  return all[code];
}

/** What a warning's code means. */
export function describeWarning(code) {
  if (code === "record-unfinished") {
    return t("This election is not finished, or no result was published: there are no numbers yet.");
  }
  if (code === "auditor-page") {
    return t(
      "The page for checking in this ZIP file is not the one that was fixed before the vote opened. " +
        "Do not open it before somebody has explained it.",
    );
  }
  if (code === "campaign-missing") {
    return t("An election of the campaign is not among these files: choose all of them together.");
  }
  if (code === "trustees-uncommitted") {
    return t("Several trustees made their keys one after the other: the last one saw the others' keys first.");
  }
  const counted = describeCounts(code);
  if (counted !== undefined) return counted;
  if (code === "evidence-missing") {
    return t(
      "This file is the record alone. Choose the election's ZIP file to check also what " +
        "was fixed before voting, the slips and the trustees' stronger proofs.",
    );
  }
  return t("There is something to know about this election.");
}

/** A stage of the check; `left`: seconds that this stage will still take, 0 for not known. */
export function describeStage(stage, done, total, left = 0) {
  const texts = {
    read: t("Reading the file."),
    credentials: t("Checking the list of slips: {done} of {total}.", { done, total }),
    ballots: t("Checking votes: {done} of {total}.", { done, total }),
    decryptions: t("Checking what the trustees opened."),
    evidence: t("Checking the evidence."),
  };
  const text = texts[stage] ?? t("Checking.");
  if (left === 0) return text;
  if (left < 90) return `${text} ${t("Less than two minutes left.")}`;
  const count = Math.round(left / 60);
  return `${text} ${tn("About {count} minute left.", "About {count} minutes left.", count)}`;
}
