"""The five figures that bargain: of each the sentences that lead, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voteapp.campaign.questionnaire.document import read_text
from voteapp.survey.charts.data import Chart
from voteapp.survey.figures.measures import FIVE, Measure
from voteapp.survey.figures.questions import QuestionFigures, compute_any, compute_other
from voteapp.survey.figures.ratios import Ratio
from voteapp.survey.figures.survey import SurveyFigures
from voteapp.survey.limits import AVERAGES
from voteapp.survey.statistics.shares import Share
from voteapp.survey.wording.charts import describe_lines, draw_lines, draw_load, draw_stacks
from voteapp.survey.wording.limits import list_limits
from voteapp.survey.wording.loads import (
    say_load_base,
    say_load_bounds,
    say_median,
    say_nine_in_ten,
)
from voteapp.survey.wording.speaking import Speaker, show_range, show_share
from voteapp.survey.wording.tables import (
    ShareLine,
    create_line,
    create_share_line,
    read_answer,
    say_base,
    say_missing,
)


@dataclass(frozen=True)
class Entry:
    """One figure in one group; ``measure`` None: it is none of the five.

    ``lead`` is true whatever the others would have said; ``notes`` say the share, what is certain
    and what is likely; ``limits`` the limit with its citation; ``lines`` the answers one by one.
    ``chart`` None: there is nothing to draw.
    """

    measure: Measure | None
    question: str
    title: str
    lead: tuple[str, ...]
    notes: tuple[str, ...]
    limits: tuple[str, ...]
    lines: tuple[ShareLine, ...] = ()
    chart: Chart | None = None

    @property
    def name(self) -> str:
        """What its chart is called as a file: the figure's name, or the question's identity."""
        return self.measure or self.question


def list_entries(speaker: Speaker, figures: SurveyFigures, code: str) -> list[Entry]:
    """Those of the five that the survey asks, in one group."""
    measures = figures.measures
    found = []
    for name in FIVE:
        one = getattr(measures, name)
        if one is not None and code in one.groups:
            entry = _CREATE[name](speaker, figures, code)
            found += [] if entry is None else [entry]
    return found


def list_sheet_entries(speaker: Speaker, figures: SurveyFigures, code: str) -> list[Entry]:
    """What stands on a sheet: the five, or the first questions of a survey that asks none of
    them."""
    found = list_entries(speaker, figures, code)
    questions = [] if found else figures.questions[: len(FIVE)]
    return found or [create_question_entry(speaker, figures, one, code) for one in questions]


def _create_ratio(speaker: Speaker, figures: SurveyFigures, code: str) -> Entry | None:
    found = figures.measures.ratio
    if found is None:
        return None
    ratio = found.groups[code]
    limits = tuple(list_limits(speaker, ratio.limits))
    title = speaker.gettext("Over the limit")
    figures_of = figures.find_question(found.question.id)
    if ratio.share is None:
        counted = None if figures_of is None else figures_of.groups[code]
        unfit = () if counted is None or counted.fits else (say_base(speaker, counted),)
        return Entry("ratio", found.question.id, title, limits, unfit, ())
    lines = [create_share_line(speaker, title, ratio.share.floor, ratio.share)]
    if figures_of is not None:
        lines += _list_lines(speaker, figures, figures_of, code)
    share, lead = ratio.share, _say_over(speaker, ratio, ratio.share)
    chart = draw_lines(speaker, title, describe_lines(speaker, lines[:1]), lines, strong=1)
    notes = _list_notes(speaker, share)
    return Entry("ratio", found.question.id, title, (lead,), notes, limits, tuple(lines), chart)


def _say_over(speaker: Speaker, ratio: Ratio, share: Share) -> str:
    """An average binds no single nurse: whoever had more is not said to be over it."""
    values = {"count": speaker.number(share.floor), "members": speaker.number(share.members)}
    held = [one.limit for one in ratio.limits if one.limit is not None]
    if any(limit.counted in AVERAGES for limit in held):
        return speaker.ngettext(
            "At least %(count)s of %(members)s member had more patients than the average in the "
            "limit.",
            "At least %(count)s of %(members)s members had more patients than the average in the "
            "limit.",
            share.members,
            **values,
        )
    return speaker.ngettext(
        "At least %(count)s of %(members)s member was over the limit.",
        "At least %(count)s of %(members)s members were over the limit.",
        share.members,
        **values,
    )


def _create_load(speaker: Speaker, figures: SurveyFigures, code: str) -> Entry | None:
    found = figures.measures.load
    if found is None:
        return None
    load = found.groups[code]
    question = figures.find_question(found.question.id)
    title = read_text(found.question.texts, figures.questionnaire.language)
    names = {
        column.bin: read_answer(figures.questionnaire, found.question, column.answer)
        for column in load.columns
    }
    lead = [
        sentence
        for sentence in (
            say_median(speaker, load.median, names),
            say_nine_in_ten(speaker, load.nine_in_ten, names),
        )
        if sentence
    ]
    lines = () if question is None else tuple(_list_lines(speaker, figures, question, code))
    notes = (
        say_load_base(speaker, load),
        say_missing(speaker, load.median.missing),
        *say_load_bounds(speaker, load.median, names),
    )
    chart = draw_load(speaker, figures, found, code, " ".join((*lead, *notes)))
    return Entry("load", found.question.id, title, tuple(lead), notes, (), lines, chart)


def _create_breaks(speaker: Speaker, figures: SurveyFigures, code: str) -> Entry | None:
    return _create_question(speaker, figures, "breaks", figures.measures.breaks, code)


def _create_overtime(speaker: Speaker, figures: SurveyFigures, code: str) -> Entry | None:
    return _create_question(speaker, figures, "overtime", figures.measures.overtime, code)


def _create_care(speaker: Speaker, figures: SurveyFigures, code: str) -> Entry | None:
    return _create_question(speaker, figures, "care", figures.measures.care, code)


def _create_question(
    speaker: Speaker,
    figures: SurveyFigures,
    name: Measure,
    one: QuestionFigures | None,
    code: str,
) -> Entry | None:
    return None if one is None else create_question_entry(speaker, figures, one, code, name)


def create_question_entry(
    speaker: Speaker,
    figures: SurveyFigures,
    one: QuestionFigures,
    code: str,
    measure: Measure | None = None,
) -> Entry:
    """A question as a figure, whatever it asks."""
    found = one.groups[code]
    title = read_text(one.question.texts, figures.questionnaire.language)
    lead: tuple[str, ...] = ()
    notes: tuple[str, ...] = (say_base(speaker, found),)
    if found.fits:
        notes += (say_missing(speaker, found.missing),)
    chosen = compute_any(one.question, found)
    other = compute_other(found) if one.question.max == 1 else None
    if chosen is not None:
        lead, notes = (_say_any(speaker, chosen),), _list_notes(speaker, chosen)
    elif other is not None:
        first = read_answer(figures.questionnaire, one.question, other[0])
        lead, notes = (_say_other(speaker, first, other[1]),), _list_notes(speaker, other[1])
    lines = _list_lines(speaker, figures, one, code)
    told = describe_lines(speaker, lines)
    if one.question.max == 1:
        chart = draw_stacks(speaker, figures, one, [code], told)
    else:
        chart = draw_lines(speaker, title, told, lines)
    return Entry(measure, one.question.id, title, lead, notes, (), tuple(lines), chart)


def _say_any(speaker: Speaker, share: Share) -> str:
    return speaker.ngettext(
        "At least %(count)s of %(members)s member chose one or more of these.",
        "At least %(count)s of %(members)s members chose one or more of these.",
        share.members,
        count=speaker.number(share.floor),
        members=speaker.number(share.members),
    )


def _say_other(speaker: Speaker, first: str, share: Share) -> str:
    """The first answer is the one that all is well with, in the surveys that come with the program;
    as it stands in the sentence, the sentence is true of any other, too."""
    return speaker.ngettext(
        "At least %(count)s of %(members)s member answered other than “%(answer)s”.",
        "At least %(count)s of %(members)s members answered other than “%(answer)s”.",
        share.members,
        count=speaker.number(share.floor),
        members=speaker.number(share.members),
        answer=first,
    )


def _list_notes(speaker: Speaker, share: Share) -> tuple[str, ...]:
    """The share with its base, what is certain, and what is likely, each with its condition."""
    missing = say_missing(speaker, share.missing)
    if share.share is None or share.interval is None:
        return (speaker.gettext("Nobody whom it concerns answered."), missing)
    return (
        speaker.ngettext(
            "That is %(share)s of the %(base)s whom it concerns and who answered.",
            "That is %(share)s of the %(base)s whom it concerns and who answered.",
            share.base,
            share=show_share(speaker, share.share),
            base=speaker.number(share.base),
        ),
        missing,
        speaker.gettext(
            "Certain: %(range)s, whatever the others would have said.",
            range=show_range(speaker, share.bounds),
        ),
        speaker.gettext(
            "Likely: %(range)s, if those who did not answer resemble those who did.",
            range=show_range(speaker, share.interval),
        ),
    )


def _list_lines(
    speaker: Speaker, figures: SurveyFigures, one: QuestionFigures, code: str
) -> Sequence[ShareLine]:
    found = one.groups[code]
    return [
        create_line(speaker, figures.questionnaire, one.question, answer)
        for answer in found.answers
        if answer.share is not None or not found.fits
    ]


_CREATE: dict[Measure, Callable[[Speaker, SurveyFigures, str], Entry | None]] = {
    "ratio": _create_ratio,
    "load": _create_load,
    "breaks": _create_breaks,
    "overtime": _create_overtime,
    "care": _create_care,
}
