"""Made-up answers: one choice, the first the likelier, now and then the blank; no contradiction."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.players.campaign.questionnaires import LEAF, create_example
from tests.support.randomness import RandomStream
from voteapp.campaign.playing.members import draw_answer, draw_survey
from voteapp.campaign.questionnaire.answering import (
    Interview,
    Leaf,
    create_choices,
    find_fault,
    list_given,
    list_offered,
)
from voteapp.campaign.questionnaire.rules import PREFER_NOT


@pytest.mark.parametrize("answers", [1, 2, 6, 100])
def test_every_draw_is_one_choice(answers: int) -> None:
    for byte in range(256):
        for second in (0, 15, 16, 255):
            given = iter((bytes([byte]), bytes([second])))
            drawn = draw_answer(answers, lambda _, given=given: next(given), blank=True)
            assert len(drawn) == answers + 1
            assert sorted(drawn) == [0] * answers + [1]
            assert drawn[0] == (second < 16)


def test_the_first_answers_are_the_likelier_ones() -> None:
    stream = RandomStream("likely")
    places = Counter(draw_answer(4, stream, blank=False).index(1) for _ in range(2000))
    assert [place for place, _ in places.most_common()] == [0, 1, 2, 3]


def test_made_up_answers_are_what_a_phone_takes() -> None:
    """Read back from the choices: no rule is broken, and none of them is against another."""
    example = create_example()
    interview = Interview(example, Leaf(LEAF))
    stream = RandomStream("surveys")
    for _ in range(300):
        rows = draw_survey(example, Leaf(LEAF), stream)
        given = {}
        for question, row in zip(example.questions, rows, strict=True):
            names = [name for name in list_offered(question) if name != PREFER_NOT]
            names = [PREFER_NOT, *names] if question.prefer_not else names
            chosen = {name for name, taken in zip(names, row, strict=True) if taken}
            answers = tuple(name for name in list_offered(question) if name in chosen)
            assert find_fault(question, answers) is None
            given[question.id] = answers
        steps = interview.go_through(given)
        assert create_choices(example, steps) == rows
        assert interview.find_contradictions(list_given(steps)) == []
