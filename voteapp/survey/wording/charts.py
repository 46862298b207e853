"""Figures as charts: texts in the reader's language, numbers as they stand beside them."""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.questionnaire.document import read_text
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
from voteapp.survey.figures.comparing import AnswerChange, Difference
from voteapp.survey.figures.loads import LoadFigures
from voteapp.survey.figures.questions import QuestionFigures
from voteapp.survey.figures.survey import SurveyFigures
from voteapp.survey.statistics.shares import Share
from voteapp.survey.wording.limits import name_limit
from voteapp.survey.wording.places import name_group
from voteapp.survey.wording.speaking import Speaker, show_points, show_range
from voteapp.survey.wording.tables import ShareLine, read_answer


def draw_lines(
    speaker: Speaker, title: str, description: str, lines: Sequence[ShareLine], strong: int = 0
) -> Chart | None:
    """A bar a line, with what is certain over it; the first ``strong`` are marked. None where there
    are only counts."""
    drawn = [
        _draw_line(speaker, line.text, line.figure, strong=place < strong)
        for place, line in enumerate(lines)
        if line.figure is not None
    ]
    if not drawn:
        return None
    marked = speaker.gettext("The line under a bar is what is certain.")
    return ShareChart(title, description, drawn, marked)


def _draw_line(speaker: Speaker, text: str, share: Share, *, strong: bool) -> Line:
    bounds = share.bounds
    return Line(
        label=text,
        value=say_parts(speaker, share.floor, share.base),
        share=share.share,
        low=None if bounds is None else bounds.low,
        high=None if bounds is None else bounds.high,
        strong=strong,
    )


def say_parts(speaker: Speaker, count: int, base: int) -> str:
    """ "23 of 41"."""
    return speaker.gettext(
        "%(count)s of %(base)s", count=speaker.number(count), base=speaker.number(base)
    )


def draw_load(
    speaker: Speaker, figures: SurveyFigures, found: LoadFigures, code: str, description: str
) -> Chart:
    """The histogram of one group, with its limit."""
    load, questionnaire = found.groups[code], figures.questionnaire
    columns = [
        Column(read_answer(questionnaire, found.question, c.answer), c.count, c.over)
        for c in load.columns
    ]
    return Histogram(
        title=read_text(found.question.texts, questionnaire.language),
        description=description,
        columns=columns,
        limit_after=load.limit_after,
        limit_words="" if load.limit is None else name_limit(speaker, load.limit),
    )


def draw_stacks(
    speaker: Speaker,
    figures: SurveyFigures,
    one: QuestionFigures,
    codes: Sequence[str],
    description: str,
) -> Chart | None:
    """A bar a group, of all its answers in the base. None where no group's numbers fit."""
    rows = [
        _draw_row(speaker, figures, one, code)
        for code in codes
        if one.groups[code].fits and one.groups[code].group.base
    ]
    if not rows:
        return None
    title = read_text(one.question.texts, figures.questionnaire.language)
    return StackedChart(title, description, rows)


def _draw_row(
    speaker: Speaker, figures: SurveyFigures, one: QuestionFigures, code: str
) -> StackedRow:
    found = one.groups[code]
    base = found.group.base
    return StackedRow(
        label=name_group(speaker, figures, figures.groups[code]),
        parts=[
            Part(read_answer(figures.questionnaire, one.question, a.id), a.count)
            for a in found.answers
            if a.share is not None
        ],
        value=speaker.ngettext(
            "%(base)s answered", "%(base)s answered", base, base=speaker.number(base)
        ),
    )


def draw_groups(
    speaker: Speaker, figures: SurveyFigures, title: str, shares: dict[str, Share | None]
) -> Chart | None:
    """Each group's certain bounds, beside each other; None where fewer than two are known."""
    lines = [
        RangeLine(
            name_group(speaker, figures, figures.groups[code]),
            share.bounds.low,
            share.bounds.high,
            say_parts(speaker, share.floor, share.members),
        )
        for code, share in shares.items()
        if share is not None and share.bounds is not None
    ]
    if len(lines) < 2:
        return None
    text = speaker.gettext("From the least to the most that is possible in each group.")
    return RangeChart(title, text, lines, signed=False)


def say_difference(speaker: Speaker, figures: SurveyFigures, found: Difference) -> str:
    """How much more the second group has than the first, as bounds."""
    names = {
        code: name_group(speaker, figures, figures.groups[code])
        for code in (found.first, found.second)
    }
    low, high = found.bounds.low, found.bounds.high
    values = {
        "first": names[found.first],
        "second": names[found.second],
        "low": show_points(speaker, low),
        "high": show_points(speaker, high),
    }
    if low > 0 or high < 0:
        return speaker.gettext(
            "%(second)s less %(first)s: %(low)s to %(high)s points. The difference is certain.",
            **values,
        )
    return speaker.gettext(
        "%(second)s less %(first)s: %(low)s to %(high)s points. Either may be higher.", **values
    )


def draw_changes(
    speaker: Speaker, figures: SurveyFigures, one: QuestionFigures, found: Sequence[AnswerChange]
) -> Chart:
    """What changed of each answer, in points, as bounds."""
    lines = [
        RangeLine(
            read_answer(figures.questionnaire, one.question, change.answer),
            change.bounds.low,
            change.bounds.high,
            speaker.gettext(
                "%(low)s to %(high)s",
                low=show_points(speaker, change.bounds.low),
                high=show_points(speaker, change.bounds.high),
            ),
        )
        for change in found
    ]
    title = read_text(one.question.texts, figures.questionnaire.language)
    text = speaker.gettext("How far each share fell or rose, in points: what is certain.")
    return RangeChart(title, text, lines, signed=True)


def describe_lines(speaker: Speaker, lines: Sequence[ShareLine]) -> str:
    """A chart in one text, for whoever does not see it."""
    return " ".join(
        speaker.gettext(
            "%(answer)s: %(share)s, certain %(range)s.",
            answer=line.text,
            share=line.share,
            range=show_range(speaker, line.figure.bounds),
        )
        for line in lines
        if line.figure is not None
    )
