"""A chart's table has its numbers, all of them, in the reader's language."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings

from tests.support.charts import HARD, charts
from voteapp.survey.charts.data import (
    Chart,
    Histogram,
    Line,
    Part,
    RangeChart,
    ShareChart,
    StackedChart,
    StackedRow,
)
from voteapp.survey.charts.table import PlainSpeaker, create_table

PERCENT = "\N{NO-BREAK SPACE}%"


def test_shares_and_what_is_certain() -> None:
    lines = [
        Line("4 West", "23 of 41", Fraction(23, 41), Fraction(23, 52), Fraction(34, 52)),
        Line("ICU", "–", None, None, None),
    ]
    table = create_table(ShareChart("Out of ratio", "", lines))
    assert table.caption == "Out of ratio"
    assert table.head == ["Answer or group", "Number", "Share", "At least", "At most"]
    shares = [f"{number}{PERCENT}" for number in ("56.1", "44.2", "65.4")]
    assert table.rows == [["4 West", "23 of 41", *shares], ["ICU", "–", "–", "–", "–"]]


def test_bounds_have_no_column_where_there_are_none() -> None:
    table = create_table(HARD["one line"])
    assert table.head == ["Answer or group", "Number", "Share"]


def test_columns_say_in_words_what_is_over() -> None:
    table = create_table(HARD["patients"])
    assert table.head == ["Answer", "How many", "Limit"]
    assert table.rows[5] == ["5", "22", "within the limit"]
    assert table.rows[6] == ["6", "14", "over the limit"]
    assert create_table(Histogram("Load", "", [], None, "")).head == ["Answer", "How many"]


def test_parts_are_columns_and_what_a_row_lacks_is_a_dash() -> None:
    rows = [
        StackedRow("4 West", [Part("none", 3), Part("meal", 2)], "5"),
        StackedRow("ICU", [Part("none", 1)], "1"),
    ]
    table = create_table(StackedChart("Breaks", "", rows))
    assert table.head == ["Group", "none", "meal", "Together"]
    assert table.rows == [["4 West", "3", "2", "5"], ["ICU", "1", "–", "1"]]


def test_changes_have_signs() -> None:
    table = create_table(HARD["changes"])
    assert table.rows == [
        ["4 West", "-100 to +100", "-100.0", "+100.0"],
        ["ICU", "no change", "0.0", "0.0"],
    ]


class Spanish(PlainSpeaker):
    def gettext(self, message: str) -> str:
        return f"[{message}]"

    def number(self, value: int) -> str:
        return f"{value} n"

    def decimal(self, permille: int) -> str:
        return f"{permille} p"


def test_words_and_numbers_are_the_speakers() -> None:
    table = create_table(HARD["patients"], Spanish())
    assert table.head[0] == "[Answer]" and table.rows[5] == ["5", "22 n", "[within the limit]"]
    table = create_table(HARD["one line"], Spanish())
    assert table.rows[0][2] == f"561 p{PERCENT}"


@settings(max_examples=40)
@given(charts)
def test_every_line_is_a_row_of_as_many_cells(chart: Chart) -> None:
    table = create_table(chart)
    lines = (
        chart.lines
        if isinstance(chart, ShareChart | RangeChart)
        else chart.rows
        if isinstance(chart, StackedChart)
        else chart.columns
    )
    assert [row[0] for row in table.rows] == [line.label for line in lines]
    assert {len(row) for row in table.rows} <= {len(table.head)}
