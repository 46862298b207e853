"""The share out of ratio: of members under a limit, how many were over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voteapp.campaign.questionnaire.document import Limit, Question, Questionnaire
from voteapp.campaign.questionnaire.rules import Derive
from voteapp.survey.figures.counting import find_derivation
from voteapp.survey.figures.questions import QuestionFigures, QuestionInGroup, compute_combined
from voteapp.survey.figures.released import Place, Released
from voteapp.survey.statistics.shares import Share


@dataclass(frozen=True)
class PlaceLimit:
    """A leaf's limit. None: somebody said that there is none, or (not ``decided``) nobody did."""

    place: Place
    limit: Limit | None
    decided: bool


@dataclass(frozen=True)
class Ratio:
    """One group's share out of ratio, with the limits that it was measured by.

    ``share`` None: no leaf has a limit, or the numbers do not fit.
    """

    share: Share | None
    limits: tuple[PlaceLimit, ...]

    @property
    def limit(self) -> Limit | None:
        """The one limit of all the group's leaves, where they have the same."""
        first, *others = (one.limit for one in self.limits)
        return first if all(one == first for one in others) else None


@dataclass(frozen=True)
class RatioFigures:
    """A derived question with the number that it is derived from, by group."""

    question: Question
    source: Question
    over: tuple[str, ...]
    groups: Mapping[str, Ratio]


def compute_ratio(
    questionnaire: Questionnaire, figures: QuestionFigures, released: Mapping[str, Released]
) -> RatioFigures | None:
    """The share out of ratio; None of a question that no rule derives, or whose rule does not tell
    over the limit from within it."""
    rule = find_derivation(questionnaire, figures.question)
    if rule is None:
        return None
    over = list_over(rule)
    if not over or rule.within in over:
        return None
    known = {question.id: question for question in questionnaire.questions}
    return RatioFigures(
        question=figures.question,
        source=known[rule.source],
        over=over,
        groups={
            code: _compute_in_group(questionnaire, over, found, released[code])
            for code, found in figures.groups.items()
        },
    )


def list_over(rule: Derive) -> tuple[str, ...]:
    """The answers that mean "over the limit", each once."""
    return tuple(dict.fromkeys(step.answer for step in rule.over))


def _compute_in_group(
    questionnaire: Questionnaire, over: tuple[str, ...], found: QuestionInGroup, released: Released
) -> Ratio:
    limits = tuple(find_limit(questionnaire, place) for place in released.places)
    measured = any(one.limit is not None for one in limits)
    return Ratio(compute_combined(found, over) if measured else None, limits)


def find_limit(questionnaire: Questionnaire, place: Place) -> PlaceLimit:
    """What the questionnaire says of a leaf."""
    limit = questionnaire.limits.get(place.code)
    return PlaceLimit(place, limit, place.code in questionnaire.limits)
