// What a slip cast in an election, from the files alone: whoever holds the slip asks nobody.
//
// docs/how-to/auditor.md, "What a slip cast". The same as voteapp/campaign/board/uses.py. The file itself is
// the auditor's to check.

import { decodeBallot } from "../../protocol/ballots.js";
import { hexToBase64 } from "../../protocol/encoding.js";
import { ProtocolError } from "../../protocol/errors.js";
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Ballot } from "../../protocol/ballots.js" */
/** @import { Evidence } from "../bundle/evidence.js" */

/** Whether the credential is on the list and was made void, its ballots in the record (tracker, its
 * hash, and the batch in which it was sealed; null: no head covers it), and how far the record reaches: the last batch
 * sealed (0: none), and whether voting has ended.
 * @typedef {{ listed: boolean, voided: boolean, ballots: { tracker: string, batch: number | null,
 *   commitment: string }[],
 *   sealed: number, ended: boolean }} SlipUse */

/**
 * Look for a public credential (64 hex) in an audited record and what stands beside it. A ballot that cannot
 * be read is nobody's here.
 * @type {(audit: Pick<Audit, "structure" | "setup">, evidence: Pick<Evidence, "heads" | "voided">,
 *   credential: string) => SlipUse}
 */
export function findUse({ structure, setup }, { heads, voided }, credential) {
  const ballots = [];
  for (const { payload, height } of structure.ofKind("Ballot")) {
    const ballot = payload === null ? null : readBallot(structure, payload);
    if (payload === null || ballot === null || ballot.credential !== credential) continue;
    const batches = heads.filter((head) => head.height >= height).map(({ batch }) => batch);
    const batch = batches.length === 0 ? null : Math.min(...batches);
    ballots.push({ tracker: hexToBase64(payload), batch, commitment: ballot.signature.hash });
  }
  return {
    listed: setup.credentials.some((entry) => entry.split(",")[0] === credential),
    voided: voided.some((one) => one.credential === credential),
    ballots,
    sealed: Math.max(0, ...heads.map(({ batch }) => batch)),
    ended: structure.ofKind("EndBallots").length > 0,
  };
}

/** @type {(structure: Audit["structure"], payload: string) => Ballot | null} */
function readBallot(structure, payload) {
  try {
    return decodeBallot(structure.fetch(payload) ?? new Uint8Array(0));
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
