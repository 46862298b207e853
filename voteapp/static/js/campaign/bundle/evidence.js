// The evidence: what grows with an election beside its record.
//
// DESIGN, "The evidence and the bundle"; docs/formats.md, "Evidence".

import { hashHex, isHex } from "../../protocol/encoding.js";
import { types } from "../../protocol/types.js";
import { ProtocolError } from "../../protocol/errors.js";
import { Proof } from "../../protocol/proofs.js";
import { decodeStrict, encodeCanonical, more } from "../canonical.js";
import { Ceremony } from "../ceremony/agreement.js";
import { Amendment } from "../setup/amendments.js";
import { Plan } from "../units/release.js";
import { Head } from "../board/signing.js";
import { SlipVoid } from "../board/voids.js";
import { Note } from "./notes.js";
import { SlipCount } from "../slips/counts.js";
import { Part, Printed } from "../slips/tellers.js";
import { Statement } from "../statements/signing.js";
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Value } from "../../protocol/types.js" */

/** `evidence.json`; the fields are those of docs/formats.md. */
const Evidence = types.struct({
  type: more.exactly("voteapp-evidence"),
  version: more.exactly(1),
  uuid: types.string,
  fingerprint: types.string,
  manifest: types.string,
  ceremony: more.nullable(Ceremony),
  amendments: types.list(Amendment),
  heads: types.list(Head),
  voided: types.list(SlipVoid),
  printed: types.list(Printed),
  openings: types.list(Statement),
  parts: more.nullable(types.list(Part)),
  slips: more.nullable(types.list(SlipCount)),
  plan: more.nullable(Plan),
  outs: types.list(Statement),
  closing_statements: types.list(Statement),
  mirror_ends: types.list(Statement),
  strong_proofs: types.list(
    types.struct({ group: types.string, owner: types.integer, proofs: types.list(types.list(Proof)) }),
  ),
  confirmations: types.list(Statement),
  notes: types.list(Note),
});
/** @typedef {Value<typeof Evidence>} Evidence */

/** Read evidence in canonical form; throws `evidence-encoding`.
 * @type {(data: Bytes) => Evidence} */
export function decodeEvidence(data) {
  const code = "evidence-encoding";
  const evidence = decodeStrict(data, Evidence, code, "the evidence");
  if (!(evidence.parts ?? []).every(({ salt }) => isHex(salt, 32))) {
    throw new ProtocolError(code, "the salt of a teller's part is not 32 bytes in hex");
  }
  return evidence;
}

/** What closing statements sign of it: SHA-256 (hex) of the evidence as it was frozen, without what is only said
 * afterwards.
 * @type {(evidence: Evidence) => string} */
export function computeFrozenHash(evidence) {
  const later = { outs: [], closing_statements: [], mirror_ends: [], strong_proofs: [], confirmations: [], notes: [] };
  return hashHex(encodeCanonical({ ...evidence, ...later }));
}
