"""Groups beside each other, and two surveys of the same groups: as bounds, which assume nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from voteapp.survey.figures.questions import QuestionFigures
from voteapp.survey.figures.released import Released
from voteapp.survey.statistics.intervals import Interval
from voteapp.survey.statistics.shares import Share
from voteapp.survey.statistics.waves import Changes, Wave, compute_changes


@dataclass(frozen=True)
class Difference:
    """By how much a share in ``second`` is over (or under 0: under) that in ``first``.

    Certain where 0 is outside.
    """

    first: str
    second: str
    bounds: Interval


def compare_groups(shares: Mapping[str, Share | None]) -> list[Difference]:
    """Every two groups of which something is known, in their order."""
    known = {
        code: share.bounds
        for code, share in shares.items()
        if share is not None and share.bounds is not None
    }
    return [
        Difference(a, b, Interval(known[b].low - known[a].high, known[b].high - known[a].low))
        for a, b in combinations(known, 2)
    ]


def compare_waves(
    before: Mapping[str, Released],
    after: Mapping[str, Released],
    shares: tuple[Mapping[str, Share | None], Mapping[str, Share | None]],
) -> Changes:
    """How much a share changed in each group that is the same in both surveys.

    Leaves are the same where code and names are: a code alone is each campaign's own. ``shares``
    are of all groups, before and after. Raises MisuseError.
    """
    first, second = (
        Wave({code: _name(group) for code, group in groups.items()}, _list_bounds(found))
        for groups, found in zip((before, after), shares, strict=True)
    )
    return compute_changes(first, second)


def _name(group: Released) -> list[str]:
    return ["\n".join((place.code, *place.names)) for place in group.places]


def _list_bounds(shares: Mapping[str, Share | None]) -> dict[str, Interval | None]:
    return {code: None if share is None else share.bounds for code, share in shares.items()}


def list_shares(figures: QuestionFigures, answer: str) -> dict[str, Share | None]:
    """An answer's shares by group."""
    return {
        code: next(one.share for one in found.answers if one.id == answer)
        for code, found in figures.groups.items()
    }
