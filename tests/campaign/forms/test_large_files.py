"""Files that are small and unpack to much, and forms that would take long: refused, soon."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Sequence

import pytest

from tests.players.campaign.spreadsheets import list_errors, list_notes, read_form, write_form
from voteapp.campaign.forms.rows.cells import MOST_WRITTEN
from voteapp.campaign.forms.rows.survey import MOST_GROUPS
from voteapp.campaign.forms.sheets.packed import MOST_COLUMNS, MOST_ELEMENTS, MOST_ROWS
from voteapp.campaign.forms.sheets.remarks import MOST_REMARKS
from voteapp.errors import InvalidInputError

HEADINGS = "type name label relevant constraint"
GOOD = write_form(HEADINGS, ["select_one yn", "a", "A?"])
SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
END, ENOUGH = b"</sheetData>", MOST_ELEMENTS + 1

Change = Callable[[bytes], bytes]


def repack(part: str, change: Change) -> bytes:
    """The good form with one of its parts changed."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, change(data) if name == part else data)
    return packed.getvalue()


def put(before: bytes, what: bytes) -> Change:
    def change(data: bytes) -> bytes:
        assert before in data
        return data.replace(before, what + before, 1)

    return change


def rename_row(number: bytes) -> Change:
    def change(data: bytes) -> bytes:
        assert b"<row" in data
        return (
            data.replace(b"<row", b'<row r="%s"' % number, 1)
            if b"<row>" in data
            else (data.replace(b'<row r="2"', b'<row r="%s"' % number, 1))
        )

    return change


LARGE = {
    "rows": (SHEET, put(END, b"<row/>" * ENOUGH), "unpacks to more"),
    "cells": (SHEET, put(END, b"<row>" + b"<c/>" * ENOUGH + b"</row>"), "unpacks to more"),
    "a row far below": (SHEET, rename_row(b"999999999999"), "damaged"),
    "no row": (SHEET, rename_row(b"x"), "damaged"),
    "a value far below": (
        SHEET,
        put(END, b'<row r="%d"><c><v>1</v></c></row>' % (MOST_ROWS + 1)),
        f"more than {MOST_ROWS} rows",
    ),
    "a value far right": (
        SHEET,
        put(END, b'<row r="9"><c r="XFD9"><v>1</v></c></row>'),
        f"{MOST_COLUMNS} columns",
    ),
    "styles": (STYLES, put(b"</cellXfs>", b"<xf/>" * ENOUGH), "unpacks to more"),
    "sheets": (BOOK, put(b"</sheets>", b"<sheet/>" * ENOUGH), "unpacks to more"),
    "depth": (BOOK, put(b"<sheets>", b"<a>" * ENOUGH), "unpacks to more"),
    "entities": (
        BOOK,
        lambda data: b'<!DOCTYPE w [<!ENTITY a "aaaaaaaa">]>' + data.partition(b"?>")[2],
        "damaged",
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_unpacks_to_much_is_refused_before_it_is_read(name: str) -> None:
    part, change, said = LARGE[name]
    data = repack(part, change)
    assert len(data) < 200_000
    began = time.process_time()
    with pytest.raises(InvalidInputError, match=said):
        read_form(data)
    assert time.process_time() - began < 5


def test_empty_cells_far_away_are_nobodys() -> None:
    rows = b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(9, 9000))
    found = read_form(repack(SHEET, put(END, rows)))
    assert found.errors == []


def ask(count: int, *more: Sequence[str]) -> bytes:
    return write_form(HEADINGS, *more, *(["select_one yn", f"q{n}", "Q?"] for n in range(count)))


def test_a_form_with_many_errors_ends_with_a_sentence() -> None:
    rows = [["select_one yn", f"q{n}", "Q?", "${missing} = 'yes'"] for n in range(4000)]
    began = time.process_time()
    errors = list_errors(write_form(HEADINGS, *rows))
    assert time.process_time() - began < 10
    assert len(errors) <= MOST_REMARKS + 1
    rows = [["text", f"q{n}", "Q?"] for n in range(4000)]
    errors = list_errors(write_form(HEADINGS, *rows))
    assert len(errors) == MOST_REMARKS + 1
    assert errors[-1][3] == f"There are more errors than these {MOST_REMARKS}."


def test_a_form_with_many_questions_says_how_many() -> None:
    assert "asks 4000 questions" in list_errors(ask(4000))[0][3]
    assert "asks 61 questions" in list_errors(ask(61))[0][3]


def test_many_notes_end_with_a_sentence() -> None:
    notes = [["calculate", f"c{n}", "", "", ""] for n in range(MOST_REMARKS + 9)]
    found = list_notes(ask(1, *notes))
    assert len(found) == MOST_REMARKS + 1
    assert found[-1][3] == "More is left out than is said here."


def test_groups_within_groups_have_an_end() -> None:
    rows = [["begin_group", f"g{n}", "G"] for n in range(MOST_GROUPS + 5)]
    assert f"More than {MOST_GROUPS} groups" in list_errors(ask(1, *rows))[0][3]


def test_conditions_have_an_end() -> None:
    long = " or ".join(["${a} = 'yes'"] * 200)
    rows = [["select_one yn", f"q{n}", "Q?", long] for n in range(MOST_WRITTEN // len(long) + 1)]
    errors = list_errors(write_form(HEADINGS, ["select_one yn", "a", "A?"], *rows))
    assert [error[:3] for error in errors] == [("", 0, "")]
    assert f"at most {MOST_WRITTEN} fit" in errors[0][3]
