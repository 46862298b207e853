"""What members do: make up answers and encrypt them. Many ballots at once, in worker processes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from voteapp.campaign.questionnaire.answering import (
    Interview,
    Leaf,
    create_choices,
    find_fault,
    list_given,
    list_offered,
)
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.rules import PREFER_NOT
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


def draw_survey(questionnaire: Questionnaire, leaf: Leaf, random_bytes: RandomBytes) -> Answers:
    """Any answer to each question that is asked, now and then none; the rules do the rest.

    Who contradicts herself answers anew. Every path can be finished, so that an end comes.
    """
    interview = Interview(questionnaire, leaf)
    while True:
        chosen = {q.id: _draw_answers(q, random_bytes) for q in questionnaire.questions}
        steps = interview.go_through(chosen)
        if not interview.find_contradictions(list_given(steps)):
            return create_choices(questionnaire, steps)


def _draw_answers(question: Question, random_bytes: RandomBytes) -> tuple[str, ...]:
    byte, offered = random_bytes(1)[0], list_offered(question)
    picked = {PREFER_NOT if byte < 16 else _pick(offered, random_bytes)}
    second = {_pick(offered, random_bytes)} if question.max > 1 else set()
    both = tuple(answer for answer in offered if answer in picked | second)
    if find_fault(question, both) is None:
        return both
    return tuple(picked)


def _pick(offered: Sequence[str], random_bytes: RandomBytes) -> str:
    return offered[random_bytes(1)[0] % len(offered)]
