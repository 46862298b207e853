// What the manifest says of things outside record and evidence: the zone that times are shown in,
// the booth's files, the auditor page; and what no election of ours holds.

import { hashHex } from "../../protocol/encoding.js";
import { AUDITOR_PATH } from "../bundle/archive.js";
import { ZONES } from "../setup/zones.js";
/** @import { Audit } from "../../protocol/audit/record.js" */
/** @import { Bytes } from "../../protocol/encoding.js" */
/** @import { Documents } from "./documents.js" */

/** Findings: `manifest-zone`, `manifest-booth`, `credential-certificate`.
 * @type {(audit: Audit, documents: Documents) => void} */
export function verifyPinned({ findings, setup }, { manifest }) {
  if (manifest === null) return;
  const { zone, booth, trial } = manifest;
  if (!ZONES.has(zone)) findings.add("manifest-zone", null, `"${zone}" is no time zone`);
  if (Object.keys(booth).length === 0 && !trial) {
    findings.add("manifest-booth", null, "no file of the booth is fixed, and this is no trial");
  }
  if (setup.certificate !== null && !findings.has("archive-", "event-", "setup-")) {
    findings.add("credential-certificate", 0, "something is called a certificate of the credentials");
  }
}

/** Warning: `auditor-page`. The server may have been upgraded since the set-up was fixed, so that
 * another page is no defect; nobody should open it without asking. What amendments left in force is what was fixed.
 * @type {(audit: Audit, documents: Documents, page: Bytes | null) => void} */
export function verifyAuditorPage({ findings }, { manifest, held }, page) {
  if (manifest === null || page === null || Object.keys(manifest.booth).length === 0) return;
  const hash = held === null ? manifest.booth[AUDITOR_PATH] : held.booth.get(AUDITOR_PATH);
  if (hash !== hashHex(page)) {
    findings.warn("auditor-page", `${AUDITOR_PATH} is not the page that was fixed with the set-up`);
  }
}
