"""Questions with a list of answers, of which one or several are chosen: check and result."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from voteapp.campaign.lookalikes import find_twin, looks_empty
from voteapp.campaign.questionnaire.document import (
    MOST_ANSWERS,
    Answer,
    Question,
    read_text,
)
from voteapp.campaign.texts import LONGEST_ANSWER, LONGEST_QUESTION
from voteapp.errors import gettext as _
from voteapp.protocol.kinds import kind_of
from voteapp.protocol.questions import Question as RecordQuestion
from voteapp.services.drafting.problems import Problems
from voteapp.services.values.public import AnswerResult, QuestionResult


def check_question(problems: Problems, field: str, question: Question, language: str) -> Question:
    """The question with its texts cleaned; what is wrong is noted under the path ``field``."""
    answers = [
        _check_answer(problems, f"{field}.answers.{i}", answer, language)
        for i, answer in enumerate(question.answers)
    ]
    texts = [read_text(answer.texts, language) for answer in answers]
    for i, text in enumerate(texts):
        problems.require(
            looks_empty(text) or find_twin(texts, i) is None,
            f"{field}.answers.{i}",
            _("This answer looks like another one."),
        )
    count = len(answers)
    problems.require(count >= 1, f"{field}.answers", _("Give at least one answer."))
    problems.require(
        count <= MOST_ANSWERS,
        f"{field}.answers",
        _(
            "A question has at most %(number)d answers. A list of units belongs on the slip; split "
            "other long lists into two questions.",
            number=MOST_ANSWERS,
        ),
    )
    _check_numbers(problems, field, question)
    _check_bins(problems, field, question)
    return msgspec.structs.replace(
        question,
        texts=problems.texts(f"{field}.text", question.texts, language, LONGEST_QUESTION),
        answers=answers,
        code=problems.text(f"{field}.code", question.code, 20, lines=False, needed=False),
    )


def _check_answer(problems: Problems, field: str, answer: Answer, language: str) -> Answer:
    texts = problems.texts(field, answer.texts, language, LONGEST_ANSWER)
    return msgspec.structs.replace(answer, texts=texts)


def _check_bins(problems: Problems, field: str, question: Question) -> None:
    """Answers that stand for numbers rise; between those of a number there is no gap."""
    binned = [(i, a.bin) for i, a in enumerate(question.answers) if a.bin is not None]
    for (_before, low), (place, high) in pairwise(binned):
        at = f"{field}.answers.{place}"
        rises = low.high is not None and high.low > low.high
        problems.require(
            rises, at, _("This answer stands for a smaller number than one above it. Move it up.")
        )
        gap = rises and question.kind == "number" and high.low - 1 != low.high
        problems.require(not gap, at, _("A number falls between this answer and the one above it."))


def _check_numbers(problems: Problems, field: str, question: Question) -> None:
    problems.require(
        0 <= question.min <= question.max,
        f"{field}.minimum",
        _("The least number of answers cannot be over the most."),
    )
    alone = question.not_applicable or any(answer.alone for answer in question.answers)
    problems.require(
        question.min <= 1 or not alone,
        f"{field}.minimum",
        _("Where an answer that stands alone can be given, the least is 0 or 1."),
    )
    problems.require(
        1 <= question.max <= max(len(question.answers), 1),
        f"{field}.maximum",
        _("The most is a number from 1 to the number of answers."),
    )


def describe_result(
    question: RecordQuestion, numbers: Sequence[int], code: str, counted: int
) -> QuestionResult:
    """The record holds the blank first; people read it last."""
    totals = kind_of(question).read_totals(question, numbers)
    answers = [
        AnswerResult(text, number, index) for index, (text, number) in enumerate(totals.answers)
    ]
    if totals.blank is not None:
        answers.append(AnswerResult("", totals.blank, None))
    return QuestionResult(question.question, code, tuple(answers), counted, totals.blank)
