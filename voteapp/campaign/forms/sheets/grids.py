"""A form's file as grids of text: .xlsx, .xls or .csv, found out from its bytes."""

from __future__ import annotations

import csv
import io
import warnings
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import openpyxl
import xlrd
from openpyxl.utils import get_column_letter

from voteapp.campaign.forms.sheets.packed import (
    MOST_COLUMNS,
    MOST_ROWS,
    check_packed,
    damaged,
    too_wide,
)
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _

Grid = list[list[str]]
"""Rows of cells, the first one row 1 of its sheet; rows may differ in length."""

MOST_FORM_BYTES = 4 * 1024 * 1024
"""Of a file."""

MOST_SHEETS, LONGEST_CELL = 40, 20_000

_OLD_WORKBOOK = bytes.fromhex("d0cf11e0")
_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "voteapp")


def read_grids(data: bytes) -> dict[str, Grid]:
    """The sheets of a form by their names in small letters.

    Raises InvalidInputError (``file``): neither a workbook nor a table, or larger than any form.
    """
    if len(data) > MOST_FORM_BYTES:
        raise _refuse(_("The file is larger than any form (%(most)d bytes).", most=MOST_FORM_BYTES))
    if data.startswith(b"PK\x03\x04"):
        formulas = check_packed(data)
        return _try(partial(_read_xlsx, formulas=formulas), data)
    if data.startswith(_OLD_WORKBOOK):
        return _try(_read_xls, data)
    return _read_csv(_decode(data))


def _refuse(sentence: str) -> InvalidInputError:
    return InvalidInputError("file", sentence)


def _try(read: Callable[[bytes], dict[str, Grid]], data: bytes) -> dict[str, Grid]:
    """The libraries raise whatever they stumble over in a damaged file."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of parts that no form needs
            return read(data)
    except InvalidInputError:
        raise
    except Exception:
        raise damaged() from None


def _read_xlsx(data: bytes, *, formulas: bool) -> dict[str, Grid]:
    grids = _read_values(data, results=True)
    if formulas:
        _check_results(grids, _read_values(data, results=False))
    return grids


def _read_values(data: bytes, *, results: bool) -> dict[str, Grid]:
    """The sheets, with the results of formulas or with the formulas themselves."""
    book = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=results, keep_links=False
    )
    _check_sheets(book.sheetnames)
    grids: dict[str, Grid] = {}
    for name in book.sheetnames:
        sheet = book[name]
        if not hasattr(sheet, "iter_rows") or name.strip().lower() not in _SHEETS:
            grids[name.strip().lower()] = []
            continue
        sheet.reset_dimensions()  # what the file says of its size need not be so
        # Nothing stands further below or to the right: it was looked for when counting.
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        grids[name.strip().lower()] = _write_grid(rows, name)
    return grids


def _check_results(results: dict[str, Grid], formulas: dict[str, Grid]) -> None:
    """A formula is read by the result that was saved with it; one without must not get lost."""
    for name, grid in formulas.items():
        for number, row in enumerate(grid):
            cells = results[name][number] if number < len(results[name]) else []
            for place, cell in enumerate(row):
                if cell.startswith("=") and (place >= len(cells) or not cells[place]):
                    raise _refuse(
                        _(
                            "Sheet %(sheet)s, row %(row)d: a formula has no result. Write the "
                            "result instead of it, or save the file with a spreadsheet program.",
                            sheet=name,
                            row=number + 1,
                        )
                    )


def _read_xls(data: bytes) -> dict[str, Grid]:
    book = xlrd.open_workbook(
        file_contents=data, on_demand=True, ragged_rows=True, logfile=io.StringIO()
    )
    _check_sheets(book.sheet_names())
    grids: dict[str, Grid] = {}
    for name in book.sheet_names():
        if name.strip().lower() not in _SHEETS:
            grids[name.strip().lower()] = []
            continue
        sheet = book.sheet_by_name(name)
        rows = (
            [_read_xls_cell(cell, book.datemode) for cell in sheet.row(number)]
            for number in range(sheet.nrows)
        )
        grids[name.strip().lower()] = _write_grid(rows, name)
    return grids


def _read_xls_cell(cell: xlrd.sheet.Cell, datemode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:  # by its bare number nobody would know it
        return xlrd.xldate_as_datetime(float(cell.value), 1 if datemode else 0)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None if cell.ctype == xlrd.XL_CELL_ERROR else cell.value


def _check_sheets(names: Sequence[str]) -> None:
    if len(names) > MOST_SHEETS:
        raise _refuse(_("The workbook has more than %(most)d sheets.", most=MOST_SHEETS))
    seen: set[str] = set()
    for name in names:
        known = name.strip().lower()
        if known in seen and known in _SHEETS:
            raise _refuse(
                _("Two sheets are called “%(sheet)s”. Rename or delete one.", sheet=known)
            )
        seen.add(known)


def _write_grid(rows: Iterable[Sequence[object]], sheet: str = "") -> Grid:
    """Rows as texts, without the empty ones behind the last and the empty cells behind each."""
    grid: Grid = []
    for number, row in enumerate(rows):
        cells = [_write_cell(value) for value in row] if any(v is not None for v in row) else []
        for place, cell in enumerate(cells):
            if len(cell) > LONGEST_CELL:
                raise _refuse_cell(sheet, number, place)
        while cells and not cells[-1]:
            cells.pop()
        if not cells and number >= MOST_ROWS:
            continue
        if number >= MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise too_wide()
        grid.append(cells)
    while grid and not grid[-1]:
        grid.pop()
    return grid


def _write_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):  # a cell that is formatted as a day or a time
        return str(value.isoformat())
    return str(value).replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n").strip()


def _refuse_cell(sheet: str, row: int, column: int) -> InvalidInputError:
    """``sheet``: "" in a text; ``row`` and ``column`` count from 0."""
    values = {"row": row + 1, "column": get_column_letter(column + 1), "most": LONGEST_CELL}
    if not sheet:
        return _refuse(
            _(
                "Row %(row)d, column %(column)s: the cell holds more than %(most)d characters.",
                **values,
            )
        )
    return _refuse(
        _(
            "Sheet %(sheet)s, row %(row)d, column %(column)s: the cell holds more than %(most)d "
            "characters.",
            sheet=sheet,
            **values,
        )
    )


def _decode(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = ""
    if not text.strip() or "\x00" in text:
        raise _refuse(
            _("This is no form: give an .xlsx, an .xls, or a .csv that is saved as UTF-8.")
        )
    return text


def _read_csv(text: str) -> dict[str, Grid]:
    """The first delimiter with which the text holds a sheet."""
    for delimiter in ",;\t":
        try:
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            grids = _split_sheets(_write_grid(rows))
        except csv.Error:
            continue
        if grids:
            return grids
    raise _refuse(
        _(
            "No sheet “survey” was found in the text. Begin it with a row “survey”, or save the "
            "form as .xlsx."
        )
    )


def _split_sheets(grid: Grid) -> dict[str, Grid]:
    """Sheets below each other: a name in the first column, then rows that leave it empty.

    Rows keep their numbers in the file. A table with columns of its own is the sheet "survey".
    """
    first = next((cells for cells in grid if cells), [])
    if {"type", "name"} <= {cell.lower() for cell in first}:
        return {"survey": grid}
    grids: dict[str, Grid] = {}
    name = ""
    for number, cells in enumerate(grid):
        if cells and cells[0]:
            name = cells[0].lower()
            grids[name] = [[] for _row in range(number)] + [["", *cells[1:]]]
        elif name:
            grids[name].append(cells)
    return grids if "survey" in grids and any(any(row) for row in grids["survey"]) else {}
