"""Charts as SVG: every shape is painted, in a page and in a file that stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from flask import Flask, get_template_attribute, render_template_string
from hypothesis import HealthCheck, given, settings

from tests.support.charts import HARD, charts
from voteapp.survey.charts.data import Chart, Line, ShareChart
from voteapp.survey.charts.drawing import Drawing, Rect, Rule
from voteapp.survey.charts.layout import NARROW, WIDE, lay_out
from voteapp.web.words.surveys.charts import TEMPLATE, ChartView, render_svg

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script>&\"'<"


@pytest.fixture
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def paint(drawing: Drawing) -> str:
    """As it stands in a page."""
    return str(get_template_attribute(TEMPLATE, "chart")(drawing))


def check_painted(text: str, drawing: Drawing) -> None:
    """Every shape is there once, in its order, at its place."""
    root = ET.fromstring(text)
    shapes = [one for one in root if one.tag.removeprefix(SVG) in ("rect", "line", "text")]
    for element, shape in zip(shapes, drawing.shapes, strict=True):
        kind, found = element.tag.removeprefix(SVG), element.attrib
        if isinstance(shape, Rect):
            places = (shape.x, shape.y, shape.width, shape.height)
            assert kind == "rect"
            assert tuple(float(found[n]) for n in ("x", "y", "width", "height")) == places
        elif isinstance(shape, Rule):
            assert kind == "line"
            ends = (shape.x1, shape.y1, shape.x2, shape.y2)
            assert tuple(float(found[n]) for n in ("x1", "y1", "x2", "y2")) == ends
            assert (found.get("stroke-dasharray") is not None) == bool(shape.pen.dash)
        else:
            assert kind == "text" and (element.text or "") == shape.text
            assert (float(found["x"]), float(found["y"])) == (shape.x, shape.y)
            assert float(found["font-size"]) == shape.size
    named = {one.attrib["id"] for one in root.iter() if "id" in one.attrib}
    used = set(re.findall(r"url\(#([^)]+)\)", text)) | set(root.attrib["aria-labelledby"].split())
    assert used == named


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("name", HARD)
def test_every_shape_is_painted(name: str, width: int) -> None:
    drawing = lay_out(HARD[name], width)
    check_painted(paint(drawing), drawing)
    check_painted(render_svg(drawing), drawing)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(charts)
def test_whatever_is_written_is_painted(app: Flask, chart: Chart) -> None:
    drawing = lay_out(chart, WIDE)
    with app.test_request_context("/"):
        check_painted(render_svg(drawing), drawing)


@pytest.mark.usefixtures("page")
def test_a_screen_reader_is_told_title_and_description() -> None:
    drawing = lay_out(HARD["patients"], WIDE)
    root = ET.fromstring(paint(drawing))
    assert root.attrib["role"] == "img"
    title, description = (
        next(one for one in root if one.attrib.get("id") == name)
        for name in root.attrib["aria-labelledby"].split()
    )
    assert (title.tag, title.text) == ("title", drawing.title)
    assert (description.tag, description.text) == ("desc", drawing.description)


@pytest.mark.usefixtures("page")
def test_what_people_wrote_stays_text() -> None:
    lines = [Line(HOSTILE, HOSTILE, Fraction(1, 2), None, None)]
    chart = ShareChart(HOSTILE, HOSTILE, lines, HOSTILE)
    for text in (paint(lay_out(chart, WIDE)), render_svg(lay_out(chart, WIDE))):
        root = ET.fromstring(text)
        assert not [one for one in root.iter() if "script" in one.tag]
        assert HOSTILE in [one.text for one in root.iter()]


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("name", HARD)
def test_a_saved_file_needs_nothing_else(name: str) -> None:
    text = render_svg(lay_out(HARD[name], WIDE))
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns=')
    assert text.count("http") == 1, "the namespace, and no other address"
    assert "style" not in text and "var(" not in text
    root = ET.fromstring(text)
    assert float(root.attrib["width"]) == WIDE
    painted = [one for one in root.iter() if one.tag.removeprefix(SVG) in ("rect", "text")]
    assert all("fill" in one.attrib for one in painted)
    assert text == render_svg(lay_out(HARD[name], WIDE))


@pytest.mark.usefixtures("page")
def test_no_style_stands_in_a_page() -> None:
    """The policy of pages allows none."""
    for chart in HARD.values():
        assert "style" not in paint(lay_out(chart, WIDE))


@pytest.mark.usefixtures("page")
def test_names_are_those_of_one_drawing() -> None:
    found: list[str] = []
    for chart in HARD.values():
        view = ChartView(chart)
        for drawing in (view.narrow, view.wide):
            found += re.findall(r' id="([^"]+)"', paint(drawing))
    assert len(found) == len(set(found)) > 2 * len(HARD)


@pytest.mark.usefixtures("page")
def test_what_is_read_from_the_right_says_so() -> None:
    text = paint(lay_out(HARD["right to left"], WIDE))
    (label,) = [one for one in ET.fromstring(text) if one.text == "استراحة رقم (12)"]
    assert label.attrib["direction"] == "rtl" and label.attrib["text-anchor"] == "start"


@pytest.mark.usefixtures("page")
def test_the_table_stands_below() -> None:
    view = ChartView(HARD["patients"])
    source = "{% from 'charts/chart.svg' import chart_table %}{{ chart_table(table) }}"
    table = replace(view.table, caption=HOSTILE)
    text = render_template_string(source, table=table)
    root = ET.fromstring(text)
    cells = [[cell.text for cell in row] for row in root.iter("tr")]
    assert cells == [list(view.table.head), *map(list, view.table.rows)]
    assert [one.text for one in root.iter("caption")] == [HOSTILE]
