// Heads and batches against the board; the ceremony against the trustees.

import { SetupData } from "../../protocol/election.js";
import { collect } from "../../protocol/audit/setup.js";
import { decodeJson } from "../../protocol/types.js";
import { ProtocolError } from "../../protocol/errors.js";
import { computeSigningKeys, decodeTrustees } from "../../protocol/keys/trustees.js";
import { computeBatches, verifyBatches, verifyBoundaries, verifyHeads } from "../board/batches.js";
import { checkCeremony, checkDistinct, checkMajority, needsCeremony } from "../ceremony/agreement.js";
import { checkMessages, checkRefused } from "../ceremony/replay.js";
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Element, Group } from "../../protocol/group.js" */
/** @import { Trustee } from "../../protocol/keys/trustees.js" */
/** @import { EventView } from "../board/batches.js" */
/** @import { Evidence } from "../bundle/evidence.js" */
/** @import { Ceremony } from "../ceremony/agreement.js" */
/** @import { Documents } from "./documents.js" */

/**
 * Check ceremony, heads and batches: `trustee-...`, `ceremony-...`, `head-...`, `batch-...`,
 * `credential-reused`.
 * @type {(audit: Audit, documents: Documents) => Promise<void>}
 */
export async function verifyBoard(audit, { manifest, evidence }) {
  await verifyCeremony(audit, evidence);
  const { context } = audit.setup;
  if (manifest === null || evidence === null || context === null) return;
  const events = viewEvents(audit);
  const { heads } = evidence;
  const { uuid } = context.election;
  let errors = verifyHeads(heads, uuid, context.fingerprint, manifest.server_key);
  if (errors.length === 0) errors = verifyBoundaries(heads, events);
  if (errors.length === 0) errors = verifyBatches(computeBatches(heads), events);
  for (const error of errors) audit.findings.addError(error, null);
}

/** @type {(audit: Audit) => EventView[]} */
function viewEvents({ box, structure }) {
  const credentials = new Map(box.entries.map((entry) => [entry.height, entry.credential]));
  return structure.events.map(({ digest, kind, payload, height }) => ({
    digest,
    type: kind,
    ballot: kind === "Ballot" ? payload : null,
    credential: credentials.get(height) ?? null,
  }));
}

/** The record's trustees structure; null where a finding stands in the way.
 * @type {(audit: Audit) => Trustee[] | null} */
export function loadTrustees({ setup, structure }) {
  const [event] = structure.ofKind("Setup");
  const body = event === undefined ? null : structure.fetch(event.payload);
  if (body === null || setup.items === null) return null;
  const data = decodeJson(body, SetupData, "setup-encoding", "the setup data");
  const trustees = structure.fetch(data.trustees);
  return trustees === null ? null : decodeTrustees(trustees);
}

/** @type {(audit: Audit, evidence: Evidence | null) => Promise<void>} */
async function verifyCeremony(audit, evidence) {
  const { context } = audit.setup;
  const trustees = loadTrustees(audit);
  if (trustees === null || context === null || evidence === null) return;
  const keys = computeSigningKeys(context.group, trustees);
  const hold = () => {
    checkMajority(trustees);
    checkDistinct(context.group, keys);
    return true;
  };
  if (!collect(audit.findings, 0, hold)) return;
  const { ceremony } = evidence;
  if (ceremony !== null) {
    await verifyMessages(audit, context.group, trustees, keys, ceremony);
  } else if (needsCeremony(trustees)) {
    audit.findings.add("ceremony-missing", null, "the trustees' ceremony is missing");
  } else if (trustees.length > 1) {
    const text = "several trustees made their keys without committing to them first";
    audit.findings.warn("trustees-uncommitted", text);
  }
}

/** @type {(audit: Audit, group: Group, trustees: Trustee[], keys: Element[], ceremony: Ceremony) => Promise<void>} */
async function verifyMessages({ findings }, group, trustees, keys, ceremony) {
  try {
    checkCeremony(group, trustees, keys, ceremony);
    await checkMessages(group, trustees, ceremony);
    checkRefused(ceremony, keys.length);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    findings.addError(error, null);
  }
}
