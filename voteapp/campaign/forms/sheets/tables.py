"""A sheet with its columns understood: which property a column holds, in which language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from voteapp.campaign.forms.sheets.grids import Grid
from voteapp.campaign.forms.sheets.languages import read_language
from voteapp.campaign.forms.sheets.remarks import Place, Remarks
from voteapp.errors import gettext as _


class Column(NamedTuple):
    """``key``: the property, in small letters; ``language``: a code, "" where none is named."""

    key: str
    language: str


_ALIASES = {
    "big_image": "big-image",
    "calculate": "calculation",
    "caption": "label",
    "constraintmsg": "constraint_message",
    "constraint_msg": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "jr:requiredmsg": "required_message",
    "readonly": "read_only",
    "relevance": "relevant",
}
_ALIASES_OF_SHEETS = {
    ("choices", "list"): "list_name",
    ("choices", "value"): "name",
    ("settings", "id_string"): "form_id",
    ("settings", "title"): "form_title",
}
_PREFIXES = ("bind", "body", "control", "instance", "media")
_WITH_LANGUAGE = (
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "image",
    "big-image",
    "audio",
    "video",
    "form_title",
    "media",
    "bind",
)


@dataclass(frozen=True)
class Row:
    """One row of a sheet: what stands in its cells, and under which headings."""

    sheet: str
    number: int
    cells: Mapping[Column, str]
    headings: Mapping[Column, str]

    def read(self, key: str) -> str:
        """The cell of a property without a language; "" where it is empty."""
        return self.cells.get(Column(key, ""), "")

    def read_texts(self, key: str, language: str) -> dict[str, str]:
        """A property's cells by language; one without a language is in ``language``."""
        found = {c.language or language: text for c, text in self.cells.items() if c.key == key}
        order = sorted(found, key=lambda code: code != language)
        return {code: found[code] for code in order}

    def find_place(self, key: str = "", language: str = "") -> Place:
        """Where a property's cell is; without a key the row."""
        column = Column(key, language)
        if column not in self.headings:
            column = next((c for c in self.headings if c.key == key), column)
        return Place(self.sheet, self.number, self.headings.get(column, key))


@dataclass(frozen=True)
class Table:
    """A sheet: its headings by column, its rows that are not empty."""

    name: str
    headings: Mapping[Column, str]
    rows: Sequence[Row]


def read_table(name: str, grid: Grid, remarks: Remarks) -> Table:
    """A sheet's rows by property; headings that cannot be understood are refused."""
    begin = next((number for number, cells in enumerate(grid) if any(cells)), len(grid))
    columns: dict[int, Column] = {}
    headings: dict[Column, str] = {}
    for number, heading in enumerate(grid[begin] if begin < len(grid) else []):
        if not heading:
            continue
        column = _read_heading(Place(name, begin + 1, heading), heading, remarks)
        if column in headings:
            remarks.refuse(
                Place(name, begin + 1, heading),
                _("Two columns hold the same. Delete or rename one of them."),
            )
        columns[number] = column
        headings.setdefault(column, heading)
    rows = [
        Row(name, place, found, headings)
        for place, cells in enumerate(grid[begin + 1 :], begin + 2)
        if (found := {columns[n]: text for n, text in enumerate(cells) if text and n in columns})
    ]
    return Table(name, headings, rows)


def _read_heading(place: Place, heading: str, remarks: Remarks) -> Column:
    parts = [part.strip() for part in heading.split("::")]
    if len(parts) == 1 and ":" in heading:
        begin, _colon, end = heading.partition(":")
        if begin.strip().lower() in _WITH_LANGUAGE:
            parts = [begin.strip(), end.strip()]
    own = parts[0].lower() == "voteapp" and len(parts) > 1
    if own:
        parts = [f"voteapp::{parts[1]}", *parts[2:]]
    elif parts[0].lower() in _PREFIXES and len(parts) > 1:
        parts = parts[1:]
    key = re.sub(r"\s+", "_", parts[0].lower())
    key = _ALIASES_OF_SHEETS.get((place.sheet, key), _ALIASES.get(key, key))
    if len(parts) == 1 or not (own or key in _WITH_LANGUAGE):
        return Column("::".join([key, *parts[1:]]), "")
    language = read_language(parts[1])
    if not language:
        remarks.refuse(
            place,
            _(
                "The column does not say which language it is in. Write its code in brackets, as "
                "in “label::Español (es)”."
            ),
        )
    return Column(key, language or parts[1])
