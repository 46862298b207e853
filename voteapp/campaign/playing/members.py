"""What members do: make up answers and encrypt them. Many ballots at once, in worker processes."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from voteapp.protocol.ballots import create_ballot
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.encoding import RandomBytes

Answers = list[list[int]]


class BallotTask(NamedTuple):
    """Ballots that one worker makes: the election's bytes, credentials and answers."""

    election: bytes
    votes: list[tuple[str, Answers]]
    random_bytes: RandomBytes


@lru_cache(maxsize=8)
def prepare_election(election: bytes) -> ElectionContext:
    """An election to encrypt for; the last few are remembered."""
    return create_context(election)


def create_ballots(task: BallotTask) -> list[bytes]:
    """Make a task's ballots."""
    context = prepare_election(task.election)
    return [create_ballot(context, *vote, task.random_bytes) for vote in task.votes]


def draw_answer(answers: int, random_bytes: RandomBytes, *, blank: bool) -> list[int]:
    """One made-up choice among ``answers``: the first are the likelier ones, and where there is
    a blank, one in sixteen members takes it."""
    byte = random_bytes(1)[0]
    place = min(byte * byte * answers // 65536, answers - 1)
    chosen = [int(n == place) for n in range(answers)]
    if not blank:
        return chosen
    return [1] + [0] * answers if random_bytes(1)[0] < 16 else [0, *chosen]
