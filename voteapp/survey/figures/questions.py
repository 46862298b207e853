"""One question's figures, group by group: each answer's share with what stands beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.numbering import number_questions
from voteapp.errors import MisuseError
from voteapp.survey.figures.counting import (
    Counts,
    create_group,
    fits,
    list_substantive,
    read_counts,
)
from voteapp.survey.figures.released import Released
from voteapp.survey.statistics.groups import Group, Missing, compute_missing
from voteapp.survey.statistics.shares import Share, compute_shares
from voteapp.survey.statistics.weights import PostStratified, compute_post_stratified


@dataclass(frozen=True)
class AnswerFigures:
    """One answer in one group. ``share`` None: it is not substantive, or the numbers do not fit."""

    id: str
    count: int
    share: Share | None


@dataclass(frozen=True)
class QuestionInGroup:
    """A question in one group. ``fits`` False: only the counts can be shown."""

    group: Group
    counts: Counts
    fits: bool
    answers: tuple[AnswerFigures, ...]

    @property
    def missing(self) -> Missing:
        """Members who are not in the base, by reason."""
        return compute_missing(self.group)


@dataclass(frozen=True)
class QuestionFigures:
    """A question, in all groups by their codes. ``number``: the one under which people know it,
    None where the phone works it out.

    ``weighted``: by answer the shares of all groups, each weighing what it has in members; empty
    where there are no two groups whose numbers fit.
    """

    number: int | None
    question: Question
    groups: Mapping[str, QuestionInGroup]
    weighted: Mapping[str, PostStratified]


def compute_question(
    questionnaire: Questionnaire, place: int, released: Sequence[Released]
) -> QuestionFigures:
    """The question at a place, from 0. Raises MisuseError for totals of another questionnaire."""
    question = questionnaire.questions[place]
    found = {group.code: _compute_in_group(questionnaire, place, group) for group in released}
    return QuestionFigures(
        number=number_questions(questionnaire)[question.id],
        question=question,
        groups=found,
        weighted=_weigh(list_substantive(questionnaire, question), found),
    )


def _compute_in_group(
    questionnaire: Questionnaire, place: int, released: Released
) -> QuestionInGroup:
    question = questionnaire.questions[place]
    if len(released.totals) != len(questionnaire.questions):
        raise MisuseError("the result does not belong to this questionnaire")
    counts = read_counts(question, released.totals[place])
    substantive = list_substantive(questionnaire, question)
    group = create_group(questionnaire, question, released, counts)
    right = fits(question, group, counts, substantive)
    shared = substantive if right else []
    return QuestionInGroup(
        group=group,
        counts=counts,
        fits=right,
        answers=tuple(
            AnswerFigures(name, count, _compute_share(group, count) if name in shared else None)
            for name, count in counts.answers.items()
        ),
    )


def _compute_share(group: Group, count: int) -> Share:
    return compute_shares({"": group}, {"": count})[""]


def _weigh(
    substantive: Sequence[str], found: Mapping[str, QuestionInGroup]
) -> dict[str, PostStratified]:
    if len(found) < 2 or not all(one.fits for one in found.values()):
        return {}
    groups = {code: one.group for code, one in found.items()}
    weighted = {}
    for name in substantive:
        counts = {code: one.counts.answers[name] for code, one in found.items()}
        share = compute_post_stratified(groups, counts)
        if share is not None:
            weighted[name] = share
    return weighted


def compute_combined(found: QuestionInGroup, answers: Collection[str]) -> Share | None:
    """The share of ballots that gave one of several answers of which each gives one at most.

    None where the numbers do not fit.
    """
    if not found.fits:
        return None
    return _compute_share(found.group, sum(found.counts.answers[name] for name in answers))


def compute_other(found: QuestionInGroup) -> tuple[str, Share] | None:
    """Where one answer is given: the first, and the share of ballots with another than it.

    None where the numbers do not fit, or there is no other.
    """
    shared = [answer.id for answer in found.answers if answer.share is not None]
    if len(shared) < 2 or sum(found.counts.answers[name] for name in shared) != found.group.base:
        return None
    return shared[0], _compute_share(
        found.group, sum(found.counts.answers[name] for name in shared[1:])
    )


def compute_any(question: Question, found: QuestionInGroup) -> Share | None:
    """Where several can be chosen: the share of ballots with any, from those with none of them.

    It is known only where exactly one substantive answer stands alone ("none of these") and one
    answer at least must be given. None elsewhere.
    """
    alone = [answer.id for answer in question.answers if answer.alone and answer.substantive]
    if question.max == 1 or question.min == 0 or len(alone) != 1 or not found.fits:
        return None
    return _compute_share(found.group, found.group.base - found.counts.answers[alone[0]])
