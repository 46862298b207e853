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
from voteapp.survey.wording.measures import Entry, create_question_entry, list_sheet_entries
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
    """One figure on a page: its sentences, its chart, and how that is drawn on half a sheet."""

    entry: Entry
    chart: ChartView | None
    half: Drawing | None


class ResponseRow(NamedTuple):
    """How many of a group answered."""

    part: str
    where: str
    answered: str
    share: str


def choose(parts: Sequence[PartFigures], wanted: Mapping[str, str]) -> Chosen | None:
    """What an address names by ``part``, ``group`` and ``question``; None where there is no such
    thing. Of what it does not name, or names of another part (the form was sent with another part
    chosen), the first is taken: of the parts the first of which anything is shown."""
    shown = [one for one in parts if one.figures.groups] or parts
    name = wanted.get("part") or next((one.uuid for one in shown), "")
    part = next((one for one in parts if one.uuid == name), None)
    code, question = wanted.get("group", ""), wanted.get("question", "")
    if question == FIVE_FIGURES:
        question = ""
    groups = {known for one in parts for known in one.figures.groups}
    questions = {q.question.id for one in parts for q in one.figures.questions}
    if part is None or (code and code not in groups) or (question and question not in questions):
        return None
    found = part.figures.groups
    group = found.get(code) or next(iter(found.values()), None)
    return Chosen(part, group, question if part.figures.find_question(question) else "")


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
    return [
        Choice(FIVE_FIGURES, _("The figures for the table"), not chosen.question),
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
    return [_view(entry) for entry in list_chosen(chosen)]


def _view(entry: Entry) -> EntryView:
    if entry.chart is None:
        return EntryView(entry, None, None)
    half = lay_out(entry.chart, _HALF_WIDTH, titled=False)
    return EntryView(entry, ChartView(entry.chart, titled=False), half)


def list_chosen(chosen: Chosen) -> list[Entry]:
    """The figures that were chosen."""
    if chosen.group is None:
        return []
    speaker, code = PageSpeaker(), chosen.group.code
    if not chosen.question:
        return list_sheet_entries(speaker, chosen.figures, code)
    one = chosen.figures.find_question(chosen.question)
    return [] if one is None else [create_question_entry(speaker, chosen.figures, one, code)]


def find_chart(chosen: Chosen, name: str) -> Chart | None:
    """The chart of one figure by its file's name."""
    return next((entry.chart for entry in list_chosen(chosen) if entry.name == name), None)


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
