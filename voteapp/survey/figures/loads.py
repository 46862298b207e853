"""Numbers that were counted in bins: the median, "nine in ten had at most 5", the histogram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from voteapp.campaign.questionnaire.document import Limit, Question, Questionnaire
from voteapp.survey.figures.counting import list_substantive
from voteapp.survey.figures.questions import QuestionFigures, QuestionInGroup
from voteapp.survey.figures.ratios import Ratio, find_limit
from voteapp.survey.figures.released import Released
from voteapp.survey.statistics.groups import Group
from voteapp.survey.statistics.quantiles import (
    Bin,
    Quantile,
    compute_medians,
    compute_nine_in_ten,
)


@dataclass(frozen=True)
class Column:
    """One bin of a histogram; ``over``: all its numbers are over the limit."""

    answer: str
    bin: Bin
    count: int
    over: bool


@dataclass(frozen=True)
class Load:
    """One group's numbers. ``limit``: the one that all its leaves share, of a ratio; else None."""

    group: Group
    columns: tuple[Column, ...]
    median: Quantile
    nine_in_ten: Quantile
    limit: Limit | None

    @property
    def limit_after(self) -> int | None:
        """The place of the last column that the limit allows; -1 where even the first column is
        over it, None without a limit."""
        if self.limit is None:
            return None
        return sum(not column.over for column in self.columns) - 1


@dataclass(frozen=True)
class LoadFigures:
    """A question that counts, by group; groups whose numbers do not fit are left out."""

    question: Question
    groups: Mapping[str, Load]


def compute_load(
    questionnaire: Questionnaire, figures: QuestionFigures, released: Mapping[str, Released]
) -> LoadFigures | None:
    """None of a question whose answers do not stand for numbers.

    A substantive answer without a number ("I had no patients of my own") concerns nobody's load.
    """
    question = figures.question
    if question.max > 1 or not list_bins(questionnaire, question):
        return None
    limited = is_measured(questionnaire, question)
    return LoadFigures(
        question=question,
        groups={
            code: _compute_in_group(questionnaire, question, found, released[code], limited)
            for code, found in figures.groups.items()
            if found.fits
        },
    )


def list_bins(questionnaire: Questionnaire, question: Question) -> dict[str, Bin]:
    """The bins of a question's substantive answers, by their identities, rising."""
    substantive = list_substantive(questionnaire, question)
    return {
        answer.id: (answer.bin.low, answer.bin.high)
        for answer in question.answers
        if answer.bin is not None and answer.id in substantive
    }


def is_measured(questionnaire: Questionnaire, question: Question) -> bool:
    """Whether a rule compares a question's number with a limit."""
    return any(getattr(rule, "source", None) == question.id for rule in questionnaire.rules)


def _compute_in_group(
    questionnaire: Questionnaire,
    question: Question,
    found: QuestionInGroup,
    released: Released,
    limited: bool,
) -> Load:
    bins = list_bins(questionnaire, question)
    without = found.group.base - sum(found.counts.answers[name] for name in bins)
    concerned = _take_out(found.group, without)
    places = tuple(find_limit(questionnaire, place) for place in released.places)
    limit = Ratio(None, places).limit if limited else None
    counts = [found.counts.answers[name] for name in bins]
    inputs = list(bins.values()), {"": concerned}, {"": counts}
    return Load(
        group=concerned,
        columns=tuple(
            Column(name, bin, count, limit is not None and bin[0] > limit.limit)
            for (name, bin), count in zip(bins.items(), counts, strict=True)
        ),
        median=compute_medians(*inputs)[""],
        nine_in_ten=compute_nine_in_ten(*inputs)[""],
        limit=limit,
    )


def _take_out(group: Group, without: int) -> Group:
    """A group without those who answered without a number."""
    if without == 0:
        return group
    return replace(group, not_applicable=(group.not_applicable or 0) + without)
