"""Sheets of text as a workbook (.xlsx)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _


def write_workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """The bytes of a workbook; every cell is text, also one that looks like a formula.

    Raises InvalidInputError (``file``): a text has a character that no workbook can hold.
    """
    texts = (text for rows in sheets.values() for row in rows for text in row)
    if any(ILLEGAL_CHARACTERS_RE.search(text) for text in texts):
        raise InvalidInputError("file", _("A text has a character that no spreadsheet can hold."))
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            cells = [WriteOnlyCell(sheet, value=text or None) for text in row]
            for cell in cells:
                if cell.value is not None:
                    cell.data_type = "s"
            sheet.append(cells)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
