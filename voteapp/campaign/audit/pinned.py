"""What the manifest says of things outside record and evidence: the zone that times are shown in,
the booth's files, the auditor page; and what no election of ours holds."""

from __future__ import annotations

from voteapp.campaign.audit.documents import Documents
from voteapp.campaign.bundle.archive import AUDITOR_PATH
from voteapp.campaign.setup.zones import ZONES
from voteapp.protocol.audit import RecordAudit
from voteapp.protocol.encoding import hash_hex


def verify_pinned(audit: RecordAudit, documents: Documents) -> None:
    """Findings: ``manifest-zone``, ``manifest-booth``, ``credential-certificate``."""
    manifest, findings = documents.manifest, audit.findings
    if manifest is None:
        return
    if manifest.zone not in ZONES:
        findings.add("manifest-zone", None, f"{manifest.zone!r} is no time zone")
    if not manifest.booth and not manifest.trial:
        text = "no file of the booth is fixed, and this is no trial"
        findings.add("manifest-booth", None, text)
    if audit.setup.certificate is not None and not findings.has("archive-", "event-", "setup-"):
        text = "something is called a certificate of the credentials"
        findings.add("credential-certificate", 0, text)


def verify_auditor_page(audit: RecordAudit, documents: Documents, page: bytes | None) -> None:
    """Warning: ``auditor-page``. The server may have been upgraded since the set-up was fixed, so
    that another page is no defect; nobody should open it without asking. What amendments left
    in force is what was fixed."""
    manifest = documents.manifest
    if manifest is None or page is None or not manifest.booth:
        return
    booth = manifest.booth if documents.held is None else documents.held.booth
    if booth.get(AUDITOR_PATH) != hash_hex(page):
        text = f"{AUDITOR_PATH} is not the page that was fixed with the set-up"
        audit.findings.warn("auditor-page", text)
