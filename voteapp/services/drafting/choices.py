"""Questions with a list of answers, of which one or several are chosen: check, record, result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voteapp.campaign.texts import LONGEST_ANSWER, LONGEST_QUESTION
from voteapp.errors import gettext as _
from voteapp.protocol.kinds import kind_of
from voteapp.protocol.questions import Question
from voteapp.services.drafting.problems import Problems
from voteapp.services.values.drafts import QuestionDraft
from voteapp.services.values.public import AnswerResult, QuestionResult

MOST_ANSWERS = 60


def check_question(problems: Problems, field: str, question: QuestionDraft) -> QuestionDraft:
    """The question with its texts cleaned; what is wrong is noted under the path ``field``."""
    answers = tuple(
        problems.text(f"{field}.answers.{i}", answer, LONGEST_ANSWER)
        for i, answer in enumerate(question.answers)
    )
    for i, answer in enumerate(answers):
        problems.require(
            not answer or answer not in answers[:i],
            f"{field}.answers.{i}",
            _("This answer is there already."),
        )
    count = len(answers)
    problems.require(count >= 1, f"{field}.answers", _("Give at least one answer."))
    problems.require(
        count <= MOST_ANSWERS,
        f"{field}.answers",
        _("Give at most %(number)d.", number=MOST_ANSWERS),
    )
    problems.require(
        0 <= question.minimum <= question.maximum,
        f"{field}.minimum",
        _("The least number of answers cannot be over the most."),
    )
    problems.require(
        1 <= question.maximum <= max(count, 1),
        f"{field}.maximum",
        _("The most is a number from 1 to the number of answers."),
    )
    return replace(
        question,
        text=problems.text(f"{field}.text", question.text, LONGEST_QUESTION, lines=True),
        answers=answers,
        code=problems.text(f"{field}.code", question.code, 20, lines=False, needed=False),
    )


def create_question(draft: QuestionDraft) -> Question:
    """A question as the record holds it; ``blank`` is always written."""
    return Question(
        answers=list(draft.answers),
        blank=draft.blank,
        min=draft.minimum,
        max=draft.maximum,
        question=draft.text,
    )


def describe_result(
    question: Question, numbers: Sequence[int], code: str, counted: int
) -> QuestionResult:
    """The record holds the blank first; people read it last."""
    totals = kind_of(question).read_totals(question, numbers)
    answers = [
        AnswerResult(text, number, index) for index, (text, number) in enumerate(totals.answers)
    ]
    if totals.blank is not None:
        answers.append(AnswerResult("", totals.blank, None))
    return QuestionResult(question.question, code, tuple(answers), counted, totals.blank)
