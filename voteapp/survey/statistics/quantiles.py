"""Medians and "nine in ten had at most 5", of numbers that were counted in bins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from voteapp.errors import MisuseError
from voteapp.survey.statistics.groups import (
    Group,
    Missing,
    check_groups,
    check_same_groups,
    compute_missing,
)

MEDIAN = Fraction(1, 2)
NINE_IN_TEN = Fraction(9, 10)

Bin = tuple[int, int | None]
"""Lowest and highest number of a bin, both inclusive; None: open upwards, printed "10+"."""


@dataclass(frozen=True)
class Quantile:
    """The least bin that, with those below it, holds at least ``p`` of the answers.

    ``reached`` of ``base`` had at most that. ``lowest`` and ``highest`` are certain without any
    assumption: what the bin may be among all whom the question concerns.
    """

    p: Fraction
    base: int
    missing: Missing
    reached: int
    bin: Bin | None
    """None when nobody gave a substantive answer."""
    lowest: Bin | None
    highest: Bin | None
    """Both None when nobody can be concerned."""

    @property
    def open(self) -> bool:
        """Whether the bin means "this or more"; then no number is known that ``p`` had at most."""
        return self.bin is not None and self.bin[1] is None


def compute_quantiles(
    bins: Sequence[Bin],
    groups: Mapping[str, Group],
    counts: Mapping[str, Sequence[int]],
    p: Fraction,
) -> dict[str, Quantile]:
    """A quantile for each group by the inverted distribution function: the least with F >= p.

    ``bins`` rise and do not overlap; ``counts[group]`` has a count for each, and they add up to the
    group's base; ``p`` is over 0 and under 1. What comes out is always a bin that somebody
    answered: no mean of two, nothing interpolated within a bin. Raises MisuseError.
    """
    check_groups(groups)
    check_same_groups(groups, counts)
    _check_bins(bins)
    if not 0 < p < 1:
        raise MisuseError("a quantile of nothing or of all")
    for code, group in groups.items():
        row = counts[code]
        if len(row) != len(bins) or min(row, default=0) < 0 or sum(row) != group.base:
            raise MisuseError("bins and counts do not fit each other")
    return {code: _compute_quantile(bins, group, counts[code], p) for code, group in groups.items()}


def compute_medians(
    bins: Sequence[Bin], groups: Mapping[str, Group], counts: Mapping[str, Sequence[int]]
) -> dict[str, Quantile]:
    """Half had at most that; see ``compute_quantiles``."""
    return compute_quantiles(bins, groups, counts, MEDIAN)


def compute_nine_in_ten(
    bins: Sequence[Bin], groups: Mapping[str, Group], counts: Mapping[str, Sequence[int]]
) -> dict[str, Quantile]:
    """Nine in ten had at most that; see ``compute_quantiles``."""
    return compute_quantiles(bins, groups, counts, NINE_IN_TEN)


def _check_bins(bins: Sequence[Bin]) -> None:
    last = None
    for place, (low, high) in enumerate(bins):
        if (last is not None and low <= last) or (high is not None and high < low):
            raise MisuseError("bins do not rise")
        if high is None and place != len(bins) - 1:
            raise MisuseError("an open bin is not the last")
        last = high
    if not bins:
        raise MisuseError("no bins")


def _compute_quantile(
    bins: Sequence[Bin], group: Group, counts: Sequence[int], p: Fraction
) -> Quantile:
    place = _find_place(counts, p)
    # The unknown all at one end move the quantile furthest; who is not concerned moves nothing.
    lowest = _find_place([counts[0] + group.unknown, *counts[1:]], p)
    highest = _find_place([*counts[:-1], counts[-1] + group.unknown], p)
    return Quantile(
        p=p,
        base=group.base,
        missing=compute_missing(group),
        reached=0 if place is None else sum(counts[: place + 1]),
        bin=None if place is None else bins[place],
        lowest=None if lowest is None else bins[lowest],
        highest=None if highest is None else bins[highest],
    )


def _find_place(counts: Sequence[int], p: Fraction) -> int | None:
    """The bin in which the answer of rank p times their number, rounded up, stands."""
    rank, reached = ceil(p * sum(counts)), 0
    for place, count in enumerate(counts):
        reached += count
        if reached >= rank > 0:
            return place
    return None
