// The auditor of a record: collects findings and goes on.
//
// One defect gives one finding: a check whose input already has a finding is skipped.
// docs/findings.md says what each code means.

import { verifyBallots } from "./ballots.js";
import { verifyDecryption } from "./decryption.js";
import { createReport, Findings } from "./report.js";
import { verifySetup } from "./setup.js";
import { readStructure } from "./structure.js";
/** @import { Bytes, Progress } from "../encoding.js" */
/** @import { Box } from "./ballots.js" */
/** @import { Decryption } from "./decryption.js" */
/** @import { Setup } from "./setup.js" */
/** @import { Structure } from "./structure.js" */

export { createReport, Findings };

/** What an audit of a record found.
 * @typedef {{ findings: Findings, structure: Structure, setup: Setup, box: Box, decryption: Decryption }} Audit */
/** @typedef {(stage: string, done: number, total: number) => unknown} StageProgress */
/** @typedef {{ progress?: StageProgress, findings?: Findings, known?: { has: (hash: string) => boolean },
 *   onVerified?: (hash: string) => unknown }} AuditOptions */

/**
 * Audit a record (the bytes of a .bel), all of it: {findings, structure, setup, box, decryption},
 * of which `createReport` makes the report.
 *
 * `progress(stage, done, total)` is called often and may return a promise (so that a page can
 * draw); stages: "read" (bytes), "credentials", "ballots", "decryptions".
 *
 * `known`: hashes (hex) of ballots, with has(hash), whose signature and proofs were verified before
 * under this election's fingerprint: all of them is checked again but these. Of every other ballot
 * that is right `onVerified(hash)` tells; it may return a promise.
 *
 * Throws NotAnArchiveError and UnsupportedError; every defect behind the header is a finding
 * instead.
 * @type {(bytes: Bytes, options?: AuditOptions) => Promise<Audit>}
 */
export async function verifyRecord(bytes, options = {}) {
  const { progress = () => {}, findings = new Findings() } = options;
  const { known = new Set(), onVerified = () => {} } = options;
  /** @type {(name: string) => Progress} */
  const stage = (name) => (done, total) => progress(name, done, total);
  const structure = await readStructure(bytes, findings, stage("read"));
  const setup = await verifySetup(structure, findings, stage("credentials"));
  const box = await verifyBallots(structure, setup, findings, { onProgress: stage("ballots"), known, onVerified });
  const decryption = await verifyDecryption(structure, setup, box, findings, stage("decryptions"));
  if (structure.state !== "Result" && structure.complete) {
    const state = structure.state ?? "the header";
    findings.warn("record-unfinished", `the record ends after ${state}: there is no result`);
  }
  return { findings, structure, setup, box, decryption };
}
