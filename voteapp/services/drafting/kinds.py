"""Kinds of questions, as the use cases know them: one entry a kind, by ``Question.kind``.

The record's part of a kind is in ``voteapp/protocol/kinds.py``, the question that is asked there in
``voteapp/campaign/questionnaire/record.py``, its form in
``voteapp/web/committee/editor/kinds.py``, its page on the phone in
``static/js/booth/asking/kinds.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voteapp.campaign.questionnaire.document import Kind, Question
from voteapp.protocol.questions import Question as RecordQuestion
from voteapp.services.drafting import choices
from voteapp.services.drafting.problems import Problems
from voteapp.services.values.public import QuestionResult


@dataclass(frozen=True)
class DraftKind:
    """What becomes of a drafted question: checked, its result described.

    ``check_question`` gets the language whose texts the form shows.
    """

    check_question: Callable[[Problems, str, Question, str], Question]
    describe_result: Callable[[RecordQuestion, Sequence[int], str, int], QuestionResult]


CHOICES = DraftKind(choices.check_question, choices.describe_result)

KINDS: dict[Kind, DraftKind] = {
    "one": CHOICES,
    "several": CHOICES,
    "scale": CHOICES,
    "number": CHOICES,
}
