"""How an export names questions, lists and choices, and how it writes conditions with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from msgspec import UnsetType

from voteapp.campaign.forms.logic.numbers import write_bin
from voteapp.campaign.questionnaire.document import Answer, Question, Questionnaire, Text
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    PREFER_NOT,
    Condition,
)
from voteapp.errors import MisuseError

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}\Z")
_WORDS = (NOT_APPLICABLE, PREFER_NOT)


@dataclass(frozen=True)
class Names:
    """By identity: the names of questions, and of each one's answers; by question: its list."""

    questions: dict[str, str]
    answers: dict[str, dict[str, str]]
    lists: dict[str, str]

    def name_answer(self, question: str, answer: str) -> str:
        """An answer's name; the two words stay."""
        return answer if answer in _WORDS else self.answers[question][answer]


def name_everything(questionnaire: Questionnaire, languages: Sequence[str]) -> Names:
    """Names that are short, stable and given once; a question's code where it can be one."""
    names = Names({}, {}, {})
    taken = {"introduction"}
    lists: dict[bytes, str] = {}
    for place, question in enumerate(questionnaire.questions, 1):
        name = question.code
        if not _NAME.match(name) or name.lower() in taken:
            name = next(n for n in _invent(f"q{place}") if n not in taken)
        taken.add(name.lower())
        names.questions[question.id] = name
        if is_plain_number(question, languages):
            names.answers[question.id] = {
                answer.id: write_bin(answer.bin) for answer in question.answers if answer.bin
            }
            continue
        key = msgspec.json.encode([_without_id(answer) for answer in question.answers])
        names.lists[question.id] = lists.setdefault(key, f"list{len(lists) + 1}")
        names.answers[question.id] = {
            answer.id: f"a{number}" for number, answer in enumerate(question.answers, 1)
        }
    return names


def _invent(name: str) -> Sequence[str]:
    return [name, *(f"{name}_{number}" for number in range(2, 100))]


def _without_id(answer: Answer) -> Answer:
    return msgspec.structs.replace(answer, id="")


def is_plain_number(question: Question, languages: Sequence[str]) -> bool:
    """Whether its bins say everything of a number's answers."""
    return question.kind == "number" and all(
        answer.bin is not None
        and not answer.alone
        and answer.substantive
        and answer.texts == {code: Text(text=write_bin(answer.bin)) for code in languages}
        for answer in question.answers
    )


def write_condition(condition: Condition, names: Names) -> str:
    """A condition as an expression."""
    if isinstance(condition.negated, Condition):
        return f"not({write_condition(condition.negated, names)})"
    if isinstance(condition.all, list):
        return _write_parts(condition.all, " and ", names)
    if isinstance(condition.any, list):
        return _write_parts(condition.any, " or ", names)
    if isinstance(condition.question, UnsetType) or isinstance(condition.answers, UnsetType):
        raise MisuseError("a condition that is none")
    question = condition.question
    name = names.questions[question]
    parts = [
        f"selected(${{{name}}}, '{names.name_answer(question, answer)}')"
        for answer in condition.answers
    ]
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def _write_parts(parts: Sequence[Condition], sign: str, names: Names) -> str:
    return f"({sign.join(write_condition(part, names) for part in parts)})"


def list_languages(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Those of questions, answers and sections, the first one first."""
    texts = [
        *(question.texts for question in questionnaire.questions),
        *(answer.texts for q in questionnaire.questions for answer in q.answers),
        *(section.texts for section in questionnaire.sections),
    ]
    found = [code for one in texts for code in one]
    return tuple(dict.fromkeys([questionnaire.language, *found]))
