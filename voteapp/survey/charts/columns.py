"""How many gave each number, with the limit's line: upright, or lying where labels are long."""

from __future__ import annotations

from voteapp.survey.charts.bars import BETWEEN, THICK, find_columns, find_gap, place_line
from voteapp.survey.charts.data import Histogram
from voteapp.survey.charts.drawing import OVER
from voteapp.survey.charts.measuring import measure, wrap
from voteapp.survey.charts.page import (
    GAP,
    SMALL_SIZE,
    TEXT_LEADING,
    TEXT_SIZE,
    Page,
    find_widest_word,
)

TALL = 150
"""Height of the tallest column."""

FILLED = 0.72
"""How much of its place a column fills."""

CLEAR = 3
"""Between the labels of two columns (points)."""

MOST_LABEL_LINES = 3


def draw_histogram(page: Page, chart: Histogram) -> None:
    """Columns whose heights are their counts; what is over the limit has another pattern."""
    _draw_limit_words(page, chart)
    if chart.columns:
        (_draw_upright if _stands(page, chart) else _draw_lying)(page, chart)


def _draw_limit_words(page: Page, chart: Histogram) -> None:
    """What the line means, behind a piece of it."""
    if chart.limit_after is None and not chart.limit_words:
        return
    sample = page.left
    if chart.limit_after is not None:
        middle = page.y + TEXT_LEADING * TEXT_SIZE / 2
        page.rule(page.left, middle, page.left + 26, middle, "limit")
        sample += 26 + GAP
    least = page.y + TEXT_LEADING * TEXT_SIZE
    bottom = page.block(chart.limit_words, sample, page.right, page.y)
    page.y = max(least, bottom) + GAP


def _find_slot(page: Page, chart: Histogram) -> float:
    return (page.right - page.left) / len(chart.columns)


def _stands(page: Page, chart: Histogram) -> bool:
    """Whether every label fits below its column, and every number above it."""
    slot = _find_slot(page, chart) - CLEAR
    return all(
        find_widest_word(column.label, SMALL_SIZE) <= slot
        and measure(str(column.count), SMALL_SIZE, bold=True) <= slot
        and len(wrap(column.label, slot, SMALL_SIZE)) <= MOST_LABEL_LINES
        for column in chart.columns
    )


def _find_most(chart: Histogram) -> int:
    return max(1, *(column.count for column in chart.columns))


def _draw_upright(page: Page, chart: Histogram) -> None:
    slot, most = _find_slot(page, chart), _find_most(chart)
    top = page.y
    base = top + TEXT_LEADING * SMALL_SIZE + CLEAR + TALL
    bottom = base
    for number, column in enumerate(chart.columns):
        left = page.left + number * slot
        height = TALL * column.count / most
        inner = left + slot * (1 - FILLED) / 2
        fill = OVER if column.over else "solid"
        page.rect(inner, base - height, slot * FILLED, height, fill)
        middle = left + slot / 2
        above = base - height - CLEAR - TEXT_LEADING * SMALL_SIZE
        page.label(str(column.count), middle, above, size=SMALL_SIZE, align="middle", bold=True)
        bottom = max(bottom, _write_below(page, column.label, middle, slot - CLEAR, base + 4))
    page.rule(page.left, base, page.right, base, "axis")
    if chart.limit_after is not None:
        x = page.left + (chart.limit_after + 1) * slot
        page.rule(x, top, x, bottom, "limit")
    page.y = bottom


def _write_below(page: Page, label: str, middle: float, width: float, top: float) -> float:
    """A label's lines around the middle of its column; gives where they end."""
    for line in wrap(label, width, SMALL_SIZE):
        page.label(line, middle, top, size=SMALL_SIZE, align="middle")
        top += TEXT_LEADING * SMALL_SIZE
    return top


def _draw_lying(page: Page, chart: Histogram) -> None:
    most, gap = _find_most(chart), find_gap(len(chart.columns))
    labels = [column.label for column in chart.columns]
    columns = find_columns(page, labels, [str(column.count) for column in chart.columns])
    left, right = columns.track
    if chart.limit_after == -1:
        _draw_lying_limit(page)
    for number, column in enumerate(chart.columns):
        top, bottom = place_line(
            page, columns, (column.label, str(column.count)), THICK, bold=False
        )
        width = (right - left) * column.count / most
        page.rule(left, top, left, top + THICK, "axis")
        page.rect(left, top, width, THICK, OVER if column.over else "solid")
        page.y = bottom + gap
        if number == chart.limit_after:
            _draw_lying_limit(page)


def _draw_lying_limit(page: Page) -> None:
    page.rule(page.left, page.y, page.right, page.y, "limit")
    page.y += BETWEEN
