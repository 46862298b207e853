"""The sheet "survey", row by row: questions, groups, notes, conditions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import msgspec

from voteapp.campaign.forms.logic.comparisons import Known
from voteapp.campaign.forms.logic.conditions import SAID, Scope, join, negate, read_condition
from voteapp.campaign.forms.rows.cells import (
    check_cells,
    check_written,
    find_people,
    is_comment,
)
from voteapp.campaign.forms.rows.choices import Lists
from voteapp.campaign.forms.rows.groups import Group, Headings, Said
from voteapp.campaign.forms.rows.kinds import RowType, is_repeat, read_type
from voteapp.campaign.forms.rows.names import (
    check_name,
    check_names,
    list_others,
    refuse_itself,
)
from voteapp.campaign.forms.rows.questions import read_question
from voteapp.campaign.forms.rows.texts import Frame, read_plain, read_row_texts, read_switch, tell
from voteapp.campaign.forms.sheets.remarks import EnoughError, Place
from voteapp.campaign.forms.sheets.tables import Row, Table
from voteapp.campaign.questionnaire.document import MOST_QUESTIONS, Question, Section, Texts
from voteapp.campaign.questionnaire.rules import Condition, Skip
from voteapp.campaign.texts import LONGEST_DESCRIPTION, LONGEST_TITLE
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _

MOST_GROUPS = 20
"""Groups within groups."""

_MOST_READ = 3 * MOST_QUESTIONS
"""Questions that are looked at in a form that has too many of them."""

_SCALES = ("likert", "list-nolabel")


class Survey:
    """Goes through the rows once; afterwards holds what a questionnaire is made of.

    ``people``: where the form collects who or where somebody is; then nothing else is read.
    ``places``: each question's row by its identity.
    """

    def __init__(self, table: Table, lists: Lists, title: Texts, frame: Frame) -> None:
        self.frame = frame
        self.lists = lists
        self.questions: list[Question] = []
        self.known: dict[str, Known] = {}
        self.headings = Headings(title, frame)
        self._skips: dict[bytes, tuple[Condition, list[str]]] = {}
        self._stack: list[Group] = []
        self._scales: list[tuple[object, str]] = []
        self._run: object = None
        self._unread = 0
        self.places: dict[str, Place] = {}
        rows = [row for row in table.rows if not is_comment(row) and not self._is_disabled(row)]
        types = [read_type(row.read("type")) if row.read("type") else None for row in rows]
        self._others = list_others(rows, types)
        self._counted = Counter(type.kind for type in types if type is not None)
        self.people = find_people(rows, types)
        if self.people:
            return
        if not check_written(rows, frame):
            return
        check_names(rows, frame)
        for row, type in zip(rows, types, strict=True):
            self._read(row, type)
        for group in self._stack:
            frame.remarks.refuse(
                group.row.find_place("type"),
                _("The group is never closed. Add a row end_group where it ends."),
            )
        self.headings.close(0)
        self._finish()

    @property
    def sections(self) -> list[Section]:
        """The sections, in order."""
        return self.headings.sections

    @property
    def left_out(self) -> int:
        """Rows that would have been questions, were there a way to count them."""
        return self._counted["left"]

    def list_skips(self) -> list[Skip]:
        """For each condition that questions have in common, the rule that skips them."""
        return [
            Skip(id=self.frame.draw(), when=negate(condition), questions=names)
            for condition, names in self._skips.values()
        ]

    def _is_disabled(self, row: Row) -> bool:
        disabled = read_switch(row, "disabled", self.frame, usual=False)
        if disabled:
            self.frame.remarks.note(
                row.find_place("disabled"), _("The row is switched off, so it is left out.")
            )
        return disabled

    def _read(self, row: Row, type: RowType | None) -> None:
        if type is None:
            self.frame.remarks.refuse(
                row.find_place("type"), _("The row has no type. Write one, or delete the row.")
            )
        elif type.kind == "refused" and type.why is not None:
            self.frame.remarks.refuse(row.find_place("type"), type.why)
        elif type.kind == "left" and type.why is not None:
            self.frame.remarks.note(row.find_place("type"), type.why)
        elif type.kind in ("begin", "repeat"):
            self._begin(row, type)
        elif type.kind == "end":
            self._end(row)
        elif type.kind == "note":
            self._say(row)
        elif len(self.questions) < _MOST_READ:
            self._ask(row, type)
        else:
            self._unread += 1
            self._others[row.read("name")] = None

    def _begin(self, row: Row, type: RowType) -> None:
        self._run = None
        check_name(row, self.frame)
        if type.kind == "repeat":
            self.frame.remarks.refuse(
                row.find_place("type"),
                _(
                    "A repeat cannot be counted. Ask once, about one of them or about all, and "
                    "take begin_repeat and end_repeat away."
                ),
            )
        group = Group(row, self._list_conditions(row))
        if row.read_texts("label", self.frame.language):
            group.texts = read_row_texts(row, self.frame, LONGEST_TITLE)
        group.table = "table-list" in row.read("appearance").lower().split()
        check_cells(row, self.frame)
        self._stack.append(group)
        if len(self._stack) > MOST_GROUPS:
            self.frame.remarks.refuse(
                row.find_place("type"),
                _(
                    "More than %(most)d groups stand within each other. Take some away.",
                    most=MOST_GROUPS,
                ),
            )
            raise EnoughError

    def _end(self, row: Row) -> None:
        self._run = None
        if not self._stack:
            self.frame.remarks.refuse(
                row.find_place("type"), _("No group is open here. Delete this row.")
            )
            return
        self.headings.close(len(self._stack))
        begun = self._stack.pop().row
        if is_repeat(begun.read("type")) != is_repeat(row.read("type")):
            self.frame.remarks.refuse(
                row.find_place("type"),
                _(
                    "This row does not end what row %(row)d begins. End a group with end_group, "
                    "and what is inside before what is around it.",
                    row=begun.number,
                ),
            )

    def _say(self, row: Row) -> None:
        self._run = None
        check_cells(row, self.frame)
        texts = read_plain(row, "label", self.frame, LONGEST_DESCRIPTION)
        hints = read_plain(row, "hint", self.frame, LONGEST_DESCRIPTION)
        for code, hint in hints.items():
            texts[code] = f"{texts[code]}\n{hint}" if code in texts else hint
        group = next((group for group in reversed(self._stack) if group.texts), None)
        conditions = self._list_conditions(row)
        if texts:
            self.headings.hear(Said(row, texts, conditions, group, len(self._stack)))

    def _ask(self, row: Row, type: RowType) -> None:
        appearance = row.read("appearance").lower()
        if type.kind in ("one", "several") and appearance.split() == ["label"]:
            self._head(row)
            return
        check_name(row, self.frame)
        check_cells(row, self.frame)
        inside = self._stack[-1] if self._stack else None
        likert = any(word in appearance.split() for word in _SCALES)
        likert = type.kind == "one" and (likert or (inside is not None and inside.table))
        known = read_question(row, type, likert, self.lists, self.frame)
        conditions = self._list_conditions(row)
        texts = self.headings.place(known.question, self._stack, conditions)
        question = msgspec.structs.replace(known.question, texts=texts)
        self._keep(row, replace(known, question=question), conditions)
        self._join_scale(row, type, question, inside)

    def _head(self, row: Row) -> None:
        """A row that only heads a table of answers: its text heads the items."""
        check_cells(row, self.frame)
        if self._stack and not self._stack[-1].texts and row.read_texts("label", "-"):
            self._stack[-1].texts = read_row_texts(row, self.frame, LONGEST_TITLE)
            self._run = None
        else:
            self._say(row)

    def _keep(self, row: Row, known: Known, conditions: tuple[Condition, ...]) -> None:
        question = known.question
        self.questions.append(question)
        self.places[question.id] = row.find_place()
        name = row.read("name")
        if name and question.answers:
            self.known.setdefault(name, known)
        elif name:  # its answers were refused: no condition on them needs a word more
            self._others[name] = None
        if not conditions:
            return
        joined = join(conditions)
        key = msgspec.json.encode(joined)
        self._skips.setdefault(key, (joined, []))[1].append(question.id)
        if not question.not_applicable:
            self.frame.remarks.refuse(
                row.find_place("voteapp::not_applicable"),
                _("A question with a condition must offer “not applicable”."),
            )

    def _join_scale(
        self, row: Row, type: RowType, question: Question, inside: Group | None
    ) -> None:
        """Items that follow each other with one list share a scale."""
        own = row.read("voteapp::scale")
        run: object = (type.list_name, id(inside)) if question.kind == "scale" else None
        if own and run is not None:
            run = None if own == "none" else own
        if run is None:
            self._run = None
            return
        if run == self._run:
            self._scales.append((self._scales[-1][0], question.id))
        else:
            self._scales.append((object(), question.id))
        self._run = run

    def _list_conditions(self, row: Row) -> tuple[Condition, ...]:
        """Those of the groups around a row and its own."""
        outer = self._stack[-1].conditions if self._stack else ()
        text = row.read("relevant")
        if not text:
            return outer
        try:
            own = read_condition(text, Scope(self.known, refuse_itself(row, self._others)))
        except InvalidInputError as error:
            if error.field != SAID:
                self.frame.remarks.refuse(row.find_place("relevant"), tell(error))
            return outer
        return outer if own in outer else (*outer, own)

    def _finish(self) -> None:
        counted = Counter(run for run, _name in self._scales)
        drawn: dict[object, str] = {}
        scales = {
            name: drawn.setdefault(run, self.frame.draw())
            for run, name in self._scales
            if counted[run] > 1
        }
        self.questions = [
            msgspec.structs.replace(question, scale=scales.get(question.id))
            for question in self.questions
        ]
        asked = len(self.questions) + self._unread
        if asked > MOST_QUESTIONS:
            self.frame.remarks.refuse(
                None,
                _(
                    "The form asks %(count)d questions; at most %(most)d fit. Split it into parts, "
                    "each a form of its own.",
                    count=asked,
                    most=MOST_QUESTIONS,
                ),
            )
