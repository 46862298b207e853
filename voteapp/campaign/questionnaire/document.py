"""``questionnaire.json`` as an object: docs/formats.md, "Questionnaire"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from voteapp.campaign.canonical import Record
from voteapp.campaign.questionnaire.rules import Rule

Kind = Literal["one", "several", "scale", "number"]
Source = Literal["law", "policy", "contract"]

MOST_ANSWERS, MOST_QUESTIONS = 60, 60
"""Of a question, and of a questionnaire: what people write; the format itself has no such bound."""


class Text(Record, frozen=True, kw_only=True):
    """What people read in one language; ``help`` stands smaller beside it and may be empty."""

    text: str
    help: str = ""


Texts = dict[str, Text]
"""A text by language."""


class Words(Record, frozen=True, kw_only=True):
    """What the two answers are called that every question may have beside its own."""

    not_applicable: str
    prefer_not: str


WORDS: Mapping[str, Words] = {
    "vote": Words(not_applicable="Not applicable", prefer_not="No answer (blank)"),
    "survey": Words(not_applicable="Not applicable", prefer_not="Prefer not to answer"),
}
"""By kind: what these answers are called where nobody says otherwise."""


class Bin(Record, frozen=True, kw_only=True):
    """The numbers that an answer stands for, both inclusive; ``high`` None: open upwards."""

    low: int
    high: int | None


class Answer(Record, frozen=True, kw_only=True):
    """One answer. ``alone``: with no other; ``substantive``: counted in a share's base."""

    id: str
    texts: Texts
    alone: bool = False
    substantive: bool = True
    bin: Bin | None = None


class Question(Record, frozen=True, kw_only=True):
    """One question, of which ``min`` to ``max`` answers are chosen.

    ``not_applicable`` is one more answer, the record's last; ``prefer_not`` is its blank.
    """

    id: str
    code: str
    kind: Kind
    scale: str | None
    texts: Texts
    min: int
    max: int
    answers: list[Answer]
    not_applicable: bool
    prefer_not: bool
    reversed: bool


class Section(Record, frozen=True, kw_only=True):
    """Questions from ``first`` to the next section's, under a heading of their own."""

    id: str
    first: str
    texts: Texts


class Limit(Record, frozen=True, kw_only=True):
    """At most ``limit`` of what is ``counted`` for one person in one leaf, and who says so.

    ``roles``: the people whom it covers; ``covered``: the hospitals or wards. ``source`` and the
    days are None where nobody said them. ``checked``: the day on which ``checked_by`` compared it
    with the text that ``citation`` names.
    """

    limit: int
    counted: str
    source: Source | None
    citation: str
    address: str
    condition: str
    shift: str
    roles: list[str]
    covered: str = ""
    since: str | None = msgspec.field(name="from")
    until: str | None
    checked: str | None
    checked_by: str


class Questionnaire(Record, frozen=True, kw_only=True):
    """What one part of a campaign asks; the fields are those of docs/formats.md."""

    type: Literal["voteapp-questionnaire"] = "voteapp-questionnaire"
    version: Literal[1] = 1
    part: str
    kind: Literal["vote", "survey"]
    language: str
    texts: Texts
    words: dict[str, Words]
    sections: list[Section]
    questions: list[Question]
    limits: dict[str, Limit | None]
    asked: dict[str, list[str]]
    rules: list[Rule]


def read_text(texts: Mapping[str, Text], language: str) -> str:
    """The text in a language; nothing where it was not written."""
    found = texts.get(language)
    return found.text if found else ""


def read_help(texts: Mapping[str, Text], language: str) -> str:
    """The help in a language; nothing where it was not written."""
    found = texts.get(language)
    return found.help if found else ""


def list_ids(questionnaire: Questionnaire) -> Iterable[str]:
    """Every identity that a questionnaire gives: its own, and of whatever it holds.

    A scale's is given once, by the first of its questions.
    """
    yield questionnaire.part
    yield from (section.id for section in questionnaire.sections)
    yield from (rule.id for rule in questionnaire.rules)
    yield from dict.fromkeys(q.scale for q in questionnaire.questions if q.scale is not None)
    for question in questionnaire.questions:
        yield question.id
        yield from (answer.id for answer in question.answers)
