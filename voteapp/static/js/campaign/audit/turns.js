// A trustee's turn: which findings stop it.
//
// DESIGN, "Trustees".

import { TOLD } from "./statements.js";
/** @import { Finding } from "../../protocol/audit/report.js" */

/**
 * The findings for which no trustee signs or decrypts. More ballots than members entitled is none of
 * them: every ballot has a slip of the list, and it is the published result above which everybody
 * reads that there are too many. Nor is an opening that nobody had looked at: whoever signs now has looked since.
 * @type {(findings: Finding[]) => Finding[]}
 */
export function listBlocking(findings) {
  return findings.filter(({ code }) => !TOLD.includes(code));
}
