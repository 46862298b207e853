"""Charts on paper, one a page, each with its table: the shapes that pages draw as SVG."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, letter
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from voteapp.cli.paper.faces import load_faces
from voteapp.cli.paper.lines import Setter
from voteapp.cli.paper.tables import TablePainter
from voteapp.survey.charts.data import Chart
from voteapp.survey.charts.drawing import Drawing, Label, Rect, Rule
from voteapp.survey.charts.layout import WIDE, lay_out
from voteapp.survey.charts.table import TableSpeaker, create_table

SHEETS = {"a4": A4, "letter": letter}

_EDGE = 18 * mm
_FOOT_SIZE = 8.0
_BELOW = 14.0
"""Between a chart and its table (points)."""

_WIDTHS = range(WIDE, 1200, 80)
"""What is tried, so that a chart of many lines fits on its page in the largest letters."""


class ChartPainter:
    """Draws one drawing's shapes on a canvas."""

    def __init__(self, canvas: Any, plain: Setter, bold: Setter) -> None:
        self._canvas = canvas
        self._plain, self._bold = plain, bold

    def draw(self, drawing: Drawing, left: float, top: float, scale: float) -> None:
        """Draw it with its upper left corner at ``left``, ``top``, ``scale`` times as large."""
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(left, top - drawing.height * scale)
        canvas.scale(scale, scale)
        for shape in drawing.shapes:
            if isinstance(shape, Rect):
                self._draw_rect(shape, drawing.height)
            elif isinstance(shape, Rule):
                self._draw_rule(shape, drawing.height)
            else:
                self._draw_label(shape, drawing.height)
        canvas.restoreState()

    def _draw_rect(self, rect: Rect, height: float) -> None:
        canvas = self._canvas
        low = height - rect.y - rect.height
        canvas.setFillColor(HexColor(rect.colour))
        canvas.rect(rect.x, low, rect.width, rect.height, stroke=0, fill=1)
        if rect.tile is not None:
            self._draw_tiles(rect, height)
        if rect.outline is not None:
            canvas.setStrokeColor(HexColor(rect.outline))
            canvas.setLineWidth(1)
            canvas.rect(rect.x, low, rect.width, rect.height, stroke=1, fill=0)

    def _draw_tiles(self, rect: Rect, height: float) -> None:
        """The pattern in the rectangle; tiles begin at the drawing's corner, as in SVG."""
        canvas, tile = self._canvas, rect.tile
        if tile is None:
            return
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(rect.x, height - rect.y - rect.height, rect.width, rect.height)
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.setLineWidth(Drawing.paint.stroke)
        canvas.setStrokeColor(HexColor(Drawing.paint.ink))
        canvas.setFillColor(HexColor(Drawing.paint.ink))
        for x, y in _list_corners(rect, tile.side):
            for x1, y1, x2, y2 in tile.strokes:
                canvas.line(x + x1, height - y - y1, x + x2, height - y - y2)
            for dot_x, dot_y, radius in tile.dots:
                canvas.circle(x + dot_x, height - y - dot_y, radius, stroke=0, fill=1)
        canvas.restoreState()

    def _draw_rule(self, rule: Rule, height: float) -> None:
        canvas, pen = self._canvas, rule.pen
        canvas.setStrokeColor(HexColor(pen.colour))
        canvas.setLineWidth(pen.width)
        canvas.setDash(*([list(pen.dash)] if pen.dash else []))
        canvas.line(rule.x1, height - rule.y1, rule.x2, height - rule.y2)
        canvas.setDash()

    def _draw_label(self, label: Label, height: float) -> None:
        setter = self._bold if label.bold else self._plain
        (line,) = setter.break_lines(label.text, math.inf)
        # A face that is wider than what was counted with is drawn smaller: nothing overlaps.
        size = min(label.size, label.width / line.width) if line.width else label.size
        width = line.width * size
        left = label.x - {"left": 0.0, "middle": width / 2, "right": width}[label.align]
        self._canvas.setFillColor(HexColor(label.colour))
        line.draw(self._canvas, left, left + width, height - label.y, size)


def _list_corners(rect: Rect, side: int) -> Iterator[tuple[int, int]]:
    """Upper left corners of the tiles that a rectangle touches."""
    columns = range(math.floor(rect.x / side), math.ceil((rect.x + rect.width) / side))
    rows = range(math.floor(rect.y / side), math.ceil((rect.y + rect.height) / side))
    return ((x * side, y * side) for y in rows for x in columns)


def fit(chart: Chart, width: float, height: float) -> tuple[Drawing, float]:
    """The drawing of a chart, and the scale with which it fits, of which letters are largest."""
    found = []
    for tried in _WIDTHS:
        drawing = lay_out(chart, tried)
        found.append((min(width / drawing.width, height / drawing.height, 1.0), drawing))
    scale, drawing = max(found, key=lambda one: one[0])
    return drawing, scale


def create_charts_pdf(
    charts: Sequence[Chart],
    *,
    title: str,
    foot: str,
    page: str = "a4",
    fonts: Sequence[str] = (),
    speaker: TableSpeaker | None = None,
) -> bytes:
    """A PDF of all charts, the same bytes each time: each on one page, and its table below it or,
    where that is too long, on pages of its own. ``foot`` stands at the end of every page.

    Raises InvalidInputError (``font``): a file that cannot be used, a letter that no font holds.
    """
    weights = load_faces(fonts)
    plain, bold = Setter(weights.plain), Setter(weights.bold)
    stream = io.BytesIO()
    width, height = SHEETS[page]
    canvas: Any = Canvas(stream, pagesize=(width, height), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    foot_lines = plain.break_lines(foot, (width - 2 * _EDGE) / _FOOT_SIZE)
    bottom = _EDGE + sum(line.leading for line in foot_lines) * _FOOT_SIZE + 4

    def end_page() -> None:
        base = bottom - 4
        canvas.setFillGray(0)
        for line in foot_lines:
            base -= line.leading * _FOOT_SIZE
            line.draw(canvas, _EDGE, width - _EDGE, base, _FOOT_SIZE)
        canvas.showPage()

    painter = ChartPainter(canvas, plain, bold)
    for chart in charts:
        drawing, scale = fit(chart, width - 2 * _EDGE, height - _EDGE - bottom)
        top = height - _EDGE
        painter.draw(drawing, _EDGE + (width - 2 * _EDGE - drawing.width * scale) / 2, top, scale)
        table = TablePainter(create_table(chart, speaker), plain, bold, width - 2 * _EDGE)
        below = top - drawing.height * scale - _BELOW
        if table.height > below - bottom:
            end_page()
            below = top
        table.draw(canvas, _EDGE, below, (top, bottom), end_page)
        end_page()
    canvas.save()
    return stream.getvalue()
