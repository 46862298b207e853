// Why an election must not be opened, in words.

import { describeFinding } from "../../audit/words.js";
import { listBlocking } from "../../campaign/audit/turns.js";
import { t } from "../../i18n.js";

/** The server asks for a text that does not follow from what was found. */
export function describeOther() {
  return t("The server wants something else to be signed than what was found.");
}

/** A check that failed: {code, message} in plain words, with both for those who look closer. */
export function describeCheck({ code, message }) {
  return `${describeFinding(code)} (${code}: ${message})`;
}

/** What a trustee should know, though it does not stop the opening. */
export function describeTold({ findings }) {
  const blocking = listBlocking(findings);
  return findings.filter((finding) => !blocking.includes(finding)).map(describeCheck);
}

/** What is wrong with a record by itself; empty when everything is right. */
export function describeFindings(item, found) {
  const list = listBlocking(found.findings).map(describeCheck);
  if (!found.uuid) list.push(t("This is the record of another election."));
  if (found.fingerprint !== item.fingerprint) list.push(t("The fingerprint is not the one of this election."));
  return list;
}

/** What is wrong with a closed election, its tally, or what the server wants to be signed. */
export function listProblems(item, found) {
  const list = describeFindings(item, found);
  if (found.signedOther)
    list.push(
      t(
        "In this browser you have signed another closing of this vote before. It is never signed twice: somebody changed the record since.",
      ),
    );
  if (list.length === 0 && found.text !== null && !found.opened)
    list.push(
      t("You have not signed what opened, and it is too late for that: your key signs no closing of this vote."),
    );
  if (list.length === 0 && found.text !== item.closing_text) list.push(describeOther());
  if (list.length === 0 && !found.tallied) list.push(t("There is no tally that may be opened."));
  return list;
}
