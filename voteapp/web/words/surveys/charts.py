"""Charts in the page's language: on a page, as a file of their own, and as tables."""

from __future__ import annotations

from flask import get_template_attribute

from voteapp.survey.charts.data import Chart
from voteapp.survey.charts.drawing import Drawing
from voteapp.survey.charts.layout import NARROW, WIDE, lay_out
from voteapp.survey.charts.table import Table, create_table
from voteapp.web.words.numbers import PageSpeaker

TEMPLATE = "charts/chart.svg"


class ChartView:
    """A chart as a page shows it: for phones, for wide screens and paper, and its table.

    ``titled`` False: the page says the title itself, right above.
    """

    def __init__(self, chart: Chart, *, titled: bool = True) -> None:
        self.narrow: Drawing = lay_out(chart, NARROW, titled=titled)
        self.wide: Drawing = lay_out(chart, WIDE, titled=titled)
        self.table: Table = create_table(chart, PageSpeaker())


def render_svg(drawing: Drawing) -> str:
    """A file of its own (SVG 1.1, UTF-8) that needs no page, no font and no stylesheet."""
    macro = get_template_attribute(TEMPLATE, "chart")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + str(macro(drawing, "", True)) + "\n"
