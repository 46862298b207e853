"""Names of rows, and what to say of a condition that looks at one that is no earlier question."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Mapping, Sequence

from voteapp.campaign.forms.rows.kinds import RowType
from voteapp.campaign.forms.rows.texts import Frame
from voteapp.campaign.forms.sheets.tables import Row
from voteapp.errors import Sentence
from voteapp.errors import gettext as _

_NAME = re.compile(r"[^\W\d][\w.-]*\Z")


def check_name(row: Row, frame: Frame) -> None:
    """Refuse a row without a name that conditions can say."""
    name = row.read("name")
    if not name:
        frame.remarks.refuse(
            row.find_place("name"), _("The row has no name. Write one, without spaces.")
        )
    elif not _NAME.match(name):
        frame.remarks.refuse(
            row.find_place("name"),
            _("A name begins with a letter and has letters, digits, “_”, “-” and “.” only."),
        )


def check_names(rows: Sequence[Row], frame: Frame) -> None:
    """Refuse a name that is given twice."""
    seen: dict[str, int] = {}
    for row in rows:
        name = row.read("name")
        if name and name in seen and not row.read("type").lower().startswith("end"):
            frame.remarks.refuse(
                row.find_place("name"),
                _(
                    "The name “%(name)s” is given twice (also in row %(row)d). Rename one.",
                    name=name,
                    row=seen[name],
                ),
            )
        seen.setdefault(name, row.number)


def list_others(rows: Sequence[Row], types: Sequence[RowType | None]) -> dict[str, Sentence | None]:
    """By name, why a row cannot be looked at; None where the row itself is refused.

    A question is here for the conditions that stand before it.
    """
    found: dict[str, Sentence | None] = {}
    for row, type in zip(rows, types, strict=True):
        name = row.read("name")
        if not name:
            continue
        if type is None or type.kind in ("refused", "person"):
            found[name] = None
        elif type.kind == "left":
            found[name] = _(
                "“%(name)s” is left out, so no condition can look at it. Write the condition with "
                "the questions that it was made of.",
                name=name,
            )
        elif type.kind in ("note", "begin", "end", "repeat"):
            found[name] = _("“%(name)s” has no answer to look at.", name=name)
        else:
            found[name] = _(
                "“%(name)s” is asked later (row %(row)d). Move it before this row.",
                name=name,
                row=row.number,
            )
    return found


def refuse_itself(row: Row, others: Mapping[str, Sentence | None]) -> Mapping[str, Sentence | None]:
    """``others`` as a row's own condition meets them: it can look at no answer of its own."""
    name = row.read("name")
    own: dict[str, Sentence | None] = {
        name: _(
            "The condition looks at “%(name)s” itself, which is not answered yet. Name an earlier "
            "question, or delete the condition.",
            name=name,
        )
    }
    return ChainMap(own, dict(others)) if name else others
