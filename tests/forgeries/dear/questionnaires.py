"""Bundles whose questionnaire, which the manifest names, asks as much as there may be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from tests.players.campaign.elections import AUDITOR, README, VOTES, Workshop
from voteapp.campaign.playing.questionnaires import create_plain_questionnaire
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.questionnaire.document import Answer, Bin, Limit, Question, Section, Text
from voteapp.campaign.questionnaire.rules import Condition, Derive, Forbid, Over, Rule
from voteapp.campaign.slips.tokens import ALPHABET
from voteapp.protocol.encoding import hash_hex

TEXT = {"en": Text(text="x", help="")}


def name(number: int) -> str:
    """An identity of its own."""
    digits = []
    for _ in range(8):
        number, digit = divmod(number, 32)
        digits.append(ALPHABET[digit])
    return "".join(digits)


def ask(first: int, answers: int, *, bins: bool = False) -> Question:
    """A question whose identities begin at ``first``."""
    return Question(
        id=name(first),
        code="",
        kind="one",
        scale=None,
        texts=TEXT,
        min=1,
        max=1,
        answers=[
            Answer(id=name(first + 1 + i), texts=TEXT, bin=Bin(low=i, high=i) if bins else None)
            for i in range(answers)
        ],
        not_applicable=True,
        prefer_not=False,
        reversed=False,
    )


def pack(
    questions: Sequence[Question],
    *,
    rules: Sequence[Rule] = (),
    asked: Mapping[str, list[str]] | None = None,
    sections: Sequence[Section] = (),
    limits: Mapping[str, Limit | None] | None = None,
) -> bytes:
    """A bundle with such a questionnaire; the record asks something else, the last thing found."""
    workshop = Workshop("asks")
    plain = create_plain_questionnaire(workshop.texts, "vote", lambda n: bytes([31] * n))
    questionnaire = msgspec.structs.replace(
        plain,
        kind="survey",
        questions=list(questions),
        rules=list(rules),
        asked=dict(asked or {}),
        sections=list(sections),
        limits=dict(limits or {}),
    )
    named = {"questionnaire": hash_hex(encode_questionnaire(questionnaire))}
    workshop = Workshop("asks", manifest_fields=named)
    workshop.questionnaire = questionnaire
    return workshop.play(workshop.open(), VOTES).bundle(AUDITOR, README)


def make_questions(size: int) -> bytes:
    """As many questions as fit."""
    return pack([ask(4 * i, 1) for i in range(min(size // 290, 21_000))])


def make_asked(size: int) -> bytes:
    """Half of it questions, which every variant is asked."""
    questions = [ask(4 * i, 1) for i in range(min(size // 2 // 290, 12_000))]
    names = [question.id for question in questions]
    count = max(1, min(size // 2, 5_500_000) // (11 * len(names)))
    return pack(questions, asked={f"v{number:06}": names for number in range(count)})


def make_variants(size: int) -> bytes:
    """Half of it questions, and as many variants as fit, which are asked one."""
    questions = [ask(4 * i, 1) for i in range(min(size // 2 // 290, 12_000))]
    variants = {f"v{i:06}": [questions[-1].id] for i in range(min(size // 2 // 24, 110_000))}
    return pack(questions, asked=variants)


def make_sections(size: int) -> bytes:
    """A section before every question."""
    count = min(size // 390, 17_000)
    questions = [ask(4 * i, 1) for i in range(count)]
    sections = [
        Section(id=name(4 * i + 3), first=one.id, texts=TEXT) for i, one in enumerate(questions)
    ]
    return pack(questions, sections=sections)


def make_conditions(size: int) -> bytes:
    """Rules that name every answer of a question that has thousands."""
    answers = min(size // 2 // 120, 20_000)
    question = ask(8, answers)
    names = [one.id for one in question.answers]
    count = max(1, min(size // 2, 5_500_000) // (11 * answers))
    when = Condition(question=question.id, answers=names)
    rules = [Forbid(id=name(answers + 100 + i), when=when) for i in range(count)]
    return pack([question, ask(answers + 9, 1)], rules=rules)


def make_fallen(size: int) -> bytes:
    """As many rules as fit that derive from a question whose numbers come last."""
    answers = min(size // 2 // 150, 15_000)
    plain = ask(8, answers)
    last = msgspec.structs.replace(plain.answers[-1], bin=Bin(low=1, high=None))
    source = msgspec.structs.replace(plain, answers=[*plain.answers[:-1], last])
    target = ask(answers + 20, answers)
    found = target.answers[-1].id
    rules = [
        Derive(
            id=name(3 * answers + i),
            source=source.id,
            question=target.id,
            within=found,
            over=[Over(by=1, answer=found)],
            no_limit=found,
        )
        for i in range(min(size // 4 // 160, 25_000))
    ]
    return pack([source, target], rules=rules)


def make_limits(size: int) -> bytes:
    """A limit for each of thousands of leaves."""
    limit = Limit(
        limit=1,
        counted="patient",
        source=None,
        citation="",
        address="",
        condition="",
        shift="",
        roles=[],
        since="2020-01-01",
        until="2030-01-01",
        checked="2020-01-01",
        checked_by="x",
    )
    return pack([ask(8, 2)], limits={f"u{i:06}": limit for i in range(min(size // 230, 30_000))})


QUESTIONNAIRES: dict[str, Callable[[int], bytes]] = {
    "questions asked": make_questions,
    "variants asked everything": make_asked,
    "variants asked one thing": make_variants,
    "sections": make_sections,
    "answers in rules": make_conditions,
    "numbers derived": make_fallen,
    "limits by leaf": make_limits,
}
