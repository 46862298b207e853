// What several tests use.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { verifyFile } from "../../voteapp/static/js/campaign/audit/election.js";
import { checkBallot as findProblem } from "../../voteapp/static/js/protocol/audit/single_ballot.js";
import { NotAnArchiveError, UnsupportedError } from "../../voteapp/static/js/protocol/errors.js";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export { createStream } from "./stream.mjs";

export const VECTORS = join(ROOT, "tests/vectors");

/** Names of the folders of tests/vectors that hold an election. */
export function listVectors() {
  return readdirSync(VECTORS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Everything of one folder of tests/vectors. */
export function loadVector(name) {
  const folder = join(VECTORS, name);
  const text = (file) => readFileSync(join(folder, file), "utf8").trim();
  const record = readdirSync(folder).find((file) => file.endsWith(".bel"));
  return {
    folder,
    text,
    record: new Uint8Array(readFileSync(join(folder, record))),
    expected: JSON.parse(text("expected.json")),
    election: new TextEncoder().encode(text("election.json")),
  };
}

/** Audit a record's or bundle's bytes: {report, exit}, as the command line does. */
export async function auditFile(bytes) {
  try {
    const { report } = await verifyFile(bytes);
    return { report, exit: report.verified ? 0 : 1 };
  } catch (error) {
    if (!(error instanceof NotAnArchiveError || error instanceof UnsupportedError)) throw error;
    return { report: { error: error.code, message: error.message }, exit: 2 };
  }
}

/** What the auditor finds wrong with a ballot is thrown; `listed`: whether its credential is. */
export function checkBallot(context, data, listed = true) {
  const { problem } = findProblem(context, data, { listed, known: false });
  if (problem !== null) throw problem;
  return true;
}
