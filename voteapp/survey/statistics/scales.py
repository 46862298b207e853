"""Scores of items that share a scale ("never" to "always"), from the totals of their answers.

A person's own score is the sum or the mean of the items, and its spread over people cannot be had:
its variance is the sum of the items' variances and of twice the covariance of every two of them,
and a covariance needs to know which answers one and the same person gave. Totals never say that;
they are all that is ever decrypted. The same totals fit people who all agree and people who all
differ. Limits would not help: the widest spread is known only where nobody left out any item, and
the narrowest of three items or more is a hard puzzle. What can be had is exact: each item's mean
and variance, and the scale's mean, as a mean needs no covariance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voteapp.errors import MisuseError
from voteapp.survey.statistics.groups import Group, Missing, check_groups, compute_missing
from voteapp.survey.statistics.intervals import Interval


@dataclass(frozen=True)
class Item:
    """One item in one group: the counts of its substantive answers, in the scale's order.

    ``reversed``: agreement means the opposite of the scale's other items.
    """

    group: Group
    counts: Sequence[int]
    reversed: bool = False


@dataclass(frozen=True)
class ItemScore:
    """One item's score, from 1 to the number of places, a reversed item's turned."""

    base: int
    missing: Missing
    mean: Fraction | None
    """None, as the variance, when nobody gave a substantive answer."""
    variance: Fraction | None
    """Square of the standard deviation of those who answered, over their number."""
    bounds: Interval | None
    """What the mean is certain to be in; None when nobody can be concerned."""


@dataclass(frozen=True)
class ScaleScore:
    """A scale's score in one group, its items beside it."""

    places: int
    """m: scores are from 1 to m."""
    items: Mapping[str, ItemScore]
    mean: Fraction | None
    """The mean of the items' means; None when an item has none: the rest is another scale."""
    bounds: Interval | None
    """What that mean is certain to be in."""


def compute_scales(groups: Mapping[str, Mapping[str, Item]]) -> dict[str, ScaleScore]:
    """The scores of one scale for each group, from its items by their ids.

    The answer at place v, from 1, counts as v; in a reversed item of m places as m + 1 - v. Answers
    that are not substantive are left out. Items weigh the same, however many answered them. The
    bounds put everybody unknown at one end, and are sharp. Raises MisuseError if items have
    different numbers of places, or counts do not add up to their bases.
    """
    return {code: _compute_scale(items) for code, items in groups.items()}


def _compute_scale(items: Mapping[str, Item]) -> ScaleScore:
    check_groups({code: item.group for code, item in items.items()})
    sizes = {len(item.counts) for item in items.values()}
    if len(sizes) != 1 or 0 in sizes:
        raise MisuseError("items of a scale have the same places")
    (places,) = sizes
    scores = {code: _compute_item(item, places) for code, item in items.items()}
    means = [score.mean for score in scores.values() if score.mean is not None]
    bounds = [score.bounds for score in scores.values() if score.bounds is not None]
    low = _compute_mean([bound.low for bound in bounds], len(scores))
    high = _compute_mean([bound.high for bound in bounds], len(scores))
    return ScaleScore(
        places=places,
        items=scores,
        mean=_compute_mean(means, len(scores)),
        bounds=None if low is None or high is None else Interval(low, high),
    )


def _compute_item(item: Item, places: int) -> ItemScore:
    group, counts = item.group, item.counts
    if min(counts) < 0 or sum(counts) != group.base:
        raise MisuseError("counts do not add up to the base")
    values = range(places, 0, -1) if item.reversed else range(1, places + 1)
    base, most = group.base, group.base + group.unknown
    total = sum(value * count for value, count in zip(values, counts, strict=True))
    squares = sum(value * value * count for value, count in zip(values, counts, strict=True))
    mean = Fraction(total, base) if base else None
    return ItemScore(
        base=base,
        missing=compute_missing(group),
        mean=mean,
        variance=None if mean is None else Fraction(squares, base) - mean * mean,
        bounds=Interval(
            Fraction(total + group.unknown, most), Fraction(total + places * group.unknown, most)
        )
        if most
        else None,
    )


def _compute_mean(numbers: Sequence[Fraction], wanted: int) -> Fraction | None:
    return sum(numbers, Fraction(0)) / wanted if len(numbers) == wanted else None
