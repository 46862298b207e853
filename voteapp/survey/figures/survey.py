"""All figures of one part of a survey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.errors import MisuseError
from voteapp.survey.figures.loads import LoadFigures, compute_load
from voteapp.survey.figures.measures import Measures, find_measures
from voteapp.survey.figures.questions import QuestionFigures, compute_question
from voteapp.survey.figures.ratios import RatioFigures, compute_ratio
from voteapp.survey.figures.released import Release, Released, merge_groups
from voteapp.survey.figures.scales import ScaleFigures, compute_scale_figures

T = TypeVar("T")

SURVEY = "survey"
"""The kind of questionnaire that has figures."""


@dataclass(frozen=True)
class SurveyFigures:
    """Figures of a part, by the codes of its groups.

    ``everybody``: where there are several groups, all of them as one; it stands in ``questions``,
    ``ratios``, ``loads`` and ``scales`` under its code, too, but not among what is weighted.
    """

    questionnaire: Questionnaire
    release: Release
    everybody: Released | None
    questions: tuple[QuestionFigures, ...]
    ratios: tuple[RatioFigures, ...]
    loads: tuple[LoadFigures, ...]
    scales: tuple[ScaleFigures, ...]

    @property
    def groups(self) -> dict[str, Released]:
        """Every group that figures are of, by its code; everybody last."""
        beside = () if self.everybody is None else (self.everybody,)
        return {group.code: group for group in (*self.release.groups, *beside)}

    @property
    def measures(self) -> Measures:
        """The figures that bargain."""
        return find_measures(self.questions, self.ratios, self.loads)

    def find_question(self, name: str) -> QuestionFigures | None:
        """A question by its identity."""
        return next((one for one in self.questions if one.question.id == name), None)


def compute_figures(questionnaire: Questionnaire, release: Release) -> SurveyFigures:
    """Every figure of a survey. Raises MisuseError for a vote, or another questionnaire's totals.

    Without a released group there are none, and ``release`` says why.
    """
    if questionnaire.kind != SURVEY:
        raise MisuseError("a vote has no figures")
    groups = release.groups
    everybody = merge_groups(groups) if len(groups) > 1 else None
    places = range(len(questionnaire.questions)) if groups else range(0)
    questions = tuple(_compute_question(questionnaire, p, groups, everybody) for p in places)
    known = {group.code: group for group in (*groups, *([everybody] if everybody else []))}
    return SurveyFigures(
        questionnaire=questionnaire,
        release=release,
        everybody=everybody,
        questions=questions,
        ratios=_keep(compute_ratio(questionnaire, one, known) for one in questions),
        loads=_keep(compute_load(questionnaire, one, known) for one in questions),
        scales=tuple(compute_scale_figures(questionnaire, questions)),
    )


def _compute_question(
    questionnaire: Questionnaire, place: int, groups: Sequence[Released], everybody: Released | None
) -> QuestionFigures:
    """In each group, weighted over them, and of all as one."""
    found = compute_question(questionnaire, place, groups)
    if everybody is None:
        return found
    whole = compute_question(questionnaire, place, [everybody])
    return replace(found, groups={**found.groups, **whole.groups})


def _keep(found: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(one for one in found if one is not None)
