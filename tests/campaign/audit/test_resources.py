"""What is dear to read is answered cheaply: 20 seconds and 300 MB, whatever a file of 16 MB holds,
and with the same verdict by both auditors. Where everything is validly signed and proved, it takes
at most three times what an honest record of its size takes in that language."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.forgeries.dear import HONEST, MAKERS, list_dear
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

DEAR = sorted(set(MAKERS) - {HONEST})
DEAR_SAMPLE = {
    "amendments": 500_000,
    "answers in rules": 2_000_000,
    "credentials": 500_000,
    "single trustees": 500_000,
    "threshold trustees": 500_000,
    "variants asked one thing": 2_000_000,
}
HONEST_SIZE, DEAR_SIZE = 500_000, 4_000_000
TIMES = 3.0


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


def judge(path: Path, data: bytes, node: Path) -> tuple[Verdict, Verdict]:
    """What both auditors say of a file, which must be the same, and what it takes them."""
    path.write_bytes(data)
    ours = run([sys.executable, "-m", "voteapp", "audit", "--json", "--jobs", "1", str(path)])
    theirs = run([str(node), "tests/js/audit-cli.mjs", str(path)])
    assert (ours.codes, ours.exit) == (theirs.codes, theirs.exit)
    return ours, theirs


def check(name: str, size: int, folder: Path, node: Path) -> None:
    ours, theirs = judge(folder / "hostile", list_hostile(size)[name](), node)
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


@pytest.fixture(scope="module")
def honest(node: Path, tmp_path_factory: pytest.TempPathFactory) -> list[float]:
    """Seconds a byte of an honest record, of each auditor."""
    data = list_dear(HONEST_SIZE)[HONEST]()
    costs = judge(tmp_path_factory.mktemp("honest") / "honest", data, node)
    assert [cost.exit for cost in costs] == [0, 0]
    return [cost.seconds / len(data) for cost in costs]


def check_dear(name: str, size: int, honest: list[float], folder: Path, node: Path) -> None:
    data = list_dear(size)[name]()
    for cost, each in zip(judge(folder / "dear", data, node), honest, strict=True):
        assert cost.exit == (1 if cost.codes else 0)
        allowed = TIMES * each * max(len(data), HONEST_SIZE)
        assert cost.seconds < allowed and cost.memory < BYTES, (name, cost, allowed)


@pytest.mark.parametrize("name", sorted(DEAR_SAMPLE))
def test_a_dear_file(name: str, honest: list[float], tmp_path: Path, node: Path) -> None:
    check_dear(name, DEAR_SAMPLE[name], honest, tmp_path, node)


@pytest.mark.long
@pytest.mark.parametrize("name", DEAR)
def test_a_large_dear_file(name: str, honest: list[float], tmp_path: Path, node: Path) -> None:
    check_dear(name, DEAR_SIZE, honest, tmp_path, node)
