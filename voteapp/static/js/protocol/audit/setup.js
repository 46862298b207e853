// Second pass of an audit: the election, its trustees, its credentials.
//
// Belenios specification, sections "Elections", "Trustees", "Credentials".

import { checkElements, computeWeights, decodePublicCredentials } from "../credentials.js";
import { createContext, SetupData } from "../election.js";
import { decodeCanonical } from "../types.js";
import { ProtocolError, UnsupportedError } from "../errors.js";
import { GROUP_NAME, getGroup } from "../group.js";
import { checkTrustees, computePublicKey, decodeTrustees } from "../keys/trustees.js";
/** @import { Context } from "../election.js" */
/** @import { Progress } from "../encoding.js" */
/** @import { Item } from "../keys/trustees.js" */
/** @import { Findings } from "./report.js" */
/** @import { Structure } from "./structure.js" */

const CREDENTIALS_A_TASK = 500;
const CREDENTIALS_A_BREATH = 20;

/** What was checked of an election's setup; null where something could not be.
 * @typedef {{ context: Context | null, items: Item[] | null, weights: Map<string, number> | null,
 *   credentials: string[], keyMatches: boolean }} Setup */

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

/**
 * Check the three objects and how they fit: {context, items, weights, credentials, keyMatches},
 * null where something could not be checked. Throws UnsupportedError.
 * @type {(structure: Structure, findings: Findings, onProgress: Progress) => Promise<Setup>}
 */
export async function verifySetup(structure, findings, onProgress) {
  /** @type {Setup} */
  const setup = { context: null, items: null, weights: null, credentials: [], keyMatches: false };
  const [event] = structure.ofKind("Setup");
  if (event === undefined) {
    if (findings.items.length === 0) {
      findings.add("archive-missing", null, "the record has no election in it");
    }
    return setup;
  }
  const body = structure.fetch(event.payload);
  if (body === null) return setup;
  const data = collect(findings, 0, () => decodeCanonical(body, SetupData, "setup-encoding", "the setup data"));
  if (data === null) return setup;
  const election = structure.fetch(data.election);
  const trustees = structure.fetch(data.trustees);
  const credentials = structure.fetch(data.credentials);
  if (election !== null) setup.context = collect(findings, 0, () => createContext(election));
  if (trustees !== null) {
    const group = setup.context?.group ?? getGroup(GROUP_NAME);
    setup.items = collect(findings, 0, () => checkTrustees(group, decodeTrustees(trustees)));
  }
  if (credentials !== null) {
    setup.weights = collect(findings, 0, () => {
      setup.credentials = decodePublicCredentials(credentials);
      return computeWeights(setup.credentials);
    });
  }
  if (setup.weights !== null) await verifyElements([...setup.weights.keys()], findings, onProgress);
  setup.keyMatches = verifyKey(setup, findings);
  return setup;
}

/** Check each public credential as a point.
 * @type {(elements: string[], findings: Findings, onProgress: Progress) => Promise<void>} */
async function verifyElements(elements, findings, onProgress) {
  const group = getGroup(GROUP_NAME);
  // One finding for each portion of the list, as the other auditor gives.
  for (let start = 0; start < elements.length; start += CREDENTIALS_A_TASK) {
    const end = Math.min(start + CREDENTIALS_A_TASK, elements.length);
    for (let i = start; i < end; i += CREDENTIALS_A_BREATH) {
      const portion = elements.slice(i, Math.min(i + CREDENTIALS_A_BREATH, end));
      const before = findings.items.length;
      collect(findings, 0, () => checkElements(group, portion));
      await onProgress(i + portion.length, elements.length);
      if (findings.items.length > before) break;
    }
  }
}

/** Whether the election's key is the trustees'.
 * @type {(setup: Setup, findings: Findings) => boolean} */
function verifyKey({ context, items }, findings) {
  if (context === null || items === null) return false;
  const { group, publicKey } = context;
  const matches = group.equal(computePublicKey(group, items), publicKey);
  if (!matches) findings.add("election-key", 0, "the election's key is not the product of the trustees'");
  return matches;
}
