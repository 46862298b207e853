"""What is dear to read is answered cheaply: 20 seconds and 300 MB, whatever a file of 16 MB holds,
and with the same verdict by both auditors."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.forgeries.hostile import list_hostile
from tests.support.costs import run_measured

pytestmark = [pytest.mark.slow, pytest.mark.alone]
ROOT = Path(__file__).parents[3]
SMALL, LARGE = 1_000_000, 15_900_000
ALL = sorted(list_hostile(SMALL))
SAMPLE = [
    *random.Random("hostile").sample(ALL, 4),
    "answers times ballots",
    "ballots of no signature",
    "large numbers as ballot",
    "overlapping members",
]
SECONDS, BYTES = 20.0, 300 * 1024 * 1024


class Verdict(NamedTuple):
    """Findings' codes and the exit status, and what they cost."""

    codes: list[str]
    exit: int
    seconds: float
    memory: int


def run(command: list[str]) -> Verdict:
    """Run an auditor to its end."""
    cost = run_measured(command, ROOT)
    lines = [line for line in cost.printed.splitlines() if line.startswith(b"{")]
    report = json.loads(lines[0]) if lines else {}
    codes = sorted({finding["code"] for finding in report.get("findings", [])})
    return Verdict(codes, cost.exit, cost.seconds, cost.memory)


def check(name: str, size: int, folder: Path, node: Path) -> None:
    path = folder / "hostile"
    path.write_bytes(list_hostile(size)[name]())
    ours = run([sys.executable, "-m", "voteapp", "audit", "--json", "--jobs", "1", str(path)])
    theirs = run([str(node), "tests/js/audit-cli.mjs", str(path)])
    assert (ours.codes, ours.exit) == (theirs.codes, theirs.exit)
    assert ours.exit == (1 if ours.codes else 2)
    for cost in (ours, theirs):
        assert cost.seconds < SECONDS and cost.memory < BYTES, (name, cost)


@pytest.mark.parametrize("name", SAMPLE)
def test_a_small_file(name: str, tmp_path: Path, node: Path) -> None:
    check(name, SMALL, tmp_path, node)


@pytest.mark.long
@pytest.mark.parametrize("name", ALL)
def test_a_large_file(name: str, tmp_path: Path, node: Path) -> None:
    check(name, LARGE, tmp_path, node)
