"""Made-up answers: one choice, the first the likelier, now and then the blank."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support.randomness import RandomStream
from voteapp.campaign.playing.members import draw_answer


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
