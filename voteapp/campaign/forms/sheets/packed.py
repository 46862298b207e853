"""A workbook's parts, counted before a library builds anything of them.

What is packed small can unpack to millions of cells or to a row with a number of twelve digits.
Whatever is read later was gone through here once, in little memory.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import IO, NoReturn
from xml.parsers import expat

from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _

MOST_UNPACKED = 32 * 1024 * 1024
"""Bytes of what a packed file holds: forms take some tens of kilobytes."""

MOST_ROWS, MOST_COLUMNS = 5000, 200
"""Of a sheet that holds anything."""

MOST_ROW_NUMBER = 1_048_576
"""The last row that a spreadsheet has."""

MOST_PARTS, MOST_ELEMENTS, MOST_ELEMENTS_BESIDE = 1000, 500_000, 50_000
"""Parts of a workbook, elements of all together, and of one that holds neither cells nor texts:
that one is built as a whole in memory."""

MOST_DEEP = 100
"""Elements within elements: a workbook's have about ten."""

_LARGE = ("sheetData", "sst")
_VALUES = ("v", "is", "f")
_READ_AT_ONCE = 64 * 1024
_LETTERS = re.compile(r"[A-Za-z]{0,3}")


@dataclass
class _Count:
    """Of a whole workbook."""

    elements: int = 0
    formulas: bool = False


def check_packed(data: bytes) -> bool:
    """Refuse what is no workbook or larger than any form; says whether there are formulas.

    Raises InvalidInputError (``file``).
    """
    count = _Count()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > MOST_PARTS:
                _refuse_size()
            if "[Content_Types].xml" not in packed.namelist():
                raise InvalidInputError(
                    "file",
                    _("This is a packed file, but no workbook. Save the form as .xlsx."),
                )
            for part in parts:
                with packed.open(part) as opened:
                    _Part(count).read(opened)
    except InvalidInputError:
        raise
    except Exception:  # a damaged archive fails in many ways
        raise damaged() from None
    return count.formulas


def damaged() -> InvalidInputError:
    """What is said of a workbook that cannot be read."""
    return InvalidInputError(
        "file",
        _(
            "The workbook is damaged or locked with a password. Open it, save it as .xlsx without "
            "a password, and try again."
        ),
    )


def too_wide() -> InvalidInputError:
    """What is said of a sheet with more rows or columns than any form."""
    return InvalidInputError(
        "file",
        _(
            "A sheet has more than %(rows)d rows or %(columns)d columns. Delete what is "
            "not part of the form.",
            rows=MOST_ROWS,
            columns=MOST_COLUMNS,
        ),
    )


def _read_column(written: str) -> int:
    """27 for ``AA3``; 0 where no column is named."""
    found = _LETTERS.match(written)
    number = 0
    for letter in found[0].upper() if found else "":
        number = number * 26 + ord(letter) - 64
    return number


def _refuse_size() -> NoReturn:
    raise InvalidInputError(
        "file",
        _(
            "The workbook unpacks to more than any form (%(most)d bytes, %(elements)d cells and "
            "marks). Copy the sheets of the form into a new workbook.",
            most=MOST_UNPACKED,
            elements=MOST_ELEMENTS,
        ),
    )


class _Part:
    """One part of the archive, as far as it is XML; pictures and the like end at once."""

    def __init__(self, count: _Count) -> None:
        self.count = count
        self.depth = 0
        self.own = 0
        self.large = False
        self.row, self.column = 0, 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype

    def read(self, opened: IO[bytes]) -> None:
        """Go through it; raises InvalidInputError."""
        try:
            while chunk := opened.read(_READ_AT_ONCE):
                self.parser.Parse(chunk, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError:
            return  # no XML from here on: nobody gets further than this

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        self.depth += 1
        self.own += 1
        self.count.elements += 1
        self.large = self.large or local in _LARGE
        most = MOST_ELEMENTS if self.large else MOST_ELEMENTS_BESIDE
        if self.count.elements > MOST_ELEMENTS or self.own > most or self.depth > MOST_DEEP:
            _refuse_size()
        if local == "f":
            self.count.formulas = True
        if self.large:
            self._find_cell(local, attributes.get("r", ""))

    def _find_cell(self, local: str, written: str) -> None:
        """Where a value stands: at the place that its row and cell name, or behind the last."""
        if local == "row":
            if written and not (written.isascii() and written.isdigit()):
                raise damaged()
            self.row = int(written[:9]) if written else self.row + 1
            self.column = 0
            if self.row > MOST_ROW_NUMBER:
                raise damaged()
        elif local == "c":
            self.column = _read_column(written) or self.column + 1
        elif local in _VALUES and (self.row > MOST_ROWS or self.column > MOST_COLUMNS):
            raise too_wide()

    def _end(self, name: str) -> None:
        self.depth -= 1

    def _refuse_doctype(self, *_declared: object) -> None:
        raise damaged()
