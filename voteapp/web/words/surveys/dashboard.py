"""The dashboard of a survey's figures, and the sheet: what was chosen, and what is shown of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from voteapp.services.values.public import PartFigures
from voteapp.survey.charts.data import Chart
from voteapp.survey.charts.drawing import Drawing
from voteapp.survey.charts.layout import lay_out
from voteapp.survey.figures.comparing import compare_groups, compare_surveys
from voteapp.survey.figures.released import Released
from voteapp.survey.figures.survey import SurveyFigures
from voteapp.survey.wording.charts import draw_changes, draw_groups, say_difference, say_parts
from voteapp.survey.wording.measures import Entry, create_question_entry, list_entries
from voteapp.survey.wording.places import (
    list_names,
    list_withheld,
    name_group,
    say_response,
)
from voteapp.survey.wording.scales import list_scales, list_weighted
from voteapp.survey.wording.speaking import say_reading, say_unit
from voteapp.survey.wording.tables import create_survey_table, name_question
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.numbers import PageSpeaker, show_share
from voteapp.web.words.surveys.bars import range_bar
from voteapp.web.words.surveys.charts import ChartView

FIVE_FIGURES = "five"
"""What stands in the place of a question: the figures that bargain."""


_HALF_WIDTH = 520
"""Points across a chart that stands beside another on a sheet: there its letters can be read."""


class Choice(NamedTuple):
    """One of a list: what is sent, what is read."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Chosen:
    """A part, one of its groups (None: nothing of it is shown), a question (empty: the five)."""

    part: PartFigures
    group: Released | None
    question: str

    @property
    def figures(self) -> SurveyFigures:
        """The part's."""
        return self.part.figures


@dataclass(frozen=True)
class EntryView:
    """One figure on a page: its sentences, its chart, under which name the chart is a file, and how
    it is drawn on half a sheet of paper."""

    entry: Entry
    name: str
    chart: ChartView | None
    half: Drawing | None


class ResponseRow(NamedTuple):
    """How many of a group answered."""

    part: str
    where: str
    answered: str
    share: str


def choose(parts: Sequence[PartFigures], wanted: Mapping[str, str]) -> Chosen | None:
    """What an address names by ``part``, ``group`` and ``question``; of what it does not name, the
    first. None where there is no such thing."""
    name = wanted.get("part") or next((one.uuid for one in parts), "")
    part = next((one for one in parts if one.uuid == name), None)
    if part is None:
        return None
    groups, code = part.figures.groups, wanted.get("group", "")
    if code and code not in groups:
        return None
    group = groups[code] if code else next(iter(groups.values()), None)
    question = wanted.get("question", FIVE_FIGURES)
    known = {one.question.id for one in part.figures.questions}
    if question in ("", FIVE_FIGURES):
        # A survey that asks none of the five begins with its first question.
        asked = part.figures.measures.asked
        question = "" if asked or not known else part.figures.questions[0].question.id
    elif question not in known:
        return None
    return Chosen(part, group, question)


def describe_dashboard(parts: Sequence[PartFigures], chosen: Chosen) -> dict[str, object]:
    """Everything that the dashboard shows."""
    figures, speaker = chosen.figures, PageSpeaker()
    one = figures.find_question(chosen.question)
    return {
        "chosen": chosen,
        "part_choices": _list_parts(parts, chosen),
        "group_choices": _list_groups(chosen),
        "question_choices": _list_questions(chosen),
        "responses": list_responses(parts),
        "withheld": [text for part in parts for text in list_withheld(speaker, part.figures)],
        "entries": list_views(chosen),
        "table": None
        if one is None or chosen.group is None
        else create_survey_table(speaker, figures, one, [chosen.group.code]),
        "compared": compare_all(chosen),
        "scales": list_scales(speaker, figures, chosen.group.code) if chosen.group else [],
        "weighted": [] if one is None else list_weighted(speaker, figures, one),
        "folded": False,
        "unit": say_unit(speaker),
        "reading": say_reading(speaker),
        "range_bar": range_bar,
    }


def describe_sheet(chosen: Chosen) -> dict[str, object]:
    """What stands on the sheet beside what every paper of a survey says."""
    speaker, group = PageSpeaker(), chosen.group
    return {
        "entries": list_views(chosen),
        "where": "" if group is None else name_group(speaker, chosen.figures, group),
        "together": [] if group is None or len(group.places) < 2 else list_names(group.places),
        "response": "" if group is None else say_response(speaker, group),
    }


def _list_parts(parts: Sequence[PartFigures], chosen: Chosen) -> list[Choice]:
    return [Choice(one.uuid, one.title, one.uuid == chosen.part.uuid) for one in parts]


def _list_groups(chosen: Chosen) -> list[Choice]:
    speaker, figures = PageSpeaker(), chosen.figures
    return [
        Choice(code, name_group(speaker, figures, group), group == chosen.group)
        for code, group in figures.groups.items()
    ]


def _list_questions(chosen: Chosen) -> list[Choice]:
    figures = chosen.figures
    language = figures.questionnaire.language
    five = Choice(FIVE_FIGURES, _("The figures for the table"), not chosen.question)
    return [
        *([five] if figures.measures.asked else []),
        *(
            Choice(
                one.question.id,
                name_question(one, language),
                one.question.id == chosen.question,
            )
            for one in figures.questions
        ),
    ]


def list_before(titles: Mapping[str, str], chosen: str) -> list[Choice]:
    """Earlier surveys by their campaigns' codes, and none of them."""
    nothing = Choice("", _("With none"), not chosen)
    return [nothing, *(Choice(code, text, code == chosen) for code, text in titles.items())]


def list_responses(parts: Sequence[PartFigures]) -> list[ResponseRow]:
    """Of every group of every part; those of which nothing is shown, too."""
    speaker = PageSpeaker()
    return [
        ResponseRow(
            part.title,
            name_group(speaker, part.figures, group),
            say_parts(speaker, group.accepted, group.members),
            show_share(group.accepted, group.members),
        )
        for part in parts
        for group in part.figures.groups.values()
    ]


def list_views(chosen: Chosen) -> list[EntryView]:
    """The figures that were chosen, each with its chart."""
    return [_view(name, entry) for name, entry in list_chosen(chosen)]


def _view(name: str, entry: Entry) -> EntryView:
    chart = entry.chart
    if chart is None:
        return EntryView(entry, name, None, None)
    half = lay_out(chart, _HALF_WIDTH, titled=False)
    return EntryView(entry, name, ChartView(chart, titled=False), half)


def list_chosen(chosen: Chosen) -> list[tuple[str, Entry]]:
    """The figures that were chosen by the names of their charts' files."""
    if chosen.group is None:
        return []
    speaker, code = PageSpeaker(), chosen.group.code
    if not chosen.question:
        entries = list_entries(speaker, chosen.figures, code)
        return [(entry.measure, entry) for entry in entries if entry.measure]
    one = chosen.figures.find_question(chosen.question)
    if one is None:
        return []
    return [(chosen.question, create_question_entry(speaker, chosen.figures, one, code))]


def find_chart(chosen: Chosen, name: str) -> Chart | None:
    """The chart of one figure by its file's name."""
    return next((entry.chart for known, entry in list_chosen(chosen) if known == name), None)


class Compared(NamedTuple):
    """The groups beside each other, as bounds, and every two of them in a sentence."""

    chart: ChartView
    sentences: list[str]


def compare_all(chosen: Chosen) -> Compared | None:
    """Of the share out of ratio; None where there are no two groups."""
    figures, speaker = chosen.figures, PageSpeaker()
    ratio = figures.measures.ratio
    if ratio is None or figures.everybody is None:
        return None
    apart = {group.code for group in figures.release.groups}
    shares = {code: one.share for code, one in ratio.groups.items() if code in apart}
    chart = draw_groups(speaker, figures, _("Over the limit"), shares)
    if chart is None:
        return None
    found = [say_difference(speaker, figures, one) for one in compare_groups(shares)]
    return Compared(ChartView(chart, titled=False), found)


class Wave(NamedTuple):
    """What changed since an earlier survey: of each question that was chosen, a chart of bounds."""

    title: str
    charts: list[ChartView]


def compare_before(chosen: Chosen, title: str, before: Sequence[PartFigures]) -> Wave:
    """The chosen question, or those of the five that have answers in common, since the campaign
    ``before``; no charts where it asked nothing of the same in the same group."""
    figures, speaker = chosen.figures, PageSpeaker()
    charts = []
    for name in list_compared(chosen):
        one = figures.find_question(name)
        for part in before:
            if one is None or chosen.group is None:
                continue
            found = compare_surveys(part.figures, figures, name, chosen.group.code)
            if found:
                charts.append(ChartView(draw_changes(speaker, figures, one, found)))
                break
    return Wave(title, charts)


def list_compared(chosen: Chosen) -> list[str]:
    """Questions whose shares stand on the dashboard."""
    if chosen.question:
        return [chosen.question]
    measures = chosen.figures.measures
    listed = (measures.ratio, measures.breaks, measures.overtime, measures.care)
    return [one.question.id for one in listed if one is not None]
