// What the trustees say to each other before any factor leaves, and what one of them may sign.
//
// DESIGN, "Trustees": each signs one closing of an election, and decrypts only when at least t,
// and more than half of all, have signed the same.

import { listBlocking } from "../../campaign/audit/turns.js";
import { loadTrustees } from "../../campaign/audit/board.js";
import {
  checkClosingStatement,
  computeClosingText,
  computeNeeded,
} from "../../campaign/counting/closing_statements.js";
import { decodeEvidence } from "../../campaign/bundle/evidence.js";
import { computePlanHash } from "../../campaign/units/release.js";
import { ProtocolError } from "../../protocol/errors.js";
import { computeSigningKeys } from "../../protocol/keys/trustees.js";

/**
 * What a verified record and its evidence let a trustee sign: {plan, text, closing}; `closing`:
 * the hash of EndBallots. All null where a finding blocks or voting is not over.
 */
export function prepareClosing({ findings, structure, setup }, evidence) {
  const [end] = structure.ofKind("EndBallots");
  if (listBlocking(findings.items).length > 0 || end === undefined) {
    return { plan: null, text: null, closing: null };
  }
  const { plan } = decodeEvidence(evidence);
  if (plan === null) return { plan: null, text: null, closing: null };
  const text = computeClosingText(setup.context.fingerprint, end.digest, computePlanHash(plan));
  return { plan, text, closing: end.digest };
}

/**
 * Who signed `text`, from evidence that the server sent: a Set of owners. Throws ProtocolError
 * `closing-statement-...` or `evidence-...` naming the trustee, at the first statement that is
 * something else.
 */
export function collectAgreed(audit, text, evidence) {
  const { group, fingerprint } = audit.setup.context;
  const given = decodeEvidence(evidence);
  if (given.fingerprint !== fingerprint) {
    throw new ProtocolError("evidence-election", "the evidence is that of another election");
  }
  const keys = computeSigningKeys(group, loadTrustees(audit));
  const owners = new Set();
  for (const statement of given.closing_statements) {
    checkClosingStatement(group, keys, text, statement);
    if (owners.has(statement.owner)) {
      const problem = `trustee ${statement.owner} signed two statements for this election`;
      throw new ProtocolError("closing-statement-second", problem);
    }
    owners.add(statement.owner);
  }
  return owners;
}

/** How many signatures are missing before `owner` may decrypt; 0: none. */
export function countMissing({ setup }, agreed, owner) {
  const missing = computeNeeded(setup.items) - agreed.size;
  return agreed.has(owner) ? Math.max(missing, 0) : Math.max(missing, 1);
}

/** The hash of the last event before the first PartialDecryption: what strong proofs name. */
export function findParent({ structure }) {
  const [first] = structure.ofKind("PartialDecryption");
  const last = first === undefined ? structure.events.length - 1 : first.height - 1;
  return structure.events[last].digest;
}
