"""The charts there are: their numbers, and texts in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from voteapp.errors import MisuseError


def _check_bounds(low: Fraction, high: Fraction, least: int) -> None:
    if not least <= low <= high <= 1:
        raise MisuseError("bounds of a chart rise, and stand within its axis")


@dataclass(frozen=True)
class Line:
    """One answer or one group.

    ``value`` as printed ("23 of 41"); ``share`` from 0 to 1, None of nothing; ``low`` to ``high``
    are the bounds that assume nothing, both or neither.
    """

    label: str
    value: str
    share: Fraction | None
    low: Fraction | None
    high: Fraction | None
    strong: bool = False

    def __post_init__(self) -> None:
        if self.share is not None and not 0 <= self.share <= 1:
            raise MisuseError("a share is from 0 to 1")
        if (self.low is None) != (self.high is None):
            raise MisuseError("a line has both bounds or neither")
        if self.low is not None and self.high is not None:
            _check_bounds(self.low, self.high, 0)


@dataclass(frozen=True)
class ShareChart:
    """Horizontal bars from 0 to 100 %. ``marked``: a sentence under them (what the whisker is, the
    limit with its citation)."""

    title: str
    description: str
    lines: Sequence[Line]
    marked: str = ""


@dataclass(frozen=True)
class Column:
    """How many gave an answer; ``over``: it is over the limit."""

    label: str
    count: int
    over: bool

    def __post_init__(self) -> None:
        if self.count < 0:
            raise MisuseError("nobody is counted less than 0 times")


@dataclass(frozen=True)
class Histogram:
    """Counts of answers that rise. The limit's line stands after the column ``limit_after`` (-1:
    before the first; None: there is none); ``limit_words`` say which limit."""

    title: str
    description: str
    columns: Sequence[Column]
    limit_after: int | None
    limit_words: str

    def __post_init__(self) -> None:
        if self.limit_after is not None and not -1 <= self.limit_after < len(self.columns):
            raise MisuseError("a limit stands beside one of the columns")


@dataclass(frozen=True)
class Part:
    """How many of a row gave one answer."""

    label: str
    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise MisuseError("nobody is counted less than 0 times")


@dataclass(frozen=True)
class StackedRow:
    """One group and its parts, which have the same labels in every row; ``value`` as printed."""

    label: str
    parts: Sequence[Part]
    value: str


@dataclass(frozen=True)
class StackedChart:
    """One bar a group, from nobody to everybody who answered in it."""

    title: str
    description: str
    rows: Sequence[StackedRow]


@dataclass(frozen=True)
class RangeLine:
    """What a figure is at least and at most: from 0 to 1, of a change from -1 to 1."""

    label: str
    low: Fraction
    high: Fraction
    value: str

    def __post_init__(self) -> None:
        _check_bounds(self.low, self.high, -1)


@dataclass(frozen=True)
class RangeChart:
    """Bounds only: a comparison of groups, or (``signed``) changes in points from -100 to 100, with
    0 marked."""

    title: str
    description: str
    lines: Sequence[RangeLine]
    signed: bool

    def __post_init__(self) -> None:
        if not self.signed and any(line.low < 0 for line in self.lines):
            raise MisuseError("only changes are less than 0")


Chart = ShareChart | Histogram | StackedChart | RangeChart
