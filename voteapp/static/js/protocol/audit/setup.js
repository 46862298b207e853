// Second pass of an audit: the election, its trustees, its credentials.
//
// Belenios specification, sections "Elections", "Trustees", "Credentials".

import { createContext, SetupData } from "../election.js";
import { decodeCanonical } from "../types.js";
import { ProtocolError, UnsupportedError } from "../errors.js";
import { GROUP_NAME, getGroup } from "../group.js";
import { checkTrustees, computePublicKey, decodeTrustees } from "../keys/trustees.js";
import { checkElements, computeWeights, decodePublicCredentials } from "./public_credentials.js";
/** @import { Context } from "../election.js" */
/** @import { Bytes, Progress } from "../encoding.js" */
/** @import { Item } from "../keys/trustees.js" */
/** @import { Findings } from "./report.js" */
/** @import { Structure } from "./structure.js" */

const CREDENTIALS_A_BREATH = 4096;

/** What was checked of an election's setup; null where something could not be. `certificate`: the hash
 * of what it calls the credentials' certificate, which nothing here looks at.
 * @typedef {{ context: Context | null, items: Item[] | null, weights: Map<string, number> | null,
 *   credentials: string[], keyMatches: boolean, certificate: string | null }} Setup */

/** Run a check; a ProtocolError becomes a finding at `height`.
 * @type {<T>(findings: Findings, height: number | null, work: () => T) => T | null} */
export function collect(findings, height, work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnsupportedError || !(error instanceof ProtocolError)) throw error;
    findings.addError(error, height);
    return null;
  }
}

/** The hashes of the three objects, null where they cannot be read.
 * @type {(structure: Structure, findings: Findings) => SetupData | null} */
function readSetupData(structure, findings) {
  const [event] = structure.ofKind("Setup");
  if (event === undefined && findings.items.length === 0) {
    findings.add("archive-missing", null, "the record has no election in it");
  }
  const body = structure.fetch(event?.payload ?? null);
  if (body === null) return null;
  return collect(findings, 0, () => decodeCanonical(body, SetupData, "setup-encoding", "the setup data"));
}

/** The credentials and their weights, each null or empty where it cannot be read.
 * @type {(body: Bytes | null, findings: Findings) => Pick<Setup, "credentials" | "weights">} */
function readCredentials(body, findings) {
  if (body === null) return { credentials: [], weights: null };
  const credentials = collect(findings, 0, () => decodePublicCredentials(body));
  if (credentials === null) return { credentials: [], weights: null };
  return { credentials, weights: collect(findings, 0, () => computeWeights(credentials)) };
}

/**
 * Check the three objects and how they fit: {context, items, weights, credentials, keyMatches},
 * null where something could not be checked. Throws UnsupportedError.
 * @type {(structure: Structure, findings: Findings, onProgress: Progress) => Promise<Setup>}
 */
export async function verifySetup(structure, findings, onProgress) {
  const data = readSetupData(structure, findings);
  if (data === null) {
    return { context: null, items: null, weights: null, credentials: [], keyMatches: false, certificate: null };
  }
  const certificate = data.credentials_certificate ?? null;
  const election = structure.fetch(data.election);
  const context = election === null ? null : collect(findings, 0, () => createContext(election));
  const group = context?.group ?? getGroup(GROUP_NAME);
  const trustees = structure.fetch(data.trustees);
  const items = trustees === null ? null : collect(findings, 0, () => checkTrustees(group, decodeTrustees(trustees)));
  const { credentials, weights } = readCredentials(structure.fetch(data.credentials), findings);
  if (weights !== null) await verifyElements([...weights.keys()], findings, onProgress);
  return { context, items, weights, credentials, certificate, keyMatches: verifyKey(context, items, findings) };
}

/** Check each public credential as a point.
 * @type {(elements: string[], findings: Findings, onProgress: Progress) => Promise<void>} */
async function verifyElements(elements, findings, onProgress) {
  const group = getGroup(GROUP_NAME);
  for (let i = 0; i < elements.length; i += CREDENTIALS_A_BREATH) {
    const portion = elements.slice(i, i + CREDENTIALS_A_BREATH);
    const before = findings.items.length;
    collect(findings, 0, () => checkElements(group, portion));
    await onProgress(i + portion.length, elements.length);
    // The first that is wrong says enough, and what comes after it is not paid for.
    if (findings.items.length > before) return;
  }
}

/** Whether the election's key is the trustees'.
 * @type {(context: Context | null, items: Item[] | null, findings: Findings) => boolean} */
function verifyKey(context, items, findings) {
  if (context === null || items === null) return false;
  const { group, publicKey } = context;
  const matches = group.equal(computePublicKey(group, items), publicKey);
  if (!matches) findings.add("election-key", 0, "the election's key is not the product of the trustees'");
  return matches;
}
