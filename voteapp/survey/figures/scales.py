"""Items that share a scale, scored together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.survey.figures.counting import list_substantive
from voteapp.survey.figures.questions import QuestionFigures
from voteapp.survey.statistics.scales import Item, ScaleScore, compute_scales


@dataclass(frozen=True)
class ScaleFigures:
    """A scale's items, in order, and its scores by group. Groups whose numbers do not fit are left
    out."""

    id: str
    items: tuple[QuestionFigures, ...]
    scores: Mapping[str, ScaleScore]


def compute_scale_figures(
    questionnaire: Questionnaire, questions: Sequence[QuestionFigures]
) -> list[ScaleFigures]:
    """Every scale of two items or more, whose substantive answers are as many in each."""
    names = dict.fromkeys(q.question.scale for q in questions if q.question.scale is not None)
    found = []
    for name in names:
        items = tuple(q for q in questions if q.question.scale == name)
        places = {len(list_substantive(questionnaire, q.question)) for q in items}
        if len(items) > 1 and len(places) == 1 and 0 not in places:
            found.append(ScaleFigures(name, items, _score(questionnaire, items)))
    return found


def _score(questionnaire: Questionnaire, items: Sequence[QuestionFigures]) -> dict[str, ScaleScore]:
    groups = {
        code: {q.question.id: _create_item(questionnaire, q, code) for q in items}
        for code in items[0].groups
        if all(q.groups[code].fits for q in items)
    }
    return compute_scales(groups)


def _create_item(questionnaire: Questionnaire, figures: QuestionFigures, code: str) -> Item:
    found = figures.groups[code]
    names = list_substantive(questionnaire, figures.question)
    counts = [found.counts.answers[name] for name in names]
    return Item(found.group, counts, figures.question.reversed)
