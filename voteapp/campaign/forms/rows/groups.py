"""Groups of a form: what they ask first, their headings and the notes that stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from voteapp.campaign.forms.rows.texts import Frame, add_help, join_texts
from voteapp.campaign.forms.sheets.tables import Row
from voteapp.campaign.questionnaire.document import Question, Section, Text, Texts
from voteapp.campaign.questionnaire.rules import Condition
from voteapp.errors import gettext as _


@dataclass(eq=False)
class Group:
    """A group that has begun. ``texts``: its heading, empty where it has none; ``table``: its
    questions with one choice are items of a scale; ``opened``: it has its section already."""

    row: Row
    conditions: tuple[Condition, ...]
    texts: Texts = field(default_factory=dict)
    table: bool = False
    opened: bool = False


@dataclass(frozen=True)
class Said:
    """A note that waits for the question it stands before."""

    row: Row
    texts: dict[str, str]
    conditions: tuple[Condition, ...]
    group: Group | None
    depth: int


class Headings:
    """Goes along with the rows and finds for each question its section and its notes."""

    def __init__(self, title: Texts, frame: Frame) -> None:
        self.title = title
        self.frame = frame
        self.introduction: list[dict[str, str]] = []
        self.sections: list[Section] = []
        self._under: Group | None = None
        self._waiting: list[Said] = []
        self._begun = False

    def hear(self, said: Said) -> None:
        """A note: part of the introduction where nothing was asked and no heading stands yet."""
        if not self._begun and said.group is None and not said.conditions:
            self.introduction.append(said.texts)
        else:
            self._waiting.append(said)

    def close(self, depth: int) -> None:
        """A group at this depth ends: what was said in it for a question never asked is lost."""
        for said in self._waiting:
            if said.depth >= depth:
                self._drop(said)
        self._waiting = [said for said in self._waiting if said.depth < depth]

    def place(
        self, question: Question, stack: Sequence[Group], conditions: tuple[Condition, ...]
    ) -> Texts:
        """Open the question's section where it has one; returns its texts with notes before it."""
        self._begun = True
        group = next((group for group in reversed(stack) if group.texts), None)
        beside: list[dict[str, str]] = []
        above: list[dict[str, str]] = []
        opens = group is not self._under
        for said in self._waiting:
            if not all(one in conditions for one in said.conditions):
                self._drop(said)
            elif opens and said.group is group and group is not None and not said.conditions:
                above.append(said.texts)
            else:
                beside.append(said.texts)
        self._waiting = []
        if opens:
            self._open(question, group, stack, above)
        texts = question.texts
        for words in reversed(beside):
            texts = add_help(texts, words)
        return texts

    def _open(
        self,
        question: Question,
        group: Group | None,
        stack: Sequence[Group],
        notes: Sequence[dict[str, str]],
    ) -> None:
        texts = {code: Text(text=text.text) for code, text in self.title.items()}
        if group is not None:
            fresh = [one for one in stack if one.texts and (one is group or not one.opened)]
            texts = fresh[0].texts
            for one in fresh[1:]:
                texts = join_texts(texts, one.texts, " – ")
            for one in fresh:
                one.opened = True
        for words in notes:
            texts = _add_after(texts, words)
        self.sections.append(Section(id=self.frame.draw(), first=question.id, texts=texts))
        self._under = group

    def _drop(self, said: Said) -> None:
        self.frame.remarks.note(
            said.row.find_place("label"),
            _(
                "No question follows that this note could stand before, so it is left out. Say it "
                "in the introduction or with a question."
            ),
        )


def _add_after(texts: Texts, words: dict[str, str]) -> Texts:
    """A section's notes stand behind its own hint."""
    return {
        code: Text(
            text=text.text,
            help="\n\n".join(part for part in (text.help, words.get(code, "")) if part),
        )
        for code, text in texts.items()
    }
