"""What files cost that are valid and of no use, beside an honest record of their size."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.tables import Report, Row
from tests.support.costs import Cost, run_measured
from tests.support.tools import find_program

ROOT = Path(__file__).resolve().parent.parent
MOST_TIMES = 3.0
MOST_MEGABYTES = 300.0
LIMIT = 600
"""Seconds of work after which an auditor is ended."""


class Measured(NamedTuple):
    """A file's name and bytes, and what it cost each auditor."""

    name: str
    size: int
    costs: dict[str, Cost]


def measure_file(path: Path, name: str) -> Measured:
    """Let both auditors read a file."""
    commands: dict[str, list[str | Path]] = {
        "Python": [sys.executable, "-m", "voteapp", "audit", "--json", "--jobs", "1", path],
        "JavaScript": [find_program("node"), "tests/js/audit-cli.mjs", path],
    }
    costs = {
        language: run_measured(command, ROOT, limit=LIMIT) for language, command in commands.items()
    }
    return Measured(name, path.stat().st_size, costs)


def compute_ratio(honest: Measured, one: Measured, language: str) -> float:
    """How many times an honest record's seconds; of another size, the seconds of as many bytes."""
    share = one.size / honest.size
    return one.costs[language].seconds / (honest.costs[language].seconds * max(share, 0.01))


def measure(work: Path, small: bool) -> Report:
    """Seconds, ratio and memory of each, in both languages."""
    size = 150_000 if small else 4_000_000
    folder = work / "hostile"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rows: list[Row] = []
    honest: Measured | None = None
    dear = importlib.import_module("tests.forgeries.dear")
    for name, make in dear.list_dear(size).items():
        path = folder / "file"
        path.write_bytes(make())
        found = measure_file(path, name)
        honest = honest or found
        what = f"{name}, {found.size / 1e6:.1f} MB"
        for language, cost in found.costs.items():
            ratio = compute_ratio(honest, found, language)
            rows += [
                Row(f"{what}: {language}", cost.seconds, "s"),
                Row("  times an honest record's", ratio, "", MOST_TIMES, "at most"),
                Row("  memory", cost.memory / 2**20, "MB", MOST_MEGABYTES, "at most"),
            ]
    notes = (f"The honest record: {dear.HONEST}. Whole commands, start-up included, one process.",)
    return Report("Files that are valid and of no use", tuple(rows), notes)
