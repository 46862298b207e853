"""A table on paper: the first column names its rows; a long one goes on, with its head again."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from voteapp.cli.paper.lines import Line, Setter
from voteapp.survey.charts.table import Table

_SIZE = 9.0
_FIRST = 0.25
"""Points of the letters, and how much of the width the first column has at least."""

_ROW_GAP, _CELL_GAP = 3.0, 8.0


class Row(NamedTuple):
    """The lines of each cell, and how high the row is (points)."""

    cells: list[list[Line]]
    height: float


class TablePainter:
    """Sets a table for a width (points); ``height`` is what it takes on one page."""

    def __init__(self, table: Table, plain: Setter, bold: Setter, width: float) -> None:
        self._widths = _share_out(table, bold, width)
        self._width = width
        self._caption = _set_row([table.caption], bold, [width])
        self._head = _set_row(table.head, bold, self._widths)
        self._rows = [_set_row(row, plain, self._widths) for row in table.rows]
        self.height = sum(row.height for row in (self._caption, self._head, *self._rows))

    def draw(
        self,
        canvas: Any,
        left: float,
        top: float,
        edges: tuple[float, float],
        end_page: Callable[[], None],
    ) -> None:
        """Draw it from ``top`` on; ``edges``: where each further page begins, and where all end."""
        top = self._draw_row(canvas, self._caption, left, top)
        top = self._draw_row(canvas, self._head, left, top)
        for row in self._rows:
            if top - row.height < edges[1]:
                end_page()
                top = self._draw_row(canvas, self._head, left, edges[0])
            top = self._draw_row(canvas, row, left, top)

    def _draw_row(self, canvas: Any, row: Row, left: float, top: float) -> float:
        canvas.setFillGray(0)
        x = left
        widths = self._widths if len(row.cells) > 1 else [self._width]
        for lines, width in zip(row.cells, widths, strict=True):
            base = top - _ROW_GAP
            for line in lines:
                base -= line.leading * _SIZE
                line.draw(canvas, x, x + width - _CELL_GAP, base + _SIZE * 0.25, _SIZE)
            x += width
        canvas.setStrokeGray(0.6)
        canvas.setLineWidth(0.4)
        canvas.line(left, top - row.height, left + self._width, top - row.height)
        return top - row.height


def _share_out(table: Table, setter: Setter, width: float) -> list[float]:
    """Widths of the columns: the others have what their texts need, or at least their longest
    words; the first has the rest."""
    columns = list(zip(table.head, *table.rows, strict=True))[1:]
    most = width * (1 - _FIRST)
    whole = [_find_needed(texts, setter) for texts in columns]
    if sum(whole) > most:
        words = [[word for text in texts for word in text.split(" ")] for texts in columns]
        whole = [_find_needed(texts, setter) for texts in words]
    shrink = min(1.0, most / sum(whole)) if whole else 1.0
    others = [needed * shrink for needed in whole]
    return [width - sum(others), *others]


def _find_needed(texts: Sequence[str], setter: Setter) -> float:
    """How wide a column is on whose lines these texts stay whole (points)."""
    widest = max(setter.break_lines(text, math.inf)[0].width for text in texts)
    return widest * _SIZE + 2 * _CELL_GAP


def _set_row(texts: Sequence[str], setter: Setter, widths: Sequence[float]) -> Row:
    cells = [
        setter.break_lines(text, (width - _CELL_GAP) / _SIZE)
        for text, width in zip(texts, widths, strict=True)
    ]
    tall = max(sum(line.leading for line in lines) * _SIZE for lines in cells)
    return Row(cells, tall + 2 * _ROW_GAP)
