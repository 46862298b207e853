"""Homomorphic questions and their encrypted answers.

Belenios specification, sections "Homomorphic questions", "Homomorphic answers", "Proofs of
interval membership" and "Proofs of possibly-blank votes".
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import MAX_INTEGER, RandomBytes
from voteapp.protocol.group import Element, Group
from voteapp.protocol.proofs import (
    Branch,
    Ciphertext,
    Pair,
    Proof,
    check_disjunction,
    create_disjunction,
    encode_ciphertext,
    encrypt,
    multiply_pairs,
)


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``question_h``: answers, optional blank, between ``min`` and ``max`` of them chosen."""

    answers: list[str]
    blank: bool | UnsetType = UNSET
    min: int
    max: int
    question: str

    @property
    def has_blank(self) -> bool:
        """Whether a blank vote may be cast; it is then the first choice."""
        return self.blank is True

    @property
    def width(self) -> int:
        """How many ciphertexts an answer has."""
        return len(self.answers) + (1 if self.has_blank else 0)


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``answer_h``: ciphertexts with their proofs."""

    choices: list[Ciphertext]
    individual_proofs: list[list[Proof]]
    overall_proof: list[Proof]
    blank_proof: list[Proof] | UnsetType = UNSET


class AnswerTotal(NamedTuple):
    """How many chose an answer: its text and the number."""

    text: str
    number: int


class Totals(NamedTuple):
    """A question's row of the result: a total an answer, in order, and the blank votes' number
    (None where there can be none)."""

    answers: list[AnswerTotal]
    blank: int | None


def compute_width(question: Question) -> int:
    """How many ciphertexts an answer has."""
    return question.width


def count_proofs(question: Question) -> int:
    """An upper bound of the proofs of an answer."""
    return 2 * question.width + question.max - question.min + 4


def check_question(question: Question) -> None:
    """``0 <= min <= max <= number of answers``, below 2^31, at least one answer.

    Raises ProtocolError ``election-question``.
    """
    if not question.answers:
        raise ProtocolError("election-question", "a question has no answers")
    if not 0 <= question.min <= question.max <= len(question.answers) < MAX_INTEGER:
        raise ProtocolError(
            "election-question",
            f"min {question.min}, max {question.max} do not fit {len(question.answers)} answers",
        )


def check_choices(question: Question, choices: Sequence[int]) -> None:
    """Require a choice that the question allows; raises MisuseError without naming it."""
    if len(choices) != question.width or any(choice not in (0, 1) for choice in choices):
        raise MisuseError("the choices do not have the question's shape")
    chosen = sum(choices[1:]) if question.has_blank else sum(choices)
    if question.has_blank and choices[0]:
        if chosen:
            raise MisuseError("a blank vote chooses nothing else")
    elif not question.min <= chosen <= question.max:
        raise MisuseError("the number of choices is not allowed")


def create_choices(question: Question, chosen: Collection[int] | None) -> list[int]:
    """The zeros and ones of some ``chosen`` answers (indexes), or of a blank vote (None)."""
    row = [int(index in (chosen or ())) for index in range(len(question.answers))]
    return [int(chosen is None), *row] if question.has_blank else row


def _joined(choices: Sequence[Ciphertext]) -> str:
    return ",".join(f"{choice.alpha},{choice.beta}" for choice in choices)


def _overall_branches(question: Question, pairs: Sequence[Pair], total: Pair) -> list[Branch]:
    """What ``overall_proof`` claims: blank, or a sum between min and max."""
    branches = [Branch(total, value) for value in range(question.min, question.max + 1)]
    return [Branch(pairs[0], 1), *branches] if question.has_blank else branches


def _overall_prefix(group: Group, question: Question, signed: str, total: Pair) -> str:
    if question.has_blank:
        return f"bproof1|{signed}"
    return f"prove|{signed}|{group.encode(total.alpha)},{group.encode(total.beta)}"


def create_answer(
    group: Group,
    public_key: Element,
    question: Question,
    choices: Sequence[int],
    context: str,
    random_bytes: RandomBytes,
) -> Answer:
    """Encrypt one answer with its proofs.

    ``choices``: zeros and ones, one for each answer, a leading one for blank if allowed.
    ``context``: S0, the fingerprint, a bar, the public credential. Raises MisuseError.
    """
    check_choices(question, choices)
    exponents = [group.random_scalar(random_bytes) for _ in choices]
    pairs = [
        encrypt(group, public_key, exponent, choice)
        for exponent, choice in zip(exponents, choices, strict=True)
    ]
    wire = [encode_ciphertext(group, pair) for pair in pairs]
    individual = [
        create_disjunction(
            group,
            public_key,
            f"prove|{context}|{text.alpha},{text.beta}",
            [Branch(pair, 0), Branch(pair, 1)],
            choice,
            exponent,
            random_bytes,
        )
        for text, pair, choice, exponent in zip(wire, pairs, choices, exponents, strict=True)
    ]
    first = 1 if question.has_blank else 0
    total = multiply_pairs(group, pairs[first:])
    total_exponent = sum(exponents[first:]) % group.order
    signed = f"{context}|{_joined(wire)}"
    is_blank = question.has_blank and choices[0] == 1
    overall = create_disjunction(
        group,
        public_key,
        _overall_prefix(group, question, signed, total),
        _overall_branches(question, pairs, total),
        0 if is_blank else first + sum(choices[first:]) - question.min,
        exponents[0] if is_blank else total_exponent,
        random_bytes,
    )
    if not question.has_blank:
        return Answer(choices=wire, individual_proofs=individual, overall_proof=overall)
    blank = create_disjunction(
        group,
        public_key,
        f"bproof0|{signed}",
        [Branch(pairs[0], 0), Branch(total, 0)],
        1 if is_blank else 0,
        total_exponent if is_blank else exponents[0],
        random_bytes,
    )
    return Answer(
        choices=wire, individual_proofs=individual, overall_proof=overall, blank_proof=blank
    )


def check_shape(question: Question, answer: Answer) -> None:
    """Require the number of ciphertexts and proofs; raises ProtocolError ``ballot-shape``."""
    overall = question.max - question.min + 1 + (1 if question.has_blank else 0)
    blank = None if answer.blank_proof is UNSET else len(answer.blank_proof)
    if (
        len(answer.choices) != question.width
        or len(answer.individual_proofs) != question.width
        or any(len(proof) != 2 for proof in answer.individual_proofs)
        or len(answer.overall_proof) != overall
        or blank != (2 if question.has_blank else None)
    ):
        raise ProtocolError("ballot-shape", "an answer does not have its question's shape")


def list_proofs(answer: Answer) -> list[Proof]:
    """Every proof of an answer."""
    proofs = [proof for row in answer.individual_proofs for proof in row] + answer.overall_proof
    return proofs if answer.blank_proof is UNSET else proofs + answer.blank_proof


def list_ciphertexts(answer: Answer) -> list[Ciphertext]:
    """What an answer adds to the tally, the blank first where there is one."""
    return answer.choices


def check_answer(
    group: Group,
    public_key: Element,
    question: Question,
    answer: Answer,
    pairs: Sequence[Pair],
    context: str,
) -> None:
    """Check every proof of an answer whose shape and elements were checked.

    Raises ProtocolError ``ballot-individual-proof``, ``ballot-overall-proof``,
    ``ballot-blank-proof`` or ``scalar``.
    """
    for pair, text, proofs in zip(pairs, answer.choices, answer.individual_proofs, strict=True):
        check_disjunction(
            group,
            public_key,
            f"prove|{context}|{text.alpha},{text.beta}",
            [Branch(pair, 0), Branch(pair, 1)],
            proofs,
            "ballot-individual-proof",
        )
    first = 1 if question.has_blank else 0
    total = multiply_pairs(group, pairs[first:])
    signed = f"{context}|{_joined(answer.choices)}"
    check_disjunction(
        group,
        public_key,
        _overall_prefix(group, question, signed, total),
        _overall_branches(question, pairs, total),
        answer.overall_proof,
        "ballot-overall-proof",
    )
    if answer.blank_proof is not UNSET:
        check_disjunction(
            group,
            public_key,
            f"bproof0|{signed}",
            [Branch(pairs[0], 0), Branch(total, 0)],
            answer.blank_proof,
            "ballot-blank-proof",
        )


def read_totals(question: Question, numbers: Sequence[int]) -> Totals:
    """What the totals of a question's ciphertexts say; raises MisuseError for another number."""
    if len(numbers) != question.width:
        raise MisuseError("the result does not belong to these questions")
    first = 1 if question.has_blank else 0
    answers = zip(question.answers, numbers[first:], strict=True)
    return Totals(
        [AnswerTotal(text, number) for text, number in answers],
        numbers[0] if question.has_blank else None,
    )
