"""CSV: one line for each answer of each question in each released group, and one for each question
of which nothing was opened, with the reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from voteapp.survey.exports.counting import GroupCounts, QuestionCounts, count_questions
from voteapp.survey.exports.values import Export, Part
from voteapp.survey.figures.released import Withheld
from voteapp.survey.wording.places import name_places

COLUMNS = (
    "election",
    "uuid",
    "question",
    "answer",
    "votes",
    "ballots_counted",
    "entitled",
    "part",
    "group",
    "group_name",
    "question_number",
    "question_id",
    "question_code",
    "answer_id",
    "answer_kind",
    "base",
    "not_applicable",
    "prefer_not",
    "k",
    "withheld",
    "annulled",
)
"""In this order: what was there first stays first."""

_MARK = "\ufeff"
"""Says "UTF-8" to spreadsheets."""

_FORMULAS = "=+-@\uff1d\uff0b\uff0d\uff20\u2212"
"""What a formula begins with, in both widths, and the sign of subtraction."""

Cell = str | int | None


def write_csv(export: Export) -> bytes:
    """The file, in UTF-8 with a mark, lines ended by CR LF; an empty cell is what is not known.

    A text that a spreadsheet could take for a formula is preceded by an apostrophe.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for part in export.parts:
        for row in _list_rows(part):
            cells = {**row, "annulled": "" if export.annulled is None else "annulled"}
            writer.writerow([_write_cell(cells.get(name)) for name in COLUMNS])
    return (_MARK + file.getvalue()).encode()


def _write_cell(value: Cell) -> str | int:
    if value is None:
        return ""
    return _disarm(value) if isinstance(value, str) else value


def _disarm(text: str) -> str:
    """Programs skip what is blank before a formula, and some read its wide signs, too."""
    bare = "".join(c for c in text if not c.isspace() and c.isprintable())
    armed = bare[:1] in tuple(_FORMULAS) or text[:1] in ("\t", "\r", "\n")
    return "'" + text if armed else text


def _list_rows(part: Part) -> Iterator[dict[str, Cell]]:
    for counted in count_questions(part):
        asked = _describe_question(part, counted)
        for group in counted.groups:
            yield from ({**asked, **row} for row in _list_answers(counted, group))
        for held in part.release.withheld:
            yield {**asked, **_describe_withheld(part, held)}


def _describe_question(part: Part, counted: QuestionCounts) -> dict[str, Cell]:
    return {
        "election": part.title,
        "uuid": part.uuid,
        "part": part.questionnaire.part,
        "k": part.release.k,
        "question": counted.text,
        "question_number": counted.number,
        "question_id": counted.question.id,
        "question_code": counted.question.code,
    }


def _list_answers(counted: QuestionCounts, group: GroupCounts) -> Iterator[dict[str, Cell]]:
    for choice, votes in zip(counted.choices, group.votes, strict=True):
        yield {
            "answer": choice.text,
            "answer_id": choice.id,
            "answer_kind": choice.kind,
            "votes": votes,
            "group": group.group.code,
            "group_name": name_places(group.group.places),
            "ballots_counted": group.group.accepted,
            "entitled": group.entitled,
            "base": group.base,
            "not_applicable": group.not_applicable,
            "prefer_not": group.prefer_not,
        }


def _describe_withheld(part: Part, held: Withheld) -> dict[str, Cell]:
    return {
        "group_name": name_places(held.places),
        "ballots_counted": held.accepted,
        "entitled": part.count_entitled(held.places),
        "withheld": held.reason,
    }
