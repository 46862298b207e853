"""Charts on paper: every shape is drawn, one chart a page, its table with it."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from reportlab.lib.units import mm

from tests.support.charts import HARD, charts
from tests.support.fonts import EVERY_LETTER
from voteapp.cli.paper.charts import SHEETS, ChartPainter, create_charts_pdf, fit
from voteapp.cli.paper.faces import load_faces
from voteapp.cli.paper.lines import Setter
from voteapp.errors import InvalidInputError
from voteapp.survey.charts.data import Chart, Histogram, ShareChart
from voteapp.survey.charts.drawing import Drawing, Label, Rect, Rule
from voteapp.survey.charts.layout import WIDE, lay_out
from voteapp.survey.charts.table import create_table

WEIGHTS = load_faces(EVERY_LETTER)
PLAIN, BOLD = Setter(WEIGHTS.plain), Setter(WEIGHTS.bold)


class Recorder:
    """A canvas that writes down what is drawn on it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        def record(*given: Any, **named: Any) -> Recorder:
            self.calls.append((name, given, named))
            return self

        return record

    def find(self, name: str) -> list[tuple[Any, ...]]:
        return [given for called, given, _named in self.calls if called == name]


def draw(drawing: Drawing) -> Recorder:
    canvas = Recorder()
    ChartPainter(canvas, PLAIN, BOLD).draw(drawing, 0, drawing.height, 1)
    return canvas


def check_drawn(drawing: Drawing) -> None:
    canvas = draw(drawing)
    # A path's rectangle is that of a clip: it has no fill and no stroke of its own.
    filled = [
        given for name, given, named in canvas.calls if name == "rect" and named.get("fill") == 1
    ]
    height = drawing.height
    rects = [s for s in drawing.shapes if isinstance(s, Rect)]
    for found, rect in zip(filled, rects, strict=True):
        assert found == (rect.x, height - rect.y - rect.height, rect.width, rect.height)
    outlined = [1 for name, _given, named in canvas.calls if named.get("stroke") == 1]
    assert len(outlined) == sum(rect.outline is not None for rect in rects)
    lines = Counter(canvas.find("line"))
    for rule in (s for s in drawing.shapes if isinstance(s, Rule)):
        assert lines[(rule.x1, height - rule.y1, rule.x2, height - rule.y2)]
    clips = [1 for name, _given, _named in canvas.calls if name == "clipPath"]
    assert len(clips) == sum(rect.tile is not None for rect in rects)
    written = canvas.find("drawPath") + canvas.find("drawString")
    assert len(written) >= sum(bool(s.text) for s in drawing.shapes if isinstance(s, Label))


@pytest.mark.parametrize("name", HARD)
def test_every_shape_is_drawn(name: str) -> None:
    check_drawn(lay_out(HARD[name], WIDE))


@settings(max_examples=15)
@given(charts)
def test_whatever_is_written_is_drawn(chart: Chart) -> None:
    drawing = lay_out(chart, WIDE)
    # A letter that none of the fonts here holds is refused, and named.
    with suppress(InvalidInputError):
        check_drawn(drawing)


def test_a_pattern_stays_in_its_bar_and_fills_it() -> None:
    drawing = lay_out(HARD["patients"], WIDE)
    canvas = draw(drawing)
    over = next(r for r in drawing.rects if r.fill == "rising")
    strokes = [given for given in canvas.find("line") if given[0] != given[2]]
    assert any(over.x <= x1 <= over.x + over.width for x1, *_rest in strokes)


def create(*names: str, page: str = "a4") -> bytes:
    return create_charts_pdf(
        [HARD[name] for name in names],
        title="Charts",
        foot="St. Anne staffing survey",
        page=page,
        fonts=EVERY_LETTER,
    )


@pytest.mark.parametrize("page", SHEETS)
def test_each_chart_has_one_page_with_its_table(page: str) -> None:
    names = [name for name in HARD if name not in ("forty lines", "every language")]
    document = pypdfium2.PdfDocument(create(*names, page=page))
    assert len(document) == len(names)
    for sheet in document:
        assert sheet.get_size() == pytest.approx(SHEETS[page], abs=0.01)
    document.close()


def test_a_long_table_goes_on_and_its_chart_is_whole() -> None:
    document = pypdfium2.PdfDocument(create("forty lines"))
    assert len(document) == 2
    document.close()
    width, height = SHEETS["a4"]
    drawing, scale = fit(HARD["forty lines"], width - 36 * mm, height - 45 * mm)
    assert drawing.width * scale <= width - 36 * mm + 0.01
    assert drawing.height * scale <= height - 45 * mm + 0.01
    assert scale * 13.5 > 7, "letters that can be read"


def test_a_table_of_more_than_a_page_repeats_its_head() -> None:
    patients = HARD["patients"]
    assert isinstance(patients, Histogram)
    columns = list(patients.columns) * 9
    document = pypdfium2.PdfDocument(
        create_charts_pdf([Histogram("Load", "", columns, None, "")], title="", foot="", fonts=())
    )
    texts = [sheet.get_textpage().get_text_range() for sheet in document]
    assert len(texts) > 2 and all("How many" in text for text in texts[1:])
    shown = re.findall(r"\d+\+?", " ".join(texts[1:]))
    assert len(shown) >= 2 * len(columns)
    document.close()


def test_the_bytes_depend_on_the_charts_alone() -> None:
    assert create("patients", "changes") == create("patients", "changes")
    assert create("patients") != create("changes")


def test_a_letter_that_no_font_holds_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="No font here"):
        create_charts_pdf([HARD["right to left"]], title="", foot="")


def test_the_tables_are_those_of_pages() -> None:
    chart = ShareChart("Out of ratio", "", [])
    assert create_table(chart).rows == []
    document = pypdfium2.PdfDocument(create_charts_pdf([chart], title="", foot="one foot"))
    text = document[0].get_textpage().get_text_range()
    assert "Answer or group" in text and "one foot" in text
    document.close()
