"""Columns and sheets that nothing is made of: each is said once, so that nobody misses it later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voteapp.campaign.forms.sheets.grids import Grid
from voteapp.campaign.forms.sheets.remarks import Place, Remarks
from voteapp.campaign.forms.sheets.tables import Row, Table
from voteapp.campaign.questionnaire.document import Questionnaire, Texts
from voteapp.errors import gettext as _

_USED: Mapping[str, frozenset[str]] = {
    "survey": frozenset(
        [
            "type",
            "name",
            "label",
            "hint",
            "appearance",
            "relevant",
            "constraint",
            "parameters",
            "choice_filter",
            "disabled",
            "image",
            "big-image",
            "audio",
            "video",
            "media",
            "voteapp::bins",
            "voteapp::answers",
            "voteapp::code",
            "voteapp::scale",
            "voteapp::reversed",
            "voteapp::not_applicable",
            "voteapp::prefer_not",
            "voteapp::min",
            "voteapp::max",
        ]
    ),
    "choices": frozenset(
        [
            "list_name",
            "name",
            "label",
            "hint",
            "image",
            "big-image",
            "audio",
            "video",
            "media",
            "voteapp::alone",
            "voteapp::substantive",
            "voteapp::bin",
        ]
    ),
    "settings": frozenset(
        [
            "form_title",
            "form_id",
            "default_language",
            "version",
            "style",
            "voteapp::kind",
            "voteapp::version",
            "voteapp::not_applicable",
            "voteapp::prefer_not",
        ]
    ),
    "voteapp": frozenset(("kind", "name", "content")),
}
_SILENT_SHEETS = frozenset((*_USED, "external_choices", "entities"))


def note_columns(tables: Iterable[Table], remarks: Remarks) -> None:
    """What stands in columns that are not carried over."""
    for table in tables:
        keys = dict.fromkeys(
            column.key
            for row in table.rows
            for column in row.cells
            if column.key not in _USED[table.name] and not _is_unasked(row)
        )
        for key in keys:
            rows = [row for row in table.rows if any(c.key == key for c in row.cells)]
            _note_column(key, rows, remarks)


def _is_unasked(row: Row) -> bool:
    """A row that is left out as a whole: its cells need no word more."""
    return row.sheet == "survey" and row.read("type").lower() in ("calculate", "hidden")


def _note_column(key: str, rows: list[Row], remarks: Remarks) -> None:
    column = next(c for c in rows[0].cells if c.key == key)
    place = rows[0].find_place(key, column.language)
    numbers = ", ".join(str(row.number) for row in rows[:20])
    if key in ("required", "required_message"):
        remarks.note(
            place,
            _(
                "Left out: whether an answer is required (rows %(rows)s). Every question can be "
                "answered with “prefer not to answer”.",
                rows=numbers,
            ),
        )
    elif key == "constraint_message":
        remarks.note(
            place,
            _(
                "Left out: what is said of an answer that does not fit (rows %(rows)s). The phone "
                "says it in words of its own.",
                rows=numbers,
            ),
        )
    elif key == "guidance_hint":
        remarks.note(
            place, _("Left out: words for people who ask others (rows %(rows)s).", rows=numbers)
        )
    elif key in ("default", "calculation", "read_only", "trigger"):
        remarks.note(
            place,
            _(
                "Left out: no answer is given beforehand or worked out (rows %(rows)s).",
                rows=numbers,
            ),
        )
    else:
        remarks.note(
            place, _("Left out: nothing is made of this column (rows %(rows)s).", rows=numbers)
        )


def note_sheets(grids: Mapping[str, Grid], remarks: Remarks) -> None:
    """Refuse sheets of lists from elsewhere, and name those that are not read."""
    for name, grid in grids.items():
        if name in ("external_choices", "entities") and any(any(cells) for cells in grid):
            remarks.refuse(
                Place(name),
                _("Lists from elsewhere are not taken over. Write the choices into “choices”."),
            )
        elif name not in _SILENT_SHEETS:
            remarks.note(Place(name), _("Left out: this sheet is not part of the form."))


def note_translations(
    questionnaire: Questionnaire, languages: Iterable[str], remarks: Remarks
) -> None:
    """How many texts of questions and answers a language lacks."""
    texts: list[Texts] = [question.texts for question in questionnaire.questions]
    texts += [answer.texts for q in questionnaire.questions for answer in q.answers]
    for code in languages:
        missing = sum(code not in found for found in texts)
        if missing:
            remarks.note(
                None,
                _(
                    "Texts missing in %(language)s: %(count)d. They are shown in the first "
                    "language.",
                    language=code,
                    count=missing,
                ),
            )
