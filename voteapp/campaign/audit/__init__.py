"""The auditor of an election: record and what stands beside it together (scope ``election``).

One defect gives one finding: a check whose input already has a finding is skipped.
``docs/findings.md`` says what each code means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voteapp.campaign.audit.board import verify_board
from voteapp.campaign.audit.decryption import verify_decryption
from voteapp.campaign.audit.documents import Documents, read_documents
from voteapp.campaign.audit.participation import verify_participation
from voteapp.campaign.audit.pinned import verify_auditor_page, verify_pinned
from voteapp.campaign.audit.statements import verify_openings
from voteapp.campaign.bundle.archive import AUDITOR_NAME, Papers, get_papers, read_bundle
from voteapp.campaign.statements.people import People
from voteapp.campaign.texts import split_description
from voteapp.campaign.units.release import Plan
from voteapp.protocol.archive import ByteSource
from voteapp.protocol.audit import RecordAudit, verify_record
from voteapp.protocol.audit.known import KnownBallots
from voteapp.protocol.audit.report import Findings, Report
from voteapp.protocol.audit.setup import MapFunction

Progress = Callable[[str, int, int], None]

_STRUCTURE = ("archive-", "event-", "setup-", "election-")


def _no_progress(stage: str, done: int, total: int) -> None:
    """Used where nobody watches."""


@dataclass
class ElectionAudit:
    """All that the audit of a bundle learned; ``people``: everybody who may sign."""

    record: RecordAudit
    documents: Documents
    plan: Plan | None
    people: People | None

    @property
    def findings(self) -> Findings:
        """Everything that is wrong."""
        return self.record.findings


def verify_bundle(
    source: ByteSource, *, run: MapFunction = map, progress: Progress = _no_progress
) -> Report:
    """Audit a bundle (``UUID.zip``), scope ``election``; see ``study_bundle``."""
    return audit_bundle(source, run=run, progress=progress).create_report("election")


def audit_bundle(
    source: ByteSource,
    *,
    run: MapFunction = map,
    progress: Progress = _no_progress,
    known: KnownBallots | None = None,
) -> RecordAudit:
    """Audit a bundle and give back what was learned of its record; see ``study_bundle``."""
    return study_bundle(source, run=run, progress=progress, known=known).record


def study_bundle(
    source: ByteSource,
    *,
    run: MapFunction = map,
    progress: Progress = _no_progress,
    known: KnownBallots | None = None,
) -> ElectionAudit:
    """Audit a bundle and give back all that was learned (trustees need it).

    ``known``: see ``verify_record``. Raises NotAnArchiveError, UnsupportedError, ConflictError;
    every other defect is a finding.
    """
    findings = Findings()
    bundle = read_bundle(source, findings)
    audit = verify_record(bundle.record, run=run, progress=progress, findings=findings, known=known)
    context = audit.setup.context
    if context is not None and context.election.uuid != bundle.uuid:
        findings.add("bundle-name", None, "the record's name is not its election's uuid")
    progress("evidence", 0, 1)
    election = verify_election(audit, get_papers(bundle.others))
    verify_auditor_page(audit, election.documents, bundle.others.get(AUDITOR_NAME))
    progress("evidence", 1, 1)
    return election


def verify_record_alone(
    source: ByteSource, *, run: MapFunction = map, progress: Progress = _no_progress
) -> Report:
    """Audit a record (``.bel``) alone, scope ``record``; see ``audit_record``."""
    return audit_record(source, run=run, progress=progress).create_report()


def audit_record(
    source: ByteSource,
    *,
    run: MapFunction = map,
    progress: Progress = _no_progress,
    known: KnownBallots | None = None,
) -> RecordAudit:
    """Audit a record and warn where evidence belongs to it; ``known``: see ``verify_record``."""
    audit = verify_record(source, run=run, progress=progress, known=known)
    context = audit.setup.context
    if context is not None and split_description(context.election.description)[1] is not None:
        audit.findings.warn(
            "evidence-missing",
            "this election has a manifest and evidence; only its bundle (ZIP) shows everything",
        )
    if audit.setup.certificate is not None:
        audit.findings.warn(
            "certificate-unchecked", "a certificate of the credentials was not checked"
        )
    return audit


def verify_election(audit: RecordAudit, papers: Papers) -> ElectionAudit:
    """Add to a record's audit all findings about what stands beside it. Raises UnsupportedError."""
    documents = read_documents(audit, papers)
    verify_pinned(audit, documents)
    if audit.findings.has(*_STRUCTURE) or not audit.structure.complete:
        return ElectionAudit(audit, documents, None, None)
    verify_board(audit, documents)
    voted = verify_participation(audit, documents)
    people = verify_openings(audit, documents)
    verify_decryption(audit, documents, voted, people)
    return ElectionAudit(audit, documents, voted.plan, people)
