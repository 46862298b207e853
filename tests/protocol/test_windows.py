"""What an audit holds at once is bounded: ballots by number and by bytes, and what is remembered of
the group and of elections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import pytest

from tests.players.campaign.elections import VOTES, Workshop
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit import ballots, verify_record
from voteapp.protocol.audit.ballots import BallotOutcome, BallotTask, check_ballots
from voteapp.protocol.group import Ed25519Group


@pytest.fixture(scope="module")
def record() -> bytes:
    """Seven ballots, and nothing after them."""
    workshop = Workshop("windows")
    election = workshop.open()
    election.seal([workshop.vote(election, i, VOTES[i]) for i in range(7)])
    return election.record


@dataclass
class Workers:
    """What is given to worker processes at once, of which nothing is done before all is there."""

    given: list[list[list[int]]] = field(default_factory=list)

    def run(
        self, function: Callable[[BallotTask], BallotOutcome], tasks: Iterable[BallotTask]
    ) -> Iterator[BallotOutcome]:
        if function is check_ballots:
            tasks = list(tasks)
            self.given.append([[len(one.body) for one in task.ballots] for task in tasks])
        return map(function, tasks)


def play(record: bytes) -> list[list[list[int]]]:
    """Bytes of each ballot, by task, by window."""
    workers = Workers()
    assert verify_record(BytesSource(record), run=workers.run).box.accepted == 7
    assert sum(len(task) for window in workers.given for task in window) == 7
    return workers.given


def shape(given: list[list[list[int]]]) -> list[list[int]]:
    return [[len(task) for task in window] for window in given]


def test_a_task_and_a_window_have_so_many_ballots(
    record: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shape(play(record)) == [[7]]
    monkeypatch.setattr(ballots, "BALLOTS_A_TASK", 2)
    assert shape(play(record)) == [[2, 2, 2, 1]]
    monkeypatch.setattr(ballots, "TASKS_A_WINDOW", 3)
    assert shape(play(record)) == [[2, 2, 2], [1]]


def test_large_ballots_fill_a_task_and_a_window_sooner(
    record: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a worker never has more than those bytes and one ballot, all of them no more than those
    and a task."""
    [[sizes]] = play(record)
    monkeypatch.setattr(ballots, "BYTES_A_TASK", max(sizes) + 1)
    assert shape(play(record)) == [[2, 2, 2, 1]]
    monkeypatch.setattr(ballots, "BYTES_A_WINDOW", 2 * max(sizes) + 1)
    assert shape(play(record)) == [[2, 2], [2, 1]]
    monkeypatch.setattr(ballots, "BYTES_A_TASK", 1)
    monkeypatch.setattr(ballots, "BYTES_A_WINDOW", 1)
    assert shape(play(record)) == [[1]] * 7


def test_the_bounds_are_small() -> None:
    """A thousand ballots, and a few megabytes beside the largest task, at most."""
    assert ballots.BALLOTS_A_TASK * ballots.TASKS_A_WINDOW <= 1024
    assert ballots.BYTES_A_WINDOW + ballots.BYTES_A_TASK <= 5 << 20


def test_few_elections_are_kept() -> None:
    """A worker process that sees one after the other keeps the last two."""
    for seed in ("first", "second", "third"):
        check_ballots(BallotTask(Workshop(seed).open().setup.election, []))
    assert ballots._context.cache_info().currsize == 2


def test_few_powers_are_kept() -> None:
    group = Ed25519Group()
    for number in range(1, 4500):
        last = group.generator_power(number)
    assert last == group.base_power(4499) == group.generator_power(4499)
    assert len(group._powers_of_generator) <= 4097
