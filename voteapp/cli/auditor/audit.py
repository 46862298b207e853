"""``voteapp audit FILE``: verify a record (``.bel``) or a bundle (``.zip``), offline."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from voteapp.campaign.audit import ElectionAudit, audit_record, study_bundle
from voteapp.campaign.audit.documents import Documents
from voteapp.cli.auditor.report import Audited, print_report
from voteapp.cli.files import FileSource
from voteapp.cli.remembering import Memory
from voteapp.cli.watching import PROCESSES, watch
from voteapp.errors import NotAnArchiveError

ZIP_MAGIC = b"PK\x03\x04"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.option(
    "--jobs",
    type=PROCESSES,
    default=None,
    help="How many processes check ballots (default: one a core).",
)
def audit(file: Path, as_json: bool, jobs: int | None) -> None:
    """Verify an election from its record (UUID.bel) or its bundle (UUID.zip).

    Exit 0: verified. 1: something is wrong, and is listed. 2: the file cannot be read as an
    election, or uses something that this version does not know.
    """
    audited = audit_file(file, jobs=jobs, quiet=as_json)
    report = audited.report
    if as_json:
        click.echo(msgspec.json.encode(report).decode())
    else:
        print_report(audited, file.name)
    sys.exit(0 if report.verified else 1)


def audit_file(
    path: Path, *, jobs: int | None, quiet: bool, memory: Memory | None = None
) -> Audited:
    """Audit a file with a progress bar on standard error.

    Raises NotAnArchiveError, UnsupportedError; ConflictError where ``memory`` is of another
    election.
    """
    source, memory = FileSource(path), memory or Memory(None)
    if command := click.get_current_context(silent=True):
        command.call_on_close(source.close)
    if source.size == 0:
        raise NotAnArchiveError("the file is empty")
    is_bundle = source.read_at(0, 4) == ZIP_MAGIC
    with watch(source.size, jobs=jobs, quiet=quiet) as (run, progress), memory.kept(progress) as on:
        if is_bundle:
            found = study_bundle(source, run=run, progress=on, known=memory.known)
            study: ElectionAudit | None = found
            audit, documents = found.record, found.documents
        else:
            audit = audit_record(source, run=run, progress=on, known=memory.known)
            study, documents = None, Documents()
    context = audit.setup.context
    report = audit.create_report("election" if is_bundle else "record")
    ended = bool(audit.structure.of_kind("EndBallots"))
    return Audited(report, context.election if context else None, documents, ended, study)
