"""The record's numbers as answers, and who of a group is concerned by a question and answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.rules import Derive
from voteapp.errors import MisuseError
from voteapp.survey.figures.released import Released
from voteapp.survey.statistics.groups import Group


@dataclass(frozen=True)
class Counts:
    """How many ballots gave each answer, by its identity. None: it was not offered."""

    answers: Mapping[str, int]
    not_applicable: int | None
    prefer_not: int | None


def read_counts(question: Question, row: Sequence[int]) -> Counts:
    """A row of the result: the blank first, then the answers in order, "not applicable" last.

    Raises MisuseError for a row of another question.
    """
    first = int(question.prefer_not)
    if len(row) != first + len(question.answers) + question.not_applicable:
        raise MisuseError("the result does not belong to this question")
    names = [answer.id for answer in question.answers]
    answered = row[first : first + len(names)]
    return Counts(
        answers=dict(zip(names, answered, strict=True)),
        not_applicable=row[-1] if question.not_applicable else None,
        prefer_not=row[0] if question.prefer_not else None,
    )


def find_derivation(questionnaire: Questionnaire, question: Question) -> Derive | None:
    """The rule by which phones work a question out from a limit, if there is one."""
    rules = (rule for rule in questionnaire.rules if isinstance(rule, Derive))
    return next((rule for rule in rules if rule.question == question.id), None)


def find_outside(questionnaire: Questionnaire, question: Question) -> str | None:
    """The answer that means "there is no limit here": it takes out of the base like "not
    applicable", as whoever is under no limit is not concerned. It is written by the phone, so it is
    known of these members that they are not: they are not among the unknown."""
    rule = find_derivation(questionnaire, question)
    if rule is None or rule.no_limit in (rule.within, *(step.answer for step in rule.over)):
        return None
    return rule.no_limit


def list_substantive(questionnaire: Questionnaire, question: Question) -> list[str]:
    """The answers that are counted in the base, by identity, in order."""
    outside = find_outside(questionnaire, question)
    return [a.id for a in question.answers if a.substantive and a.id != outside]


def create_group(
    questionnaire: Questionnaire, question: Question, released: Released, counts: Counts
) -> Group:
    """Who of a group is concerned and answers; ``fits`` says whether the numbers can be so.

    Answers that are not substantive leave the base where each ballot gives one of them: alone.
    """
    outside = find_outside(questionnaire, question)
    beside = 0 if outside is None else counts.answers[outside]
    said_nothing = (
        counts.answers[answer.id]
        for answer in question.answers
        if not answer.substantive and answer.id != outside
        if question.max == 1 or answer.alone
    )
    offered = counts.not_applicable is not None or outside is not None
    return Group(
        members=released.members,
        accepted=released.accepted,
        not_applicable=(counts.not_applicable or 0) + beside if offered else None,
        prefer_not=counts.prefer_not or 0,
        not_substantive=sum(said_nothing),
    )


def fits(question: Question, group: Group, counts: Counts, substantive: Sequence[str]) -> bool:
    """Whether totals can come from ballots that the questionnaire allows.

    The record proves how many answers a ballot gives, but not that "not applicable", or an answer
    that stands alone, is given alone where several can be chosen: a phone that is not ours can mix
    them. Then nobody knows who is in the base, and only the counts are shown.
    """
    numbers = [counts.answers[name] for name in substantive]
    if group.base < 0 or max(numbers, default=0) > group.base:
        return False
    return question.max > 1 or question.min == 0 or sum(numbers) == group.base
