"""Charts in the page's language: on a page, as a file of their own, and as tables."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_decimal
from flask import get_template_attribute
from flask_babel import get_locale

from voteapp.survey.charts.data import Chart
from voteapp.survey.charts.drawing import Drawing
from voteapp.survey.charts.layout import NARROW, WIDE, lay_out
from voteapp.survey.charts.table import Table, create_table
from voteapp.web.words.i18n import gettext
from voteapp.web.words.numbers import show_number

TEMPLATE = "charts/chart.svg"


class PageTableSpeaker:
    """The page's language (``voteapp.survey.charts.table.TableSpeaker``)."""

    def gettext(self, message: str) -> str:
        """The text."""
        return gettext(message)

    def number(self, value: int) -> str:
        """A whole number with the language's separators."""
        return show_number(value)

    def decimal(self, permille: int) -> str:
        """Per cent with one decimal, as the language writes it."""
        value = Decimal(permille).scaleb(-1)
        return str(format_decimal(value, format="#,##0.0", locale=get_locale()))


class ChartView:
    """A chart as a page shows it: for phones, for wide screens and paper, and its table.

    ``titled`` False: the page says the title itself, right above.
    """

    def __init__(self, chart: Chart, *, titled: bool = True) -> None:
        self.narrow: Drawing = lay_out(chart, NARROW, titled=titled)
        self.wide: Drawing = lay_out(chart, WIDE, titled=titled)
        self.table: Table = create_table(chart, PageTableSpeaker())


def render_svg(drawing: Drawing) -> str:
    """A file of its own (SVG 1.1, UTF-8) that needs no page, no font and no stylesheet."""
    macro = get_template_attribute(TEMPLATE, "chart")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + str(macro(drawing, "", True)) + "\n"
