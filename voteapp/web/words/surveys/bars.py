"""Figures of surveys for pages: the shapes of their bars."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from voteapp.survey.statistics.shares import Share
from voteapp.web.words.numbers import WIDTH


class RangeBar(NamedTuple):
    """A bar with what is certain drawn over it; lengths of ``WIDTH``."""

    length: int
    low: int
    high: int


def range_bar(share: Share) -> RangeBar | None:
    """The bar of a share; None where nobody can be concerned."""
    if share.bounds is None:
        return None
    return RangeBar(
        _measure(share.share or Fraction(0)),
        _measure(share.bounds.low),
        _measure(share.bounds.high),
    )


def _measure(share: Fraction) -> int:
    return WIDTH * share.numerator // share.denominator
