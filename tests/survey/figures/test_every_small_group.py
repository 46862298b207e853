"""Every group of up to eight members, whatever each of them said or did not say."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement

import msgspec
import pytest

from tests.players.campaign.questionnaires import Author, create_example
from voteapp.survey.figures.released import Place, Release, Released
from voteapp.survey.figures.survey import compute_figures
from voteapp.survey.statistics.intervals import Interval

MOST = 8
SAID = ("yes", "no", "vague", "away", "hidden", "silent")
"""What a member may do: an answer, one that is not substantive, "not applicable", "prefer not to
answer", nothing at all."""

AUTHOR = Author("every small group")
QUESTION = AUTHOR.ask(
    "Yes?",
    [AUTHOR.answer("Yes"), AUTHOR.answer("No"), AUTHOR.answer("Hm", substantive=False)],
)
ASKED = msgspec.structs.replace(
    create_example(), questions=[QUESTION], rules=[], sections=[], asked={}
)


def complete(said: tuple[str, ...]) -> Iterator[Fraction]:
    """The share of "yes" among all who are concerned, in every world that fits what was said."""
    known = [said.count("yes"), said.count("no")]
    unknown = sum(one in ("vague", "hidden", "silent") for one in said)
    for yes in range(unknown + 1):
        for no in range(unknown + 1 - yes):
            if sum(known) + yes + no:
                yield Fraction(known[0] + yes, sum(known) + yes + no)


@pytest.mark.slow
def test_base_share_floor_and_bounds_of_every_small_group() -> None:
    groups = 0
    for size in range(1, MOST + 1):
        for said in combinations_with_replacement(SAID, size):
            yes, no, vague, away, hidden, silent = map(said.count, SAID)
            totals = [[hidden, yes, no, vague, away]]
            released = Released("g", (Place("w", ("W",)),), size, size - silent, totals)
            figures = compute_figures(ASKED, Release(5, (released,), ()))
            found = figures.questions[0].groups["g"]
            share = found.answers[0].share
            assert share is not None
            assert (share.floor, share.base) == (yes, yes + no)
            assert share.share == (Fraction(yes, yes + no) if yes + no else None)
            possible = list(complete(said))
            expected = Interval(min(possible), max(possible)) if possible else None
            assert share.bounds == expected, said
            if share.share is not None and share.interval is not None:
                assert share.interval.low <= share.share <= share.interval.high
                assert share.bounds is not None
                assert share.bounds.low <= share.interval.low
                assert share.interval.high <= share.bounds.high
            missing = found.missing
            parts = (missing.no_ballot, missing.not_applicable or 0, missing.prefer_not)
            assert sum(parts) + missing.not_substantive + share.base == size
            groups += 1
    assert groups == 3002
