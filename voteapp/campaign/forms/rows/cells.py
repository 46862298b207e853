"""What no row of a form may hold, whatever it asks."""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.forms.rows.choices import MEDIA, refuse_media
from voteapp.campaign.forms.rows.kinds import RowType, tell_who_or_where
from voteapp.campaign.forms.rows.texts import Frame
from voteapp.campaign.forms.sheets.remarks import MOST_REMARKS, Remark
from voteapp.campaign.forms.sheets.tables import Row
from voteapp.errors import gettext as _

MOST_WRITTEN = 60_000
"""Characters of all conditions and constraints of a form."""

_PRELOAD = "jr:preload"
"""What a phone fills in by itself: who has it, which it is, when it was used."""

_ELSEWHERE = ("search(", "image-map", "pulldata(")


def is_comment(row: Row) -> bool:
    """A row in which nothing stands but in columns of its author's own."""
    return not any(column.key in ("type", "name", "label") for column in row.cells)


def find_people(rows: Sequence[Row], types: Sequence[RowType | None]) -> list[Remark]:
    """Where rows collect who or where somebody is, or a phone fills in what it knows of them."""
    found = [
        Remark(row.find_place("type"), type.why)
        for row, type in zip(rows, types, strict=True)
        if type is not None and type.kind == "person" and type.why is not None
    ]
    found += [
        Remark(row.find_place(_PRELOAD), tell_who_or_where(row.read(_PRELOAD)))
        for row in rows
        if row.read(_PRELOAD)
    ]
    return found[:MOST_REMARKS]


def check_written(rows: Sequence[Row], frame: Frame) -> bool:
    """Whether conditions and constraints are short enough to be read; refused if they are not."""
    written = sum(len(row.read(key)) for row in rows for key in ("relevant", "constraint"))
    if written > MOST_WRITTEN:
        frame.remarks.refuse(
            None,
            _(
                "The conditions and constraints of this form are too long (%(count)d "
                "characters; at most %(most)d fit). Make them simpler, or split the form.",
                count=written,
                most=MOST_WRITTEN,
            ),
        )
    return written <= MOST_WRITTEN


def check_cells(row: Row, frame: Frame) -> None:
    """What no row may have."""
    refuse = frame.remarks.refuse
    for key in MEDIA:
        if row.read_texts(key, frame.language):
            refuse(row.find_place(key), refuse_media())
    if any(word in row.read("appearance").lower() for word in _ELSEWHERE):
        refuse(
            row.find_place("appearance"),
            _("The choices come from elsewhere or from a picture. Write them into “choices”."),
        )
    if row.read("choice_filter"):
        refuse(
            row.find_place("choice_filter"),
            _(
                "Everybody is offered the same choices. Make a list for each case, ask one "
                "question with each, and give the questions a condition (relevant)."
            ),
        )
