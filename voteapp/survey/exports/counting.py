"""The totals of each question, answer by answer, in every released group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voteapp.campaign.questionnaire.document import Question, Questionnaire, read_text
from voteapp.campaign.questionnaire.rules import NOT_APPLICABLE, PREFER_NOT
from voteapp.survey.exports.values import Part
from voteapp.survey.figures.counting import create_group, fits, read_counts
from voteapp.survey.figures.counting import list_substantive as list_in_base
from voteapp.survey.figures.released import Released

Kind = Literal["answer", "not-applicable", "prefer-not"]


@dataclass(frozen=True)
class Choice:
    """Something that could be chosen, under the identity that rules know it by, and in the
    questionnaire's own words. ``in_base``: it is counted in the base of shares."""

    id: str
    kind: Kind
    text: str
    in_base: bool


@dataclass(frozen=True)
class GroupCounts:
    """One question in one released group: ballots by choice, in the question's order.

    ``base`` None: the numbers cannot come from ballots that the questionnaire allows
    (``voteapp.survey.figures.counting.fits``), so nobody knows who was concerned and answered.
    """

    group: Released
    entitled: int
    votes: tuple[int, ...]
    base: int | None
    not_applicable: int | None
    prefer_not: int | None


@dataclass(frozen=True)
class QuestionCounts:
    """A question, numbered from 1, with what it offers and what came; no group where nothing of
    the part was opened."""

    number: int
    question: Question
    text: str
    choices: tuple[Choice, ...]
    groups: tuple[GroupCounts, ...]


def count_questions(part: Part) -> list[QuestionCounts]:
    """Every question of a part, in the language that was written first."""
    asked = part.questionnaire
    return [
        QuestionCounts(
            number=place + 1,
            question=question,
            text=read_text(question.texts, asked.language),
            choices=tuple(list_choices(asked, question, asked.language)),
            groups=tuple(_count(part, place, group) for group in part.release.groups),
        )
        for place, question in enumerate(asked.questions)
    ]


def list_choices(questionnaire: Questionnaire, question: Question, language: str) -> list[Choice]:
    """What a question offers: its answers, then "not applicable", then "prefer not to answer"."""
    counted = set(list_in_base(questionnaire, question))
    words = questionnaire.words[language]
    choices = [
        Choice(answer.id, "answer", read_text(answer.texts, language), answer.id in counted)
        for answer in question.answers
    ]
    if question.not_applicable:
        choices.append(Choice(NOT_APPLICABLE, "not-applicable", words.not_applicable, False))
    if question.prefer_not:
        choices.append(Choice(PREFER_NOT, "prefer-not", words.prefer_not, False))
    return choices


def _count(part: Part, place: int, released: Released) -> GroupCounts:
    asked, question = part.questionnaire, part.questionnaire.questions[place]
    counts = read_counts(question, released.totals[place])
    group = create_group(asked, question, released, counts)
    known = fits(question, group, counts, list_in_base(asked, question))
    votes = [*counts.answers.values()]
    votes += [n for n in (counts.not_applicable, counts.prefer_not) if n is not None]
    return GroupCounts(
        group=released,
        entitled=part.count_entitled(released.places),
        votes=tuple(votes),
        base=group.base if known else None,
        not_applicable=counts.not_applicable,
        prefer_not=counts.prefer_not,
    )
