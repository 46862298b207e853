"""The sheet for the table on paper: a survey's five figures in one group, on one page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from voteapp.cli.paper.charts import SHEETS, ChartPainter
from voteapp.cli.paper.faces import load_faces
from voteapp.cli.paper.lines import Line, Setter
from voteapp.survey.charts.drawing import Drawing
from voteapp.survey.charts.layout import lay_out
from voteapp.survey.wording.measures import Entry
from voteapp.survey.wording.sheet import Sheet

_EDGE = 14 * mm
_GUTTER = 6 * mm
_CHART_WIDTH = 430
"""Points across a chart before it is scaled to its column."""

_SCALES = [scale / 100 for scale in range(100, 35, -5)]
"""What is tried, so that everything fits on the page in the largest letters."""

_HEAD_SIZE, _TITLE_SIZE, _LEAD_SIZE, _NOTE_SIZE = 15.0, 11.0, 11.0, 8.5


class Text(NamedTuple):
    """Lines of one size, that belong to each other."""

    lines: Sequence[Line]
    size: float
    bold: bool

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        return sum(line.leading for line in self.lines) * self.size


class Block(NamedTuple):
    """One figure in its column: texts, and a chart below them; or texts alone."""

    texts: Sequence[Text]
    drawing: Drawing | None
    scale: float
    below: float

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        drawn = 0.0 if self.drawing is None else self.drawing.height * self.scale
        return sum(text.height for text in self.texts) + drawn + self.below


class Layout(NamedTuple):
    """Where everything stands: above, in two columns, and at the foot."""

    head: Block
    columns: tuple[Sequence[Block], Sequence[Block]]
    foot: Block
    fits: bool


class SheetPainter:
    """Sets and draws one sheet."""

    def __init__(self, size: tuple[float, float], fonts: Sequence[str]) -> None:
        weights = load_faces(fonts)
        self._plain, self._bold = Setter(weights.plain), Setter(weights.bold)
        self._width, self._height = size[0] - 2 * _EDGE, size[1] - 2 * _EDGE
        self._page_height = size[1]
        self._column = (self._width - _GUTTER) / 2

    def lay_out(self, sheet: Sheet) -> Layout:
        """The largest letters with which everything fits; the smallest where nothing does."""
        for scale in _SCALES:
            found = self._try(sheet, scale)
            if found.fits:
                break
        return found

    def _try(self, sheet: Sheet, scale: float) -> Layout:
        head = self._set_head(sheet, scale)
        foot = self._set_foot(sheet, scale)
        blocks = [self._set_entry(entry, scale) for entry in sheet.entries]
        columns = _balance(blocks)
        free = self._height - head.height - foot.height
        return Layout(head, columns, foot, max(map(_stand, columns)) <= free)

    def _set(self, text: str, size: float, width: float, *, bold: bool = False) -> Text:
        setter = self._bold if bold else self._plain
        return Text(setter.break_lines(text, width / size), size, bold)

    def _set_head(self, sheet: Sheet, scale: float) -> Block:
        small, large = _LEAD_SIZE * scale, _HEAD_SIZE * scale
        texts = [
            self._set(sheet.organizer, small, self._width),
            self._set(sheet.title, large, self._width, bold=True),
            *(self._set(text, small, self._width, bold=True) for text in sheet.warnings),
            self._set(sheet.where, small, self._width, bold=True),
            self._set(sheet.response, small, self._width),
            *(self._set(text, _NOTE_SIZE * scale, self._width) for text in sheet.withheld),
        ]
        return Block(texts, None, scale, 8 * scale)

    def _set_foot(self, sheet: Sheet, scale: float) -> Block:
        texts = [self._set(text, _NOTE_SIZE * scale, self._width) for text in sheet.foot]
        return Block(texts, None, scale, 8 * scale)

    def _set_entry(self, entry: Entry, scale: float) -> Block:
        texts = [
            self._set(entry.title, _TITLE_SIZE * scale, self._column, bold=True),
            *(self._set(text, _LEAD_SIZE * scale, self._column, bold=True) for text in entry.lead),
            *(
                self._set(" ".join(sentences), _NOTE_SIZE * scale, self._column)
                for sentences in (entry.notes, entry.limits)
                if sentences
            ),
        ]
        if entry.chart is None:
            return Block(texts, None, scale, 10 * scale)
        drawing = lay_out(entry.chart, round(_CHART_WIDTH / scale), titled=False)
        return Block(texts, drawing, self._column / drawing.width, 10 * scale)

    def draw(self, canvas: Any, layout: Layout) -> None:
        """Draw it all on the page."""
        painter = ChartPainter(canvas, self._plain, self._bold)
        top = self._page_height - _EDGE
        self._draw_block(canvas, painter, layout.head, _EDGE, top, self._width)
        below = top - layout.head.height
        for place, blocks in enumerate(layout.columns):
            left, start = _EDGE + place * (self._column + _GUTTER), below
            for block in blocks:
                self._draw_block(canvas, painter, block, left, start, self._column)
                start -= block.height
        base = _EDGE + layout.foot.height
        canvas.setLineWidth(0.5)
        canvas.line(_EDGE, base, _EDGE + self._width, base)
        self._draw_block(canvas, painter, layout.foot, _EDGE, base - 4, self._width)

    def _draw_block(
        self,
        canvas: Any,
        painter: ChartPainter,
        block: Block,
        left: float,
        top: float,
        width: float,
    ) -> None:
        canvas.setFillGray(0)
        for text in block.texts:
            for line in text.lines:
                top -= line.leading * text.size
                line.draw(canvas, left, left + width, top + 0.25 * text.size, text.size)
        if block.drawing is not None:
            painter.draw(block.drawing, left, top, block.scale)


def _stand(blocks: Sequence[Block]) -> float:
    return sum(block.height for block in blocks)


def _balance(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """Two columns, in order, of which the higher one is as low as can be."""
    cuts = [(blocks[:cut], blocks[cut:]) for cut in range(len(blocks) + 1)]
    return min(cuts, key=lambda columns: max(map(_stand, columns)))


def create_sheet_pdf(sheet: Sheet, *, page: str = "a4", fonts: Sequence[str] = ()) -> bytes:
    """One page, the same bytes each time. Raises InvalidInputError (``font``): a file that cannot
    be used, a letter that no font holds."""
    stream = io.BytesIO()
    painter = SheetPainter(SHEETS[page], fonts)
    canvas: Any = Canvas(stream, pagesize=SHEETS[page], invariant=1, pageCompression=1)
    canvas.setTitle(sheet.title)
    painter.draw(canvas, painter.lay_out(sheet))
    canvas.showPage()
    canvas.save()
    return stream.getvalue()
