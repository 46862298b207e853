"""From a chart to a drawing: every chart's title, its body, and what is said below it."""

from __future__ import annotations

from voteapp.errors import MisuseError
from voteapp.survey.charts.bars import draw_ranges, draw_shares
from voteapp.survey.charts.columns import draw_histogram
from voteapp.survey.charts.data import Chart, Histogram, RangeChart, ShareChart
from voteapp.survey.charts.drawing import Drawing
from voteapp.survey.charts.page import GAP, TITLE_SIZE, Page
from voteapp.survey.charts.stacks import draw_stacks

NARROW, WIDE = 320, 640
"""Points across: for a phone, where labels stand above their bars, and for a desk and for paper."""

LEAST_WIDTH = 200


def lay_out(chart: Chart, width: int, *, titled: bool = True) -> Drawing:
    """Where every shape of a chart stands on a page of a width (points, at least ``LEAST_WIDTH``);
    its height follows. ``titled`` False: the title is said beside the drawing, not in it.

    Raises MisuseError where the width is less.
    """
    if width < LEAST_WIDTH:
        raise MisuseError(f"no chart is narrower than {LEAST_WIDTH} points")
    page = Page(width)
    if titled:
        bottom = page.block(chart.title, page.left, page.right, page.y, size=TITLE_SIZE, bold=True)
        page.y = bottom + GAP
    if isinstance(chart, ShareChart):
        draw_shares(page, chart)
    elif isinstance(chart, RangeChart):
        draw_ranges(page, chart)
    elif isinstance(chart, Histogram):
        draw_histogram(page, chart)
    else:
        draw_stacks(page, chart)
    return page.finish(chart.title, chart.description)
