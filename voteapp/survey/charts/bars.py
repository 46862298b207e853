"""Horizontal lines on one axis: shares with their bounds, and bounds alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from voteapp.survey.charts.data import Line, RangeChart, RangeLine, ShareChart
from voteapp.survey.charts.drawing import Align
from voteapp.survey.charts.measuring import measure
from voteapp.survey.charts.page import (
    GAP,
    SMALL_SIZE,
    TEXT_LEADING,
    TEXT_SIZE,
    Page,
    find_height,
    find_widest_word,
)

SIDE_BY_SIDE = 480
"""From this width on labels stand at the left of their bars, else above them (points)."""

THICK = 18
"""Height of a bar."""

WHISKER = 9
"""Height of the strip below a bar in which its bounds are drawn."""

BETWEEN, DENSE = 8, 3
"""From one line to the next, and where there are more than ``MANY``."""

MANY = 20

THINNEST = 2
"""Of a range whose ends are the same."""


def find_gap(lines: int) -> int:
    """What is left free between lines, so that many fit on one page (points)."""
    return DENSE if lines > MANY else BETWEEN


LEAST_TRACK = 110
"""With less for bars (points), labels stand above them on a narrow page."""


class Columns(NamedTuple):
    """Left and right edges of labels, bars and values; ``above``: labels stand above the bars."""

    label: tuple[float, float]
    track: tuple[float, float]
    value: tuple[float, float]
    above: bool

    def find_x(self, part: Fraction) -> float:
        """Where a part of the track ends, 0 to 1."""
        left, right = self.track
        return left + float(part) * (right - left)


def find_columns(
    page: Page, labels: Sequence[str], values: Sequence[str], *, bold: bool = False
) -> Columns:
    """Labels and values have the place that the longest of them need, up to a third of the page.

    On a narrow page labels that need more stand above their bars. ``bold``: labels may be.
    """
    whole = page.right - page.left
    needed = max((measure(label, TEXT_SIZE, bold=bold) for label in labels), default=0)
    told = max((measure(value, TEXT_SIZE, bold=True) for value in values), default=0)
    word = max((find_widest_word(value, TEXT_SIZE, bold=True) for value in values), default=0)
    beside = min(max(word, min(told, whole * 0.25)), whole * 0.4)
    cramped = needed > whole * 0.3 or whole - needed - beside < LEAST_TRACK
    above = page.width < SIDE_BY_SIDE and cramped
    value = max(beside, min(told, whole * 0.4)) if above else beside
    track_right = page.right - value - (GAP if value else 0)
    if above:
        label_right, track_left = page.right, float(page.left)
    else:
        label_right = page.left + min(needed, whole * 0.36)
        track_left = label_right + (GAP + 2 if needed else 0)
    label = page.left, label_right
    return Columns(label, (track_left, track_right), (page.right - value, page.right), above)


def place_line(
    page: Page, columns: Columns, texts: tuple[str, str], tall: float, *, bold: bool
) -> tuple[float, float]:
    """Write the label and the value of a line; gives where its bar begins, and where the line ends.

    ``tall``: the height of the bar with what stands under it (points).
    """
    label, value = texts
    width = columns.label[1] - columns.label[0]
    taken = find_height(label, width, bold=bold)
    value_width = columns.value[1] - columns.value[0]
    told = find_height(value, value_width, bold=True)
    # One line of text and a bar have the same middle.
    shift = (THICK - TEXT_LEADING * TEXT_SIZE) / 2
    top = page.y
    bar = top + taken + (2 if label else 0) if columns.above else top
    height = max(tall, shift + told, 0 if columns.above else shift + taken)
    page.block(label, *columns.label, top if columns.above else top + shift, bold=bold)
    page.block(value, *columns.value, bar + shift, bold=True)
    return bar, bar + height


def draw_axis(page: Page, columns: Columns, ticks: Sequence[tuple[Fraction, str]]) -> None:
    """The axis under the last line, with what its ticks say."""
    left, right = columns.track
    top = page.y
    page.rule(left, top, right, top, "axis")
    for place, text in ticks:
        x = columns.find_x(place)
        align: Align = "middle"
        if place in (0, 1):
            align = "left" if place == 0 else "right"
        page.rule(x, top, x, top + 4, "axis")
        page.label(text, x, top + 5, size=SMALL_SIZE, align=align, muted=True)
    page.y = top + 5 + TEXT_LEADING * SMALL_SIZE


def _list_ticks(columns: Columns, *, signed: bool) -> list[tuple[Fraction, str]]:
    """Quarters of the axis, or halves, or its ends: as many as have place."""
    for parts in (4, 2):
        ticks = list(_write_ticks(parts, signed=signed))
        needed = sum(measure(text, SMALL_SIZE) + 2 * GAP for _place, text in ticks)
        if needed <= columns.track[1] - columns.track[0]:
            return ticks
    return list(_write_ticks(1, signed=signed))


def _write_ticks(parts: int, *, signed: bool) -> Iterator[tuple[Fraction, str]]:
    for number in range(parts + 1):
        place = Fraction(number, parts)
        if signed:
            yield place, f"{int(200 * place) - 100:+d}".replace("+0", "0")
        else:
            yield place, f"{int(100 * place)}\N{NO-BREAK SPACE}%"


def _draw_track(page: Page, columns: Columns, top: float) -> None:
    left, right = columns.track
    page.rect(left, top, right - left, THICK, "track")
    for quarter in range(1, 4):
        x = columns.find_x(Fraction(quarter, 4))
        page.rule(x, top, x, top + THICK, "grid")


def draw_shares(page: Page, chart: ShareChart) -> None:
    """A bar a line, and under it the bounds that assume nothing."""
    columns = find_columns(
        page,
        [line.label for line in chart.lines],
        [line.value for line in chart.lines],
        bold=any(line.strong for line in chart.lines),
    )
    for line in chart.lines:
        tall = THICK + (WHISKER if line.low is not None else 0)
        texts = (line.label, line.value)
        top, bottom = place_line(page, columns, texts, tall, bold=line.strong)
        _draw_track(page, columns, top)
        left = columns.track[0]
        if line.share is not None:
            page.rect(left, top, columns.find_x(line.share) - left, THICK, "solid")
        _draw_whisker(page, columns, line, top + THICK)
        page.y = bottom + find_gap(len(chart.lines))
    if chart.lines:
        draw_axis(page, columns, _list_ticks(columns, signed=False))
    if chart.marked:
        page.y = page.block(chart.marked, page.left, page.right, page.y + GAP)


def _draw_whisker(page: Page, columns: Columns, line: Line, top: float) -> None:
    if line.low is None or line.high is None:
        return
    middle = top + WHISKER / 2 + 1
    ends = columns.find_x(line.low), columns.find_x(line.high)
    page.rule(ends[0], middle, ends[1], middle, "whisker")
    for x in ends:
        page.rule(x, top + 2, x, top + WHISKER, "whisker")


def draw_ranges(page: Page, chart: RangeChart) -> None:
    """A piece of the axis a line: from what it is at least to what it is at most."""
    labels = [line.label for line in chart.lines]
    columns = find_columns(page, labels, [line.value for line in chart.lines])
    for line in chart.lines:
        top, bottom = place_line(page, columns, (line.label, line.value), THICK, bold=False)
        _draw_track(page, columns, top)
        left, right = _find_ends(columns, line, signed=chart.signed)
        page.rect(left, top, right - left, THICK, "rising")
        if chart.signed:
            zero = columns.find_x(Fraction(1, 2))
            page.rule(zero, top - 2, zero, top + THICK + 2, "zero")
        page.y = bottom + find_gap(len(chart.lines))
    if chart.lines:
        draw_axis(page, columns, _list_ticks(columns, signed=chart.signed))


def _find_ends(columns: Columns, line: RangeLine, *, signed: bool) -> tuple[float, float]:
    """Both ends of a range on the track; of one number, a piece that can be seen."""
    low, high = line.low, line.high
    if signed:
        low, high = (low + 1) / 2, (high + 1) / 2
    left, right = columns.find_x(low), columns.find_x(high)
    if right - left < THINNEST:
        middle = min(max((left + right) / 2, columns.track[0] + 1), columns.track[1] - 1)
        left, right = middle - THINNEST / 2, middle + THINNEST / 2
    return left, right
