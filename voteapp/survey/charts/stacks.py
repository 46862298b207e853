"""One bar a group: every part with its own pattern, and its number in it or right below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voteapp.survey.charts.bars import THICK, Columns, find_columns, find_gap, place_line
from voteapp.survey.charts.data import StackedChart, StackedRow
from voteapp.survey.charts.drawing import PATTERNS
from voteapp.survey.charts.measuring import measure
from voteapp.survey.charts.page import GAP, SMALL_SIZE, TEXT_LEADING, TEXT_SIZE, Page

SWATCH, KEY_SWATCH = 16, 11
"""Sides of the pieces of pattern in the legend, and beside a number."""

PLATE, SEEN = 4, 6
"""How much wider than a number its paper is, and how much of a pattern is seen beside it."""

KEY_LINE = 17
"""From one line of such numbers to the next."""


class Segment(NamedTuple):
    """A part of a bar on the page: its edges, its pattern, its number."""

    left: float
    right: float
    fill: str
    number: int

    @property
    def holds_number(self) -> bool:
        """Whether its number can be written in it, with its pattern to be seen on both sides."""
        needed = measure(str(self.number), SMALL_SIZE, bold=True) + PLATE + 2 * SEEN
        return self.right - self.left >= needed


def list_part_labels(rows: Sequence[StackedRow]) -> list[str]:
    """What the parts are called, each once, in the order of the rows."""
    return list(dict.fromkeys(part.label for row in rows for part in row.parts))


def draw_stacks(page: Page, chart: StackedChart) -> None:
    """What the patterns mean, then the bars."""
    labels = list_part_labels(chart.rows)
    fills = {label: PATTERNS[n % len(PATTERNS)] for n, label in enumerate(labels)}
    _draw_legend(page, fills)
    columns = find_columns(
        page, [row.label for row in chart.rows], [row.value for row in chart.rows]
    )
    for row in chart.rows:
        _draw_row(page, columns, row, fills)
        page.y += find_gap(len(chart.rows))


def _draw_legend(page: Page, fills: dict[str, str]) -> None:
    """Every pattern with its words, beside each other where there is place."""
    if not fills:
        return
    line = TEXT_LEADING * TEXT_SIZE
    x, bottom = float(page.left), page.y
    for label, fill in fills.items():
        words = SWATCH + GAP + measure(label, TEXT_SIZE)
        if x > page.left and x + words > page.right:
            x, page.y = float(page.left), bottom + 3
        page.rect(x, page.y + (line - SWATCH) / 2, SWATCH, SWATCH, fill)
        start = x + SWATCH + GAP
        right = min(start + measure(label, TEXT_SIZE), page.right)
        bottom = page.y + line
        if start + measure(label, TEXT_SIZE) <= page.right:
            # Right beside its pattern, in whatever direction it is read.
            page.label(label, start, page.y)
        else:
            bottom = max(bottom, page.block(label, start, right, page.y))
        x = right + 2 * GAP
    page.y = bottom + 2 * GAP


def _draw_row(page: Page, columns: Columns, row: StackedRow, fills: dict[str, str]) -> None:
    segments = list(_list_segments(row, fills, columns.track))
    outside = list(_place_key([one for one in segments if not one.holds_number], columns.track))
    lines = 1 + max((line for _x, line, _one in outside), default=-1)
    tall = THICK + lines * KEY_LINE
    top, bottom = place_line(page, columns, (row.label, row.value), tall, bold=False)
    left, right = columns.track
    page.rect(left, top, right - left, THICK, "track")
    for segment in segments:
        _draw_segment(page, segment, top)
    for x, line, segment in outside:
        _draw_key(page, segment, x, top + THICK + line * KEY_LINE + 3)
    page.y = bottom


def _list_segments(
    row: StackedRow, fills: dict[str, str], track: tuple[float, float]
) -> Iterator[Segment]:
    """A row's parts side by side; nobody of nobody has no width."""
    left, right = track
    total = max(1, sum(part.count for part in row.parts))
    start = 0
    for part in row.parts:
        ends = [left + (right - left) * n / total for n in (start, start + part.count)]
        yield Segment(ends[0], ends[1], fills[part.label], part.count)
        start += part.count


def _draw_segment(page: Page, segment: Segment, top: float) -> None:
    page.rect(segment.left, top, segment.right - segment.left, THICK, segment.fill)
    if segment.holds_number:
        text = str(segment.number)
        wide = measure(text, SMALL_SIZE, bold=True) + PLATE
        middle = (segment.left + segment.right) / 2
        page.rect(middle - wide / 2, top + 1.5, wide, THICK - 3, "paper")
        shift = (THICK - TEXT_LEADING * SMALL_SIZE) / 2
        page.label(text, middle, top + shift, size=SMALL_SIZE, align="middle", bold=True)


def _place_key(
    outside: Sequence[Segment], track: tuple[float, float]
) -> Iterator[tuple[float, int, Segment]]:
    """Where the numbers stand that are wider than their part: each with a piece of its pattern."""
    x, line = track[0], 0
    for segment in outside:
        wide = KEY_SWATCH + 3 + measure(str(segment.number), SMALL_SIZE, bold=True)
        if x > track[0] and x + wide > track[1]:
            x, line = track[0], line + 1
        yield x, line, segment
        x += wide + GAP


def _draw_key(page: Page, segment: Segment, x: float, top: float) -> None:
    line = TEXT_LEADING * SMALL_SIZE
    page.rect(x, top + (line - KEY_SWATCH) / 2, KEY_SWATCH, KEY_SWATCH, segment.fill)
    page.label(str(segment.number), x + KEY_SWATCH + 3, top, size=SMALL_SIZE, bold=True)
