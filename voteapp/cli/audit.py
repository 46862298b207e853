"""``voteapp audit FILE``: verify a record (``.bel``) or a bundle (``.zip``), offline."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from voteapp.campaign.audit import audit_bundle, audit_record
from voteapp.cli.audit_report import print_report
from voteapp.cli.texts import gettext as _
from voteapp.errors import NotAnArchiveError
from voteapp.protocol.audit import Report
from voteapp.protocol.audit.setup import MapFunction
from voteapp.protocol.election import Election

ZIP_MAGIC = b"PK\x03\x04"

BELOW_WHICH_ONE_CORE_IS_FASTER = 600_000
"""Bytes: starting worker processes costs more than checking so small a record."""


class FileSource:
    """A ByteSource over a file, read where it is needed."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.size = os.fstat(self._file.fileno()).st_size

    def read_at(self, offset: int, size: int) -> bytes:
        return os.pread(self._file.fileno(), size, offset)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 1024),
    default=None,
    help="How many processes check ballots (default: one a core).",
)
def audit(file: Path, as_json: bool, jobs: int | None) -> None:
    """Verify an election from its record (UUID.bel) or its bundle (UUID.zip).

    Exit 0: verified. 1: something is wrong, and is listed. 2: the file cannot be read as an
    election, or uses something that this version does not know.
    """
    report, election = audit_file(file, jobs=jobs, quiet=as_json)
    if as_json:
        click.echo(msgspec.json.encode(report).decode())
    else:
        print_report(report, election, file.name)
    sys.exit(0 if report.verified else 1)


def audit_file(path: Path, *, jobs: int | None, quiet: bool) -> tuple[Report, Election | None]:
    """Audit a file with a progress bar on standard error; the election, if it can be read.

    Raises NotAnArchiveError, UnsupportedError.
    """
    source = FileSource(path)
    if source.size == 0:
        raise NotAnArchiveError("the file is empty")
    with ExitStack() as stack:
        run = _create_map(stack, source.size, jobs)
        console = Console(stderr=True)
        bar = stack.enter_context(
            Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.completed}/{task.total}"),
                TimeRemainingColumn(),
                console=console,
                transient=True,
                disable=quiet or not console.is_terminal,
            )
        )
        is_bundle = source.read_at(0, 4) == ZIP_MAGIC
        audit = (audit_bundle if is_bundle else audit_record)(
            source, run=run, progress=_progress_on(bar)
        )
    context = audit.setup.context
    scope = "election" if is_bundle else "record"
    return audit.create_report(scope), context.election if context else None


def _progress_on(bar: Progress) -> Callable[[str, int, int], None]:
    names = {
        "read": _("Reading"),
        "ballots": _("Checking ballots"),
        "evidence": _("Checking evidence"),
    }
    tasks = {stage: bar.add_task(name, total=None, visible=False) for stage, name in names.items()}

    def progress(stage: str, done: int, total: int) -> None:
        bar.update(tasks[stage], completed=done, total=total, visible=True)

    return progress


def _create_map(stack: ExitStack, size: int, jobs: int | None) -> MapFunction:
    workers = jobs if jobs is not None else os.cpu_count() or 1
    if workers == 1 or size < BELOW_WHICH_ONE_CORE_IS_FASTER:
        return map
    pool = stack.enter_context(ProcessPoolExecutor(workers))

    def run(function: Any, tasks: Any) -> Any:
        return pool.map(function, tasks)

    return run
