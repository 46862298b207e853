"""The numbers of a chart as a table: what everybody can read, compare and copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from voteapp.campaign.shares import compute_permille
from voteapp.survey.charts.data import (
    Chart,
    Histogram,
    RangeChart,
    ShareChart,
    StackedChart,
    StackedRow,
)
from voteapp.survey.charts.stacks import list_part_labels

NOTHING = "–"
"""What stands where there is no number."""


@dataclass(frozen=True)
class Table:
    """A caption, what stands above the columns, and rows: the first cell names its row."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


class TableSpeaker(Protocol):
    """The language of whoever reads."""

    def gettext(self, message: str) -> str:
        """The text."""

    def number(self, value: int) -> str:
        """A whole number."""

    def decimal(self, permille: int) -> str:
        """Tenths of a per cent as per cent with one decimal, without a sign after them."""


class PlainSpeaker:
    """English, as everywhere where no page says otherwise."""

    def gettext(self, message: str) -> str:
        """The text as it is."""
        return message

    def number(self, value: int) -> str:
        """Digits alone."""
        return str(value)

    def decimal(self, permille: int) -> str:
        """``56.1``."""
        return (
            f"{permille // 10}.{permille % 10}" if permille >= 0 else f"-{self.decimal(-permille)}"
        )


def create_table(chart: Chart, speaker: TableSpeaker | None = None) -> Table:
    """The same numbers as the chart's, in its order, in the language of the ``speaker``."""
    speaker = speaker or PlainSpeaker()
    if isinstance(chart, ShareChart):
        return _create_shares(chart, speaker)
    if isinstance(chart, Histogram):
        return _create_histogram(chart, speaker)
    if isinstance(chart, StackedChart):
        return _create_stacks(chart, speaker)
    return _create_ranges(chart, speaker)


def _create_shares(chart: ShareChart, speaker: TableSpeaker) -> Table:
    head = [speaker.gettext("Answer or group"), speaker.gettext("Number"), speaker.gettext("Share")]
    bounded = any(line.low is not None for line in chart.lines)
    if bounded:
        head += [speaker.gettext("At least"), speaker.gettext("At most")]
    rows = []
    for line in chart.lines:
        row = [line.label, line.value, _show_share(line.share, speaker)]
        if bounded:
            row += [_show_share(line.low, speaker), _show_share(line.high, speaker)]
        rows.append(row)
    return Table(chart.title, head, rows)


def _create_histogram(chart: Histogram, speaker: TableSpeaker) -> Table:
    head = [speaker.gettext("Answer"), speaker.gettext("How many")]
    rows = [[column.label, speaker.number(column.count)] for column in chart.columns]
    if chart.limit_after is not None:
        head.append(speaker.gettext("Limit"))
        words = {
            True: speaker.gettext("over the limit"),
            False: speaker.gettext("within the limit"),
        }
        for row, column in zip(rows, chart.columns, strict=True):
            row.append(words[column.over])
    return Table(chart.title, head, rows)


def _create_stacks(chart: StackedChart, speaker: TableSpeaker) -> Table:
    labels = list_part_labels(chart.rows)
    rows = [[row.label, *_list_counts(row, labels, speaker), row.value] for row in chart.rows]
    return Table(
        chart.title, [speaker.gettext("Group"), *labels, speaker.gettext("Together")], rows
    )


def _list_counts(row: StackedRow, labels: Sequence[str], speaker: TableSpeaker) -> Sequence[str]:
    counts: dict[str, int] = {}
    for part in row.parts:
        counts[part.label] = counts.get(part.label, 0) + part.count
    return [speaker.number(counts[name]) if name in counts else NOTHING for name in labels]


def _create_ranges(chart: RangeChart, speaker: TableSpeaker) -> Table:
    show = _show_points if chart.signed else _show_share
    rows = [
        [line.label, line.value, show(line.low, speaker), show(line.high, speaker)]
        for line in chart.lines
    ]
    return Table(
        chart.title,
        [
            speaker.gettext("Group"),
            speaker.gettext("Number"),
            speaker.gettext("At least"),
            speaker.gettext("At most"),
        ],
        rows,
    )


def _show_share(share: Fraction | None, speaker: TableSpeaker) -> str:
    if share is None:
        return NOTHING
    return speaker.decimal(_find_permille(share)) + "\N{NO-BREAK SPACE}%"


def _show_points(change: Fraction, speaker: TableSpeaker) -> str:
    """A change in points of per cent: with its sign, which is all that tells it from a share."""
    number = speaker.decimal(_find_permille(abs(change)))
    return f"-{number}" if change < 0 else f"+{number}" if change > 0 else number


def _find_permille(share: Fraction) -> int:
    return compute_permille(share.numerator, share.denominator)
