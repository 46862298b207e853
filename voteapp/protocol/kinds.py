"""Kinds of questions, as the record knows them: one entry a kind.

Belenios specification, section "Elections" (questions) and those on each kind's questions and
answers. Homomorphic questions (``questions.py``) are the one kind there is so far; whoever needs
something of a question or of its answers asks the entry of its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from voteapp.protocol import questions
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.group import Element, Group
from voteapp.protocol.proofs import Ciphertext, Pair, Proof
from voteapp.protocol.questions import Answer, Question, Totals


@dataclass(frozen=True)
class RecordKind:
    """What the record asks of a kind of question; errors and shapes: at each function.

    ``type``: the question's ``type`` in the record, None where it stands there bare.
    """

    type: str | None
    # The question.
    check_question: Callable[[Question], None]
    compute_width: Callable[[Question], int]
    count_proofs: Callable[[Question], int]
    # Its answers: made in the phone, checked by everybody.
    create_choices: Callable[[Question, Collection[int] | None], list[int]]
    create_answer: Callable[[Group, Element, Question, Sequence[int], str, RandomBytes], Answer]
    check_shape: Callable[[Question, Answer], None]
    list_proofs: Callable[[Answer], list[Proof]]
    check_answer: Callable[[Group, Element, Question, Answer, Sequence[Pair], str], None]
    # The tally: what an answer adds to it, ``compute_width`` of them; what its totals say.
    list_ciphertexts: Callable[[Answer], Sequence[Ciphertext]]
    read_totals: Callable[[Question, Sequence[int]], Totals]


HOMOMORPHIC = RecordKind(
    type=None,
    check_question=questions.check_question,
    compute_width=questions.compute_width,
    count_proofs=questions.count_proofs,
    create_choices=questions.create_choices,
    create_answer=questions.create_answer,
    check_shape=questions.check_shape,
    list_proofs=questions.list_proofs,
    check_answer=questions.check_answer,
    list_ciphertexts=questions.list_ciphertexts,
    read_totals=questions.read_totals,
)

KINDS: dict[type[Question], RecordKind] = {Question: HOMOMORPHIC}
"""Every kind by the type that its questions are decoded to."""


def kind_of(question: Question) -> RecordKind:
    """The entry of a question's kind."""
    return KINDS[type(question)]


def compute_widths(asked: Iterable[Question]) -> list[int]:
    """How many ciphertexts the answers have, question by question: the shape of a tally."""
    return [kind_of(question).compute_width(question) for question in asked]
