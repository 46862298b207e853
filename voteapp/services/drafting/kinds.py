"""Kinds of questions, as the use cases know them: one entry a kind, by ``QuestionDraft.kind``.

The record's part of a kind is in ``voteapp/protocol/kinds.py``, its form in
``voteapp/web/committee/kinds.py``, its page on the phone in ``static/js/booth/kinds.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voteapp.protocol.questions import Question
from voteapp.services.drafting import choices
from voteapp.services.drafting.problems import Problems
from voteapp.services.values.drafts import QuestionDraft
from voteapp.services.values.public import QuestionResult


@dataclass(frozen=True)
class DraftKind:
    """What becomes of a drafted question: checked, asked in the record, its result described."""

    check_question: Callable[[Problems, str, QuestionDraft], QuestionDraft]
    create_question: Callable[[QuestionDraft], Question]
    describe_result: Callable[[Question, Sequence[int], str, int], QuestionResult]


CHOICES = DraftKind(choices.check_question, choices.create_question, choices.describe_result)

KINDS: dict[str, DraftKind] = {"one": CHOICES, "several": CHOICES}
