"""The auditor of a record: collects findings and goes on.

One defect gives one finding: a check whose input already has a finding is skipped.
``docs/findings.md`` says what each code means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voteapp.protocol.archive import ByteSource
from voteapp.protocol.audit.ballots import BallotBox, verify_ballots
from voteapp.protocol.audit.decryption import Decryption, verify_decryption
from voteapp.protocol.audit.known import KnownBallots
from voteapp.protocol.audit.report import Findings, Report
from voteapp.protocol.audit.setup import MapFunction, Setup, verify_setup
from voteapp.protocol.audit.structure import Structure, read_structure

Progress = Callable[[str, int, int], None]
"""``progress(stage, done, total)``; stages: ``read`` (bytes), ``ballots``."""

__all__ = [
    "AcceptedEvent",
    "Finding",
    "Findings",
    "KnownBallots",
    "Progress",
    "RecordAudit",
    "Report",
    "Warning",
    "verify_record",
    "verify_structure",
]


@dataclass
class RecordAudit:
    """All that the audit of a record learned; the audit of an election builds on it."""

    findings: Findings
    structure: Structure
    setup: Setup
    box: BallotBox
    decryption: Decryption

    def create_report(self, scope: str = "record") -> Report:
        """The report over all findings so far."""
        context = self.setup.context
        return Report(
            verified=not self.findings.items,
            scope="election" if scope == "election" else "record",
            uuid=context.election.uuid if context else None,
            fingerprint=context.fingerprint if context else None,
            ballots=self.box.accepted,
            counted=len(self.box.last),
            result=self.decryption.result,
            findings=list(self.findings.items),
            warnings=list(self.findings.warnings),
        )


def _no_progress(stage: str, done: int, total: int) -> None:
    """Used where nobody watches."""


def verify_record(
    source: ByteSource,
    *,
    run: MapFunction = map,
    progress: Progress = _no_progress,
    findings: Findings | None = None,
    known: KnownBallots | None = None,
) -> RecordAudit:
    """Audit a record (a ``.bel``), all of it.

    ``run``: ``map``, or the ``map`` of a process pool. ``known``: ballots whose proofs were
    verified before; those that now are join them. Raises NotAnArchiveError, UnsupportedError, and
    ConflictError where ``known`` is another election's; other defects are findings.
    """
    findings = findings or Findings()
    structure = read_structure(source, findings, lambda done, total: progress("read", done, total))
    return verify_structure(structure, findings, run=run, progress=progress, known=known)


def verify_structure(
    structure: Structure,
    findings: Findings,
    *,
    run: MapFunction = map,
    progress: Progress = _no_progress,
    known: KnownBallots | None = None,
) -> RecordAudit:
    """Audit all that is in a record whose structure was read already, with ``findings``.

    Raises UnsupportedError, and ConflictError as ``verify_record`` does.
    """
    setup = verify_setup(structure, findings, run)
    box = verify_ballots(
        structure,
        setup,
        findings,
        run,
        lambda done, total: progress("ballots", done, total),
        known,
    )
    decryption = verify_decryption(structure, setup, box, findings)
    if structure.state != "Result" and structure.complete:
        state = structure.state or "the header"
        findings.warn("record-unfinished", f"the record ends after {state}: there is no result")
    return RecordAudit(findings, structure, setup, box, decryption)
