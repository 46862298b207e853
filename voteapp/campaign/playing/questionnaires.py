"""Questionnaires of played elections: what the record asks, and nothing beside it."""

from __future__ import annotations

from functools import partial
from typing import Literal

from voteapp.campaign.questionnaire.document import (
    Answer,
    Kind,
    Question,
    Questionnaire,
    Text,
    Words,
)
from voteapp.campaign.questionnaire.identities import create_id
from voteapp.campaign.setup.opening import ElectionTexts
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.questions import Question as RecordQuestion

LANGUAGE = "en"
"""Where the texts do not name theirs."""


def create_plain_questionnaire(
    texts: ElectionTexts, kind: Literal["vote", "survey"], random_bytes: RandomBytes
) -> Questionnaire:
    """Every question of the record, asked of everybody, without rules."""
    language = texts.language or LANGUAGE
    return Questionnaire(
        part=create_id(random_bytes),
        kind=kind,
        language=language,
        texts={language: Text(text=texts.name, help=texts.description)},
        words={language: Words(not_applicable="Not applicable", prefer_not="Prefer not to answer")},
        sections=[],
        questions=[_create_question(q, language, random_bytes) for q in texts.questions],
        limits={},
        asked={},
        rules=[],
    )


def _create_question(asked: RecordQuestion, language: str, random_bytes: RandomBytes) -> Question:
    kind: Kind = "one" if (asked.min, asked.max) == (1, 1) else "several"
    draw = partial(create_id, random_bytes)
    return Question(
        id=draw(),
        code="",
        kind=kind,
        scale=None,
        texts={language: Text(text=asked.question)},
        min=asked.min,
        max=asked.max,
        answers=[Answer(id=draw(), texts={language: Text(text=text)}) for text in asked.answers],
        not_applicable=False,
        prefer_not=bool(asked.blank),
        reversed=False,
    )
