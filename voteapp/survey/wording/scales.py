"""Scores of items that share a scale, and shares in which groups weigh by their members."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from voteapp.survey.figures.questions import QuestionFigures
from voteapp.survey.figures.scales import ScaleFigures
from voteapp.survey.figures.survey import SurveyFigures
from voteapp.survey.statistics.intervals import Interval
from voteapp.survey.statistics.scales import ItemScore, ScaleScore
from voteapp.survey.wording.places import name_group
from voteapp.survey.wording.speaking import NONE, Speaker, show_share
from voteapp.survey.wording.tables import name_question, read_answer

_FINE = 10**6
"""A root is taken of so many times its square, twice: three decimals, of which one is shown."""


@dataclass(frozen=True)
class ScoreLine:
    """One item, or the whole scale: its mean, how far answers are from it, what is certain."""

    text: str
    base: str
    mean: str
    spread: str
    bounds: str


@dataclass(frozen=True)
class ScaleTable:
    """A scale in one group. ``about`` says what the scores mean; the last line is the scale's."""

    caption: str
    about: str
    lines: tuple[ScoreLine, ...]


def list_scales(
    speaker: Speaker, figures: SurveyFigures, code: str | None = None
) -> list[ScaleTable]:
    """Every scale in every group, or in one."""
    return [
        _create_table(speaker, figures, scale, name, score)
        for scale in figures.scales
        for name, score in scale.scores.items()
        if code in (None, name)
    ]


def _create_table(
    speaker: Speaker, figures: SurveyFigures, scale: ScaleFigures, code: str, score: ScaleScore
) -> ScaleTable:
    language = figures.questionnaire.language
    lines = [
        _create_line(speaker, _name_item(speaker, one, language), score.items[one.question.id])
        for one in scale.items
    ]
    whole = ScoreLine(
        speaker.gettext("All items together"),
        "",
        show_score(speaker, score.mean),
        "",
        _show_scores(speaker, score.bounds),
    )
    caption = speaker.gettext("Scores")
    if len(figures.groups) > 1:
        where = name_group(speaker, figures, figures.groups[code])
        caption = speaker.gettext("Scores: %(where)s", where=where)
    return ScaleTable(caption, _say_about(speaker, figures, scale, score), (*lines, whole))


def _name_item(speaker: Speaker, one: QuestionFigures, language: str) -> str:
    text = name_question(one, language)
    if not one.question.reversed:
        return text
    return speaker.gettext("%(item)s (turned around)", item=text)


def _say_about(
    speaker: Speaker, figures: SurveyFigures, scale: ScaleFigures, score: ScaleScore
) -> str:
    straight = next((one for one in scale.items if not one.question.reversed), scale.items[0])
    shared = [a.id for a in straight.question.answers if a.substantive]
    ends = shared if not straight.question.reversed else shared[::-1]
    first, last = (
        read_answer(figures.questionnaire, straight.question, name) for name in (ends[0], ends[-1])
    )
    return speaker.gettext(
        "From 1 (“%(first)s”) to %(places)s (“%(last)s”). The mean of those who answered, how far "
        "their answers spread around it (standard deviation), and between which two it is certain "
        "to be among all whom it concerns. How one person's scores spread cannot be known from "
        "totals.",
        first=first,
        last=last,
        places=speaker.number(score.places),
    )


def _create_line(speaker: Speaker, text: str, item: ItemScore) -> ScoreLine:
    return ScoreLine(
        text=text,
        base=speaker.number(item.base),
        mean=show_score(speaker, item.mean),
        spread=NONE if item.variance is None else _show_root(speaker, item.variance),
        bounds=_show_scores(speaker, item.bounds),
    )


def show_score(speaker: Speaker, score: Fraction | None) -> str:
    """With one decimal, half to even; a dash of nothing."""
    return NONE if score is None else speaker.decimal(round(score * 10))


def _show_root(speaker: Speaker, square: Fraction) -> str:
    return show_score(speaker, Fraction(isqrt(int(square * _FINE)), isqrt(_FINE)))


def _show_scores(speaker: Speaker, bounds: Interval | None) -> str:
    if bounds is None:
        return NONE
    low, high = show_score(speaker, bounds.low), show_score(speaker, bounds.high)
    return low if low == high else speaker.gettext("%(low)s to %(high)s", low=low, high=high)


def list_weighted(speaker: Speaker, figures: SurveyFigures, one: QuestionFigures) -> list[str]:
    """Each answer's share over all groups as they weigh in members, beside the unweighted one."""
    sentences = [
        speaker.gettext(
            "%(answer)s: %(weighted)s, each group by its members; %(unweighted)s, each answer "
            "alike.",
            answer=read_answer(figures.questionnaire, one.question, name),
            weighted=show_share(speaker, share.weighted),
            unweighted=show_share(speaker, share.unweighted),
        )
        for name, share in one.weighted.items()
    ]
    weights = next((share.weights for share in one.weighted.values()), {})
    return sentences + [
        speaker.gettext(
            "Weight of %(where)s: %(weight)s",
            where=name_group(speaker, figures, figures.groups[code]),
            weight=show_share(speaker, weight),
        )
        for code, weight in weights.items()
    ]
