"""One row of the survey as a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from voteapp.campaign.forms.logic.comparisons import Known
from voteapp.campaign.forms.logic.constraints import Choosing, read_choosing, read_range
from voteapp.campaign.forms.logic.numbers import (
    check_cover,
    create_bins,
    read_bins,
    read_parameters,
    read_slider,
    write_bin,
)
from voteapp.campaign.forms.rows.choices import Answers, Lists, read_answers
from voteapp.campaign.forms.rows.kinds import RowType
from voteapp.campaign.forms.rows.texts import Frame, read_row_texts, read_switch, tell
from voteapp.campaign.forms.sheets.tables import Column, Row
from voteapp.campaign.questionnaire.document import Answer, Bin, Kind, Question, Text
from voteapp.campaign.texts import LONGEST_QUESTION
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _

T = TypeVar("T")

LONGEST_CODE = 20
"""Characters of a question's code; a longer name is kept out of it."""

_CARRIED = ("start", "end", "step")


@dataclass(frozen=True)
class _Shape:
    """What a row's type and cells make of a question beside its texts."""

    kind: Kind
    answers: Answers
    choosing: Choosing


def read_question(row: Row, type: RowType, likert: bool, lists: Lists, frame: Frame) -> Known:
    """The question of a row, and what its choices are called. What is wrong is refused.

    ``likert``: the row is one of a table or scale.
    """
    texts = read_row_texts(row, frame, LONGEST_QUESTION)
    _note_parameters(row, type, frame)
    if type.kind in ("one", "several"):
        shape = _read_choices(row, type, likert, lists, frame)
    else:
        shape = _read_number(row, type, lists, frame)
    listed = [
        _stand_alone(answer, name, shape.choosing.alone)
        for answer, name in zip(shape.answers.listed, _list_names(shape.answers), strict=True)
    ]
    question = Question(
        id=frame.draw(),
        code=_read_code(row),
        kind=shape.kind,
        scale=None,
        texts=texts,
        min=shape.choosing.least,
        max=shape.choosing.most,
        answers=listed,
        not_applicable=read_switch(row, "voteapp::not_applicable", frame, usual=True),
        prefer_not=read_switch(row, "voteapp::prefer_not", frame, usual=True),
        reversed=read_switch(row, "voteapp::reversed", frame, usual=False),
    )
    return Known(question, shape.answers.names)


def _list_names(answers: Answers) -> list[str]:
    called = {identity: name for name, identity in answers.names.items()}
    return [called.get(answer.id, "") for answer in answers.listed]


def _stand_alone(answer: Answer, name: str, alone: frozenset[str]) -> Answer:
    if name not in alone:
        return answer
    return Answer(
        id=answer.id,
        texts=answer.texts,
        alone=True,
        substantive=answer.substantive,
        bin=answer.bin,
    )


def _read_code(row: Row) -> str:
    if Column("voteapp::code", "") in row.headings:
        return row.read("voteapp::code")
    name = row.read("name")
    return name if len(name) <= LONGEST_CODE else ""


def _note_parameters(row: Row, type: RowType, frame: Frame) -> None:
    given = set(read_parameters(row.read("parameters")))
    left = given - set(_CARRIED if type.kind == "range" else ())
    if row.read("parameters") and (left or not given):
        frame.remarks.note(
            row.find_place("parameters"),
            _(
                "Left out: %(options)s. Answers stand in the order of their list, for everybody.",
                options=", ".join(sorted(left)) or row.read("parameters"),
            ),
        )


def _read_choices(row: Row, type: RowType, likert: bool, lists: Lists, frame: Frame) -> _Shape:
    answers = read_answers(row.find_place("type"), type.list_name, lists, frame)
    one = Choosing(1, 1, frozenset())
    constraint = row.read("constraint")
    if type.kind == "one":
        if constraint:
            frame.remarks.refuse(
                row.find_place("constraint"),
                _(
                    "A constraint on one choice cannot be carried over. Delete it, and the choices "
                    "that nobody should take."
                ),
            )
        return _Shape("scale" if likert else "one", answers, one)
    names = list(answers.names)
    for name in names:
        if " " in name:
            frame.remarks.refuse(
                row.find_place("type"),
                _(
                    "The choice “%(name)s” of the list has a space in its name. Take it out.",
                    name=name,
                ),
            )
    choosing = Choosing(1, len(names), frozenset())
    if constraint and names:
        choosing = _try(
            row, "constraint", lambda: read_choosing(constraint, names), frame, choosing
        )
    # A choice that every question offers by itself counts in the form's constraint, and not here.
    fits = max(len(answers.listed), 1)
    choosing = Choosing(min(choosing.least, fits), min(choosing.most, fits), choosing.alone)
    return _Shape("several", answers, _read_own_numbers(row, choosing, frame))


def _read_own_numbers(row: Row, choosing: Choosing, frame: Frame) -> Choosing:
    """How many answers, where an export had to say it in columns of its own."""
    found = []
    for key, usual in (("voteapp::min", choosing.least), ("voteapp::max", choosing.most)):
        cell = row.read(key) or str(usual)
        if not cell.isascii() or not cell.isdigit() or len(cell) > 3:
            frame.remarks.refuse(row.find_place(key), _("Write a whole number."))
            cell = str(usual)
        found.append(int(cell))
    return Choosing(found[0], found[1], choosing.alone)


def _read_number(row: Row, type: RowType, lists: Lists, frame: Frame) -> _Shape:
    one = Choosing(1, 1, frozenset())
    own = row.read("voteapp::answers")
    if own:
        return _Shape(
            "number", read_answers(row.find_place("voteapp::answers"), own, lists, frame), one
        )
    if type.kind == "decimal":
        frame.remarks.note(
            row.find_place("type"),
            _("Whole numbers are asked for: what stands behind the point is left out."),
        )
    bins, kind = _read_number_bins(row, type, frame)
    names = [write_bin(found) for found in bins]
    texts = {name: {code: Text(text=name) for code in frame.languages} for name in names}
    listed = [
        Answer(id=frame.draw(), texts=texts[name], bin=found)
        for name, found in zip(names, bins, strict=True)
    ]
    answers = Answers(listed, {name: a.id for name, a in zip(names, listed, strict=True)})
    return _Shape(kind, answers, one)


def _read_number_bins(row: Row, type: RowType, frame: Frame) -> tuple[list[Bin], Kind]:
    cell, constraint = row.read("voteapp::bins"), row.read("constraint")
    none: list[Bin] = []
    if cell:
        bins = _try(row, "voteapp::bins", lambda: read_bins(cell), frame, none)
        if bins and constraint:
            _check_constraint(row, constraint, bins, frame)
        return bins, "number"
    if type.kind == "range":
        parameters = read_parameters(row.read("parameters"))
        start, end, step = _try(
            row, "parameters", lambda: read_slider(parameters), frame, (1, 0, 1)
        )
        bins = _try(row, "parameters", lambda: create_bins(start, end, step), frame, none)
        return bins, "number" if step == 1 else "one"
    if not constraint:
        frame.remarks.refuse(
            row.find_place("type"),
            _(
                "A number needs bins: say in a column “voteapp::bins” which numbers are one "
                "answer, as in bins: 0,1,2-4,5+, or close the range with a constraint, as in "
                ". >= 0 and . <= 10"
            ),
        )
        return [], "number"
    low, high = _try(row, "constraint", lambda: read_range(constraint), frame, (1, 0))
    return _try(row, "constraint", lambda: create_bins(low, high), frame, none), "number"


def _check_constraint(row: Row, constraint: str, bins: Sequence[Bin], frame: Frame) -> None:
    """Bins say which numbers there are; a constraint beside them may not allow others."""
    low, high = _try(row, "constraint", lambda: read_range(constraint), frame, (-1, -1))
    if low < 0:
        return
    _try(row, "voteapp::bins", lambda: check_cover(bins, low, high), frame, None)
    end = bins[-1].high
    if bins[0].low < low or (end is not None and end > high):
        frame.remarks.note(
            row.find_place("constraint"),
            _("The bins say which numbers can be typed, so the constraint is left out."),
        )


def _try(row: Row, key: str, read: Callable[[], T], frame: Frame, usual: T) -> T:
    """What a cell says; where it cannot be understood it is refused, and ``usual`` is returned."""
    try:
        return read()
    except InvalidInputError as error:
        frame.remarks.refuse(row.find_place(key), tell(error))
        return usual
