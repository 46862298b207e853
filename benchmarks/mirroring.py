"""What a mirror's memory and work are while it takes a whole board, and while it looks again."""

from __future__ import annotations

import secrets
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.elections import open_election, play_election
from benchmarks.tables import Report, Row
from tests.players.services.served import free_port
from tests.support.costs import Cost, run_measured
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.setup.package import PackedElection, create_package
from voteapp.cli.demo.plan import create_plan
from voteapp.cli.mirror.serving import serve
from voteapp.cli.mirror.state import MirrorState

ROOT = Path(__file__).resolve().parent.parent
CODE = "BENCH"
MEGABYTE = 1 << 20
BALLOTS, BEFORE = 32_000, 8_000
"""A whole board, and a smaller one: the difference tells what a ballot costs."""

MOST_MEGABYTES, MOST_BYTES_A_BALLOT = 150.0, 2000.0
LIMIT = 3600
"""Seconds of work after which a mirror is ended."""


class Pull(NamedTuple):
    """What the first look cost, which takes and verifies everything, and the second."""

    size: int
    first: Cost
    second: Cost


def load_board(work: Path, ballots: int) -> Path:
    """A folder as a mirror keeps it, of a finished election with so many ballots, in the work
    folder: a mirror of it pulls all that a server would give."""
    folder = work / f"board-{ballots}"
    if not folder.exists():
        made = folder.with_suffix(".new")
        shutil.rmtree(made, ignore_errors=True)
        demo = open_election(create_plan("vote", secrets.token_bytes), ballots)
        play_election(demo, ballots)
        write_board(demo.election, made)
        made.rename(folder)
    return folder


def write_board(election: PlayedElection, folder: Path) -> None:
    """The files of an election as a mirror keeps and serves them, with its package."""
    place, papers, setup = folder / election.uuid, election.papers, election.setup
    place.mkdir(parents=True)
    asked = encode_questionnaire(election.questionnaire)
    packed = PackedElection(
        setup.election, setup.trustees, setup.credentials, election.manifest_bytes, asked
    )
    (folder / f"{CODE}-setup.zip").write_bytes(create_package([packed]))
    record = election.record
    state = MirrorState(
        uuid=election.uuid,
        fingerprint=election.context.fingerprint,
        size=len(record),
        heads=election.evidence.heads,
    )
    for name, data in (
        (f"{election.uuid}.bel", record),
        ("evidence.json", papers.evidence or b""),
        ("mirror.json", encode_canonical(state)),
    ):
        (place / name).write_bytes(data)


def pull(board: Path, copy: Path) -> Pull:
    """Let the command take a board that is served on this machine, and look again; ``copy`` may
    hold what was verified before."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/campaigns/{CODE}"
    command: list[str | Path] = [sys.executable, "-m", "voteapp", "mirror", address, copy]
    command += ["--once", "--jobs", "1"]
    with serve(("127.0.0.1", port), board):
        first, second = (run_measured(command, ROOT, limit=LIMIT) for _ in range(2))
    if (first.exit, second.exit) != (0, 0):
        raise RuntimeError(f"a mirror failed: {first.printed!r} {second.printed!r}")
    (record,) = copy.glob("*/*.bel")
    return Pull(record.stat().st_size, first, second)


def _pull_anew(board: Path, copy: Path) -> Pull:
    shutil.rmtree(copy, ignore_errors=True)
    return pull(board, copy)


def compute_slope(less: int, more: int, ballots: int) -> float:
    """Bytes of memory for each ballot more."""
    return (more - less) / ballots


def measure(work: Path, small: bool) -> Report:
    """Megabytes and seconds of both looks, and what a ballot more costs."""
    few, many = (50, 150) if small else (BEFORE, BALLOTS)
    less, more = (_pull_anew(load_board(work, ballots), work / "copy") for ballots in (few, many))
    rows = []
    for name, one, before in (
        ("first", more.first, less.first),
        ("second", more.second, less.second),
    ):
        slope = compute_slope(before.memory, one.memory, many - few)
        rows += [
            Row(f"the {name} look", one.memory / MEGABYTE, "MB", MOST_MEGABYTES, "at most"),
            Row("  each ballot more", slope, "bytes", MOST_BYTES_A_BALLOT, "at most"),
            Row("  its work", one.seconds, "s"),
        ]
    notes = (
        f"{many:,} ballots of a vote with a blank, {more.size / MEGABYTE:,.0f} MB; whole commands "
        "of one process. The first look takes and verifies everything, the second finds nothing "
        "new.",
    )
    return Report("What a mirror's memory is", tuple(rows), notes)
