"""Verifying a bundle before somebody signs something about it."""

from __future__ import annotations

from pathlib import Path

import click

from voteapp.campaign.audit import ElectionAudit, study_bundle
from voteapp.campaign.audit.turns import list_blocking
from voteapp.campaign.bundle.evidence import Evidence
from voteapp.campaign.statements.signing import Statement
from voteapp.cli import Failure
from voteapp.cli.files import FileSource
from voteapp.cli.remembering import Memory
from voteapp.cli.signers.key_files import Among
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.cli.watching import watch


def verify_election(bundle: Path, memory_file: Path | None, jobs: int | None) -> ElectionAudit:
    """Verify everything; raises Failure where anything is wrong for which nobody signs."""
    source, memory = FileSource(bundle), Memory(memory_file)
    with watch(source.size, jobs=jobs, quiet=False) as (run, bar), memory.kept(bar) as progress:
        election = study_bundle(source, run=run, progress=progress, known=memory.known)
    for finding in election.findings.items:
        click.echo(clean(f"{finding.code}: {finding.message}"), err=True)
    if blocking := list_blocking(election.findings.items):
        found = ", ".join(sorted({finding.code for finding in blocking}))
        raise Failure(
            _("This election does not verify (%s). Do not sign and do not decrypt.") % found
        )
    if election.findings.items:
        click.echo(
            _("You can open the total all the same. The results will say this first."), err=True
        )
    return election


def get_among(election: ElectionAudit) -> Among:
    """Where keys are looked for in a verified election."""
    items = election.record.setup.items
    if election.people is None or items is None:
        raise Failure(_("This election does not verify."))
    return Among(election.people, items)


def list_published(evidence: Evidence) -> list[Statement]:
    """All that trustees and witnesses are known to have signed of an election."""
    return [
        *evidence.openings,
        *evidence.outs,
        *evidence.closing_statements,
        *evidence.confirmations,
    ]
