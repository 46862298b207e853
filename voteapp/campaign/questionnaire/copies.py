"""Copies of a questionnaire or of one of its questions: the same in everything but identities."""

from __future__ import annotations

from typing import Any

import msgspec

from voteapp.campaign.questionnaire.document import Question, Questionnaire, list_ids
from voteapp.campaign.questionnaire.identities import CreateId

_WRITTEN = frozenset({"texts", "words", "limits", "code", "type", "kind", "language"})
"""Fields in which nothing is an identity, whatever it looks like."""


def copy_question(question: Question, draw: CreateId) -> Question:
    """A question as another one. An item of a scale stays in its scale."""
    answers = [msgspec.structs.replace(answer, id=draw()) for answer in question.answers]
    return msgspec.structs.replace(question, id=draw(), answers=answers)


def copy_questionnaire(questionnaire: Questionnaire, draw: CreateId) -> Questionnaire:
    """A questionnaire as another part: its rules point within it as they did."""
    renamed = {name: draw() for name in list_ids(questionnaire)}
    built = _rename(msgspec.to_builtins(questionnaire), renamed)
    return msgspec.convert(built, Questionnaire)


def _rename(value: Any, renamed: dict[str, str]) -> Any:
    if isinstance(value, str):
        return renamed.get(value, value)
    if isinstance(value, list):
        return [_rename(item, renamed) for item in value]
    if isinstance(value, dict):
        return {
            key: item if key in _WRITTEN else _rename(item, renamed) for key, item in value.items()
        }
    return value
