"""What of a part is to be translated into a language, and how far that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.edits import list_blocks
from voteapp.campaign.questionnaire.translations import WORDS_OF, read_language
from voteapp.services.values.drafts import ElectionDraft

Kind = Literal[
    "title",
    "introduction",
    "heading",
    "heading-introduction",
    "question",
    "help",
    "answer",
    "answer-help",
    "not-applicable",
    "prefer-not",
]


@dataclass(frozen=True)
class Row:
    """One text: what the first language says, what was written in the other.

    ``number`` counts the answers of a question. ``earlier``: the first language's wording of which
    the translation was made, where that reads otherwise by now.
    """

    name: str
    kind: Kind
    number: int
    source: str
    text: str
    earlier: str | None


@dataclass(frozen=True)
class Group:
    """Texts that belong together: those of the part, of a heading, of a question, or the answers
    that the questions ``first`` and ``last`` share with those between."""

    kind: Literal["part", "heading", "question", "answers", "words"]
    rows: tuple[Row, ...]
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Progress:
    """How many texts of how many are translated, and how many of them need another look.

    ``complete``: members can choose the language, because only help is missing, or nothing.
    """

    language: str
    done: int
    total: int
    outdated: int
    complete: bool


def list_groups(election: ElectionDraft, language: str) -> list[Group]:
    """Everything that people read of a part, in the order of reading."""
    find = _Finder(election, language)
    questionnaire = election.questionnaire
    groups = [Group("part", find.rows("part", "title", "introduction"))]
    sections = {section.first: section.id for section in questionnaire.sections}
    for block in list_blocks(questionnaire):
        begins = next((sections[q.id] for q in block if q.id in sections), None)
        if begins is not None:
            rows = find.rows(begins, "heading", "heading-introduction")
            groups.append(Group("heading", rows, block[0].id))
        groups += _list_of_block(find, block)
    if questionnaire.kind == "survey":
        kinds: tuple[Kind, Kind] = ("not-applicable", "prefer-not")
        words = [find.row(name, kind) for name, kind in zip(WORDS_OF, kinds, strict=True)]
        groups.append(Group("words", tuple(words)))
    return groups


def _list_of_block(find: _Finder, block: list[Question]) -> Iterator[Group]:
    for question in block:
        rows = find.rows(question.id, "question", "help")
        if len(block) == 1:
            rows += find.answers(question)
        yield Group("question", rows, question.id)
    if len(block) > 1:
        yield Group("answers", find.answers(block[0]), block[0].id, block[-1].id)


def measure(election: ElectionDraft, language: str) -> Progress:
    """How far the translation of a part is."""
    rows = [row for group in list_groups(election, language) for row in group.rows]
    wanted = [row for row in rows if row.source]
    return Progress(
        language,
        done=sum(bool(row.text) for row in wanted),
        total=len(wanted),
        outdated=sum(row.earlier is not None for row in rows),
        complete=all(row.text for row in wanted if not row.name.startswith("help.")),
    )


def measure_all(election: ElectionDraft) -> list[Progress]:
    """Those of all languages but the first."""
    return [measure(election, language) for language in election.languages]


class _Finder:
    """Rows by the names of texts."""

    def __init__(self, election: ElectionDraft, language: str) -> None:
        questionnaire: Questionnaire = election.questionnaire
        self.sources = read_language(questionnaire, questionnaire.language)
        self.texts = read_language(questionnaire, language)
        self.earlier = election.earlier.get(language, {})

    def row(self, name: str, kind: Kind, number: int = 0) -> Row:
        return Row(name, kind, number, self.sources[name], self.texts[name], self.earlier.get(name))

    def rows(self, identity: str, text: Kind, help: Kind, number: int = 0) -> tuple[Row, ...]:
        """A text, and its help where there is one in either language."""
        found = (
            self.row(f"text.{identity}", text, number),
            self.row(f"help.{identity}", help, number),
        )
        return tuple(row for row in found if row.kind == text or row.source or row.text)

    def answers(self, question: Question) -> tuple[Row, ...]:
        return tuple(
            row
            for number, answer in enumerate(question.answers, start=1)
            for row in self.rows(answer.id, "answer", "answer-help", number)
        )
