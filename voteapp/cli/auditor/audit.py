"""``voteapp audit FILE...``: verify a record (``.bel``) or a bundle (``.zip``), offline; of several
bundles of one campaign also that they say the same of what its elections share."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from voteapp.campaign.audit import ElectionAudit, audit_record, study_bundle
from voteapp.campaign.audit.documents import Documents
from voteapp.campaign.audit.together import compare_bundles
from voteapp.cli.auditor.report import Audited, print_report, print_together, print_unreadable
from voteapp.cli.files import FileSource
from voteapp.cli.remembering import Memory
from voteapp.cli.texts import clean
from voteapp.cli.watching import PROCESSES, watch
from voteapp.errors import NotAnArchiveError, VoteappError
from voteapp.protocol.audit.report import Finding, Report, Warning

ZIP_MAGIC = b"PK\x03\x04"


@click.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.option(
    "--jobs",
    type=PROCESSES,
    default=None,
    help="How many processes check ballots (default: one a core).",
)
def audit(files: tuple[Path, ...], as_json: bool, jobs: int | None) -> None:
    """Verify an election from its record (UUID.bel) or its bundle (UUID.zip).

    Of several bundles of one campaign, each is verified, and then that they say the same of what
    the campaign's elections share: trustees, witnesses, tellers, changes, notes.

    Exit 0: verified. 1: something is wrong, and is listed. 2: a file cannot be read as an
    election, or uses something that this version does not know.
    """
    if len(files) > 1:
        sys.exit(audit_together(files, as_json=as_json, jobs=jobs))
    audited = audit_file(files[0], jobs=jobs, quiet=as_json)
    report = audited.report
    if as_json:
        click.echo(msgspec.json.encode(report).decode())
    else:
        print_report(audited, files[0].name)
    sys.exit(0 if report.verified else 1)


class Read(msgspec.Struct, frozen=True):
    """One of several files: its report, or why it cannot be read."""

    file: str
    report: Report | None
    error: str | None


class Together(msgspec.Struct, frozen=True):
    """What ``voteapp audit --json`` says of several files."""

    verified: bool
    files: list[Read]
    findings: list[Finding]
    warnings: list[Warning]


def audit_together(files: Sequence[Path], *, as_json: bool, jobs: int | None) -> int:
    """Audit each file, then the bundles side by side; print all of it. Gives the exit code, the
    worst of all."""
    read: list[Read] = []
    studies: list[ElectionAudit] = []
    for file in files:
        try:
            audited = audit_file(file, jobs=jobs, quiet=as_json)
        except VoteappError as error:
            read.append(Read(file.name, None, clean(str(error))))
            if not as_json:
                print_unreadable(file.name, str(error))
            continue
        read.append(Read(file.name, audited.report, None))
        studies += [audited.study] if audited.study is not None else []
        if not as_json:
            print_report(audited, file.name)
    found = compare_bundles(studies)
    whole = [one.report is not None and one.report.verified for one in read]
    together = Together(all(whole) and not found.items, read, found.items, found.warnings)
    if as_json:
        click.echo(msgspec.json.encode(together).decode())
    else:
        print_together(found)
    if any(one.report is None for one in read):
        return 2
    return 0 if together.verified else 1


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
