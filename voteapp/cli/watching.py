"""A verification on all cores, with a bar that shows how far it is and how long it still takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from voteapp.cli.texts import gettext as _
from voteapp.protocol.audit.setup import MapFunction

BELOW_WHICH_ONE_CORE_IS_FASTER = 600_000
"""Bytes: starting worker processes costs more than checking so small a record."""

PROCESSES = click.IntRange(1, 1024)
"""What may be asked for with --jobs."""

OnProgress = Callable[[str, int, int], None]


@contextmanager
def watch(
    size: int, *, jobs: int | None, quiet: bool, threads: bool = False
) -> Iterator[tuple[MapFunction, OnProgress]]:
    """What an audit of ``size`` bytes takes as ``run`` and ``progress``.

    ``threads``: whether this process has threads, in which case its workers are no copies of it.
    The bar is on standard error and goes away at the end; none where nobody sees it.
    """
    with ExitStack() as stack:
        run = _create_map(stack, size, jobs, threads=threads)
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
        yield run, _progress_on(bar)


def _progress_on(bar: Progress) -> OnProgress:
    names = {
        "read": _("Reading"),
        "ballots": _("Checking ballots"),
        "evidence": _("Checking evidence"),
    }
    tasks = {stage: bar.add_task(name, total=None, visible=False) for stage, name in names.items()}

    def progress(stage: str, done: int, total: int) -> None:
        bar.update(tasks[stage], completed=done, total=total, visible=True)

    return progress


def _create_map(stack: ExitStack, size: int, jobs: int | None, *, threads: bool) -> MapFunction:
    workers = jobs if jobs is not None else os.cpu_count() or 1
    if workers == 1 or size < BELOW_WHICH_ONE_CORE_IS_FASTER:
        return map
    # A copy of a process takes the locks along that its threads hold, and nobody lets them go.
    begin = get_context("spawn" if threads else None)
    pool = stack.enter_context(ProcessPoolExecutor(workers, mp_context=begin))

    def run(function: Any, tasks: Any) -> Any:
        return pool.map(function, tasks)

    return run
