"""Where shapes stand: inside, not over each other, as long as their numbers say."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.charts import HARD, charts, histograms, ranges, share_charts, stacks
from voteapp.errors import MisuseError
from voteapp.survey.charts.bars import THICK, THINNEST, WHISKER
from voteapp.survey.charts.columns import FILLED, TALL
from voteapp.survey.charts.data import (
    Chart,
    Column,
    Histogram,
    Line,
    Part,
    RangeChart,
    RangeLine,
    ShareChart,
    StackedChart,
    StackedRow,
)
from voteapp.survey.charts.drawing import ASCENT, DESCENT, PATTERNS, Drawing, Label, Rect, Rule
from voteapp.survey.charts.layout import LEAST_WIDTH, NARROW, WIDE, lay_out

NEAR = 0.05
"""Coordinates are rounded to a hundredth of a point."""

few = settings(max_examples=40)
widths = st.sampled_from([LEAST_WIDTH, NARROW, WIDE, 1200])


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right - NEAR
            and other.left < self.right - NEAR
            and self.top < other.bottom - NEAR
            and other.top < self.bottom - NEAR
        )

    def is_in(self, other: Box) -> bool:
        return (
            self.left >= other.left - NEAR
            and self.top >= other.top - NEAR
            and self.right <= other.right + NEAR
            and self.bottom <= other.bottom + NEAR
        )


def find_box(shape: Rect | Rule | Label) -> Box:
    if isinstance(shape, Rect):
        return Box(shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
    if isinstance(shape, Rule):
        half = shape.pen.width / 2
        return Box(
            min(shape.x1, shape.x2) - half * (shape.x1 == shape.x2),
            min(shape.y1, shape.y2) - half * (shape.y1 == shape.y2),
            max(shape.x1, shape.x2) + half * (shape.x1 == shape.x2),
            max(shape.y1, shape.y2) + half * (shape.y1 == shape.y2),
        )
    return Box(
        shape.left,
        shape.y - ASCENT * shape.size,
        shape.left + shape.width,
        shape.y + DESCENT * shape.size,
    )


def list_labels(drawing: Drawing) -> list[Label]:
    return [shape for shape in drawing.shapes if isinstance(shape, Label)]


def list_rules(drawing: Drawing, kind: str) -> list[Rule]:
    return [s for s in drawing.shapes if isinstance(s, Rule) and s.kind == kind]


def list_filled(drawing: Drawing, fill: str) -> list[Rect]:
    return [rect for rect in drawing.rects if rect.fill == fill]


def squeeze(texts: Sequence[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


def check_places(chart: Chart, width: int) -> None:
    drawing = lay_out(chart, width)
    whole = Box(0, 0, drawing.width, drawing.height)
    assert [s for s in drawing.shapes if not find_box(s).is_in(whole)] == []
    boxes = [find_box(label) for label in list_labels(drawing)]
    assert [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])] == []


@few
@given(charts, widths)
def test_no_shape_is_outside_and_no_labels_overlap(chart: Chart, width: int) -> None:
    check_places(chart, width)


@pytest.mark.parametrize("width", [LEAST_WIDTH, NARROW, WIDE])
@pytest.mark.parametrize("name", HARD)
def test_hard_charts_have_their_places(name: str, width: int) -> None:
    check_places(HARD[name], width)


@few
@given(charts, widths)
def test_labels_stand_on_paper(chart: Chart, width: int) -> None:
    """Nothing is under a label but paper: a number in a bar has a piece of its own there."""
    _paper, *shapes = [(shape, find_box(shape)) for shape in lay_out(chart, width).shapes]
    for place, (label, box) in enumerate(shapes):
        if not isinstance(label, Label):
            continue
        before = [at for at in shapes[:place] if at[1].meets(box)]
        assert [at for at in shapes[place + 1 :] if at[1].meets(box)] == []
        if before:
            plate, around = before[-1]
            assert isinstance(plate, Rect) and plate.fill == "paper"
            assert around.left <= box.left + NEAR and box.right <= around.right + NEAR


@few
@given(charts, widths)
def test_nothing_is_cut(chart: Chart, width: int) -> None:
    shown = squeeze([label.text for label in list_labels(lay_out(chart, width))])
    texts = [chart.title]
    if isinstance(chart, ShareChart):
        texts += [chart.marked, *(line.label for line in chart.lines)]
        texts += [line.value for line in chart.lines]
    elif isinstance(chart, Histogram):
        texts += [chart.limit_words, *(column.label for column in chart.columns)]
        texts += [str(column.count) for column in chart.columns]
    elif isinstance(chart, StackedChart):
        texts += [text for row in chart.rows for text in (row.label, row.value)]
        texts += [part.label for row in chart.rows for part in row.parts]
        texts += [str(part.count) for row in chart.rows for part in row.parts]
    else:
        texts += [text for line in chart.lines for text in (line.label, line.value)]
    assert [text for text in texts if squeeze([text]) not in shown] == []


@few
@given(share_charts, widths)
def test_bars_are_as_long_as_their_shares(chart: ShareChart, width: int) -> None:
    drawing = lay_out(chart, width)
    tracks, bars = list_filled(drawing, "track"), list_filled(drawing, "solid")
    assert len(tracks) == len(chart.lines)
    shares = [line.share for line in chart.lines if line.share is not None]
    assert len(bars) == len(shares)
    for bar, share in zip(bars, shares, strict=True):
        assert abs(bar.width - float(share) * tracks[0].width) < NEAR
        assert abs(bar.x - tracks[0].x) < NEAR


@few
@given(share_charts, widths)
def test_whiskers_span_the_bounds(chart: ShareChart, width: int) -> None:
    drawing = lay_out(chart, width)
    bounded = [line for line in chart.lines if line.low is not None]
    rules = list_rules(drawing, "whisker")
    assert len(rules) == 3 * len(bounded)
    tracks = list_filled(drawing, "track")
    for line, rule in zip(bounded, rules[::3], strict=True):
        assert line.low is not None and line.high is not None
        whole = tracks[0].width
        assert abs(rule.x1 - tracks[0].x - float(line.low) * whole) < NEAR
        assert abs(rule.x2 - tracks[0].x - float(line.high) * whole) < NEAR
        track = max((t for t in tracks if t.y < rule.y1), key=lambda t: t.y)
        assert 0 < rule.y1 - track.y - THICK < WHISKER


@few
@given(ranges(), widths)
def test_ranges_stand_where_they_are(chart: RangeChart, width: int) -> None:
    drawing = lay_out(chart, width)
    found = list_filled(drawing, "rising")
    tracks = list_filled(drawing, "track")
    for line, rect, track in zip(chart.lines, found, tracks, strict=True):
        ends = [(end + 1) / 2 if chart.signed else end for end in (line.low, line.high)]
        left, right = (track.x + float(end) * track.width for end in ends)
        far = max(abs(rect.x - left), abs(rect.x + rect.width - right))
        assert far <= THINNEST + NEAR
        if line.high - line.low > Fraction(1, 10):
            assert abs(rect.width - (right - left)) < NEAR
    zeros = list_rules(drawing, "zero")
    assert len(zeros) == len(chart.lines) * chart.signed
    assert all(abs(z.x1 - tracks[0].x - tracks[0].width / 2) < NEAR for z in zeros)


@few
@given(histograms(), widths)
def test_columns_are_as_long_as_their_counts(chart: Histogram, width: int) -> None:
    drawing = lay_out(chart, width)
    rects = [r for r in drawing.rects if r.fill in ("solid", "rising")]
    assert [r.fill == "rising" for r in rects] == [c.over for c in chart.columns]
    most = max((c.count for c in chart.columns), default=0)
    if not most:
        return
    best = next(r for r, c in zip(rects, chart.columns, strict=True) if c.count == most)
    upright = abs(best.height - TALL) < NEAR
    whole = TALL if upright else best.width
    for rect, column in zip(rects, chart.columns, strict=True):
        length = rect.height if upright else rect.width
        assert abs(length - whole * column.count / most) < NEAR


@few
@given(histograms(), widths)
def test_the_limit_stands_between_its_columns(chart: Histogram, width: int) -> None:
    drawing = lay_out(chart, width)
    lines = list_rules(drawing, "limit")
    if chart.limit_after is None:
        assert lines == []
        return
    line = lines[-1]
    if not chart.columns:
        assert len(lines) == 1
        return
    rects = [r for r in drawing.rects if r.fill in ("solid", "rising")]
    upright = line.x1 == line.x2
    before, after = rects[: chart.limit_after + 1], rects[chart.limit_after + 1 :]
    if upright:
        assert all(r.x + r.width < line.x1 for r in before)
        assert all(r.x > line.x1 for r in after)
        slot = rects[0].width / FILLED
        assert all(r.x > line.x1 - slot * (1 - FILLED) for r in after)
    else:
        assert all(r.y + r.height < line.y1 for r in before)
        assert all(r.y > line.y1 for r in after)


@few
@given(stacks(), widths)
def test_parts_fill_their_bar(chart: StackedChart, width: int) -> None:
    drawing = lay_out(chart, width)
    tracks = list_filled(drawing, "track")
    for row, track in zip(chart.rows, tracks, strict=True):
        total = sum(part.count for part in row.parts)
        box = find_box(track)
        parts = [
            r
            for r in drawing.rects
            if r.fill in PATTERNS and r.height == track.height and r.y == track.y
        ]
        assert len(parts) == len(row.parts)
        for rect, part in zip(parts, row.parts, strict=True):
            assert abs(rect.width - track.width * part.count / max(1, total)) < NEAR
            assert find_box(rect).is_in(box)
        if total:
            assert abs(sum(r.width for r in parts) - track.width) < NEAR * len(parts)
        for one, other in pairwise(parts):
            assert one.fill != other.fill


def test_parts_differ_without_colour() -> None:
    labels = [f"answer {n}" for n in range(len(PATTERNS))]
    row = StackedRow("4 West", [Part(label, 10) for label in labels], "")
    drawing = lay_out(StackedChart("Breaks", "", [row]), WIDE)
    (track,) = list_filled(drawing, "track")
    fills = [r.fill for r in drawing.rects if r.y == track.y and r is not track]
    assert fills == list(PATTERNS)


def test_what_is_over_the_limit_has_another_pattern() -> None:
    columns = [Column("5", 3, over=False), Column("6", 2, over=True)]
    drawing = lay_out(Histogram("Patients", "", columns, 0, "Limit: 5"), NARROW)
    assert [r.fill for r in drawing.rects[1:]] == ["solid", "rising"]


def test_few_columns_stand_even_on_a_phone_and_long_labels_lie() -> None:
    drawing = lay_out(HARD["patients"], NARROW)
    assert [rule for rule in list_rules(drawing, "limit") if rule.x1 == rule.x2]
    long = [Column("more than 75 prescriptions an hour", 2, over=True)] * 6
    drawing = lay_out(Histogram("Load", "", long, 1, "Limit"), NARROW)
    assert not [rule for rule in list_rules(drawing, "limit") if rule.x1 == rule.x2]


def test_labels_stand_above_their_bars_only_where_there_is_no_place_beside() -> None:
    chart = HARD["one line"]
    narrow = ShareChart("t", "", [Line("W" * 30, "", Fraction(1), None, None)])
    for shown, width, above in (
        (chart, NARROW, False),
        (narrow, NARROW, True),
        (chart, WIDE, False),
    ):
        drawing = lay_out(shown, width, titled=False)
        (track,) = list_filled(drawing, "track")
        label = list_labels(drawing)[0]
        assert (label.y < track.y) == above


def test_what_is_read_from_the_right_begins_there() -> None:
    drawing = lay_out(HARD["right to left"], WIDE)
    title, label = list_labels(drawing)[:2]
    assert (title.align, title.anchor, title.direction) == ("right", "start", "rtl")
    assert label.direction == "rtl" and label.align == "right"


def test_the_title_can_be_left_to_the_page() -> None:
    chart = HARD["patients"]
    with_title, without = lay_out(chart, WIDE), lay_out(chart, WIDE, titled=False)
    assert chart.title in [label.text for label in list_labels(with_title)]
    assert chart.title not in [label.text for label in list_labels(without)]
    assert without.height < with_title.height
    assert without.title == chart.title


@pytest.mark.parametrize("name", HARD)
def test_the_same_is_drawn_each_time(name: str) -> None:
    chart = HARD[name]
    assert lay_out(chart, WIDE) == lay_out(chart, WIDE)
    assert lay_out(chart, WIDE).key != lay_out(chart, NARROW).key


def test_what_no_chart_can_show_is_refused() -> None:
    half, two = Fraction(1, 2), Fraction(2)
    for create in (
        lambda: Line("", "", two, None, None),
        lambda: Line("", "", half, half, None),
        lambda: Line("", "", half, half, Fraction(1, 3)),
        lambda: Line("", "", half, Fraction(-1, 2), half),
        lambda: Column("", -1, over=False),
        lambda: Part("", -1),
        lambda: Histogram("", "", [], 0, ""),
        lambda: RangeLine("", half, two, ""),
        lambda: RangeChart("", "", [RangeLine("", -half, half, "")], signed=False),
        lambda: lay_out(HARD["patients"], LEAST_WIDTH - 1),
    ):
        with pytest.raises(MisuseError):
            create()
