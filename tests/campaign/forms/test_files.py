"""Files: tables of text in their dialects, and bytes that are no form or larger than any."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from types import SimpleNamespace

import pytest
import xlrd
from openpyxl import Workbook

from tests.players.campaign.elections import Stream
from tests.players.campaign.spreadsheets import (
    CASES,
    YES_NO,
    list_errors,
    list_notes,
    read_form,
    take,
    tell,
    write_form,
)
from voteapp.campaign.forms.importing import import_file
from voteapp.campaign.forms.sheets.grids import MOST_FORM_BYTES
from voteapp.campaign.forms.sheets.packed import MOST_COLUMNS, MOST_ROWS
from voteapp.campaign.forms.sheets.writing import write_workbook
from voteapp.errors import InvalidInputError

TABLE = """survey,,,
,type,name,label
,select_one yn,a,"Were you floated, today?"
,,,
,text,t,Why?
choices,,,
,list_name,name,label
,yn,yes,Yes
,yn,no,"No ""so"" far"
settings,,,
,form_title,default_language,
,Last shift,en,
"""
GOOD = TABLE.replace(",text,t,Why?\n", "")


def refuse(data: bytes) -> str:
    with pytest.raises(InvalidInputError) as caught:
        read_form(data)
    assert caught.value.field == "file"
    return str(caught.value)


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
        lambda text: text.replace(",", ";").replace("floated; today", "floated, today").encode(),
        lambda text: text.replace(",", "\t").replace("floated\t", "floated,").encode(),
    ],
    ids=["plain", "bom", "utf-16", "crlf", "semicolons", "tabs"],
)
def test_tables_of_text(encode: Callable[[str], bytes]) -> None:
    found = take(encode(GOOD))
    assert [tell(question) for question in found.questions] == [
        ("one", "Were you floated, today?", ["Yes", 'No "so" far'])
    ]
    assert found.texts["en"].text == "Last shift"


def test_rows_of_a_table_are_those_of_the_file() -> None:
    assert [error[:3] for error in list_errors(TABLE.encode())] == [("survey", 5, "type")]


def test_a_table_of_questions_alone() -> None:
    found = take(b'type,name,label,voteapp::bins\ninteger,n,How many?,"0,1,2+"\n')
    assert tell(found.questions[0]) == ("number", "How many?", ["0", "1", "2+"])


@pytest.mark.parametrize(
    "data, sentence",
    [
        (b"", "This is no form"),
        (b"\x00\x01\x02", "This is no form"),
        (b"\xff\xfe\xff", "This is no form"),
        ("Sí,é".encode("latin-1"), "This is no form"),
        (b"PK\x03\x04 and no more", "The workbook is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "The workbook is damaged"),
        (b"Dear all,\nplease answer.\n", "No sheet “survey” was found"),
        (b'"' * 10_001, "No sheet “survey” was found"),
        (b"survey,,\n", "No sheet “survey” was found"),
        (b"{", "The JSON of this file cannot be read."),
        (b'{"a": 1, "a": 2}', "The JSON of this file cannot be read."),
        (b'{"a": NaN}', "The JSON of this file cannot be read."),
        (b'{"a":' * 100_000, "The JSON of this file cannot be read."),
        (b"{}", "the questionnaire: "),
        (b" " * (MOST_FORM_BYTES + 1), "The file is larger than any form"),
        (
            write_workbook({"Tabelle1": [["type", "name", "label"]]}),
            "This is no form: the workbook",
        ),
        (write_workbook({"survey": [["a", "b"], ["c", "d"]]}), "This is no form: the sheet"),
    ],
)
def test_bytes_that_are_no_form(data: bytes, sentence: str) -> None:
    assert refuse(data).startswith(sentence)


def test_every_cut_of_a_workbook_is_damaged() -> None:
    for name in ("good_skip.xlsx", "good_skip.xls"):
        data = (CASES / name).read_bytes()
        for end in range(8, len(data) - 600, 331):
            assert refuse(data[:end])


def test_a_workbook_with_changed_bytes_never_ends_otherwise() -> None:
    for name in ("good_skip.xlsx", "good_skip.xls"):
        data = (CASES / name).read_bytes()
        for place in range(8, len(data), 97):
            changed = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
            with suppress(InvalidInputError):
                read_form(changed)


def pack(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_what_unpacks_to_too_much_is_not_unpacked() -> None:
    bomb = pack({"[Content_Types].xml": b"", "xl/workbook.xml": bytes(33 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert refuse(bomb).startswith("The workbook unpacks to more than any form")
    assert refuse(pack({"a.txt": b"hello"})).startswith("This is a packed file, but no workbook.")


def edit_sheet(data: bytes, change: Callable[[str], str]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    return pack({**files, name: change(files[name].decode()).encode()})


def test_sheets_that_are_too_large() -> None:
    rows = [["note", f"n{n}", "Hello."] for n in range(MOST_ROWS)]
    assert refuse(write_form("type name label", *rows)).startswith("A sheet has more than")
    wide = ["select_one yn", "a", "A?", *[""] * MOST_COLUMNS, "x"]
    assert refuse(write_form("type name label", wide)).startswith("A sheet has more than")
    long = ["select_one yn", "a", "A" * 20_001]
    assert refuse(write_form("type name label", long)).startswith("Sheet survey, row 2, column C")


def test_a_cell_at_the_end_of_the_world_is_found() -> None:
    data = write_form("type name label", ["select_one yn", "a", "A?"])
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    changed = edit_sheet(data, lambda text: text.replace("</sheetData>", far))
    assert refuse(changed).startswith("A sheet has more than")


def test_a_false_size_of_a_sheet_is_not_believed() -> None:
    data = write_form("type name label", ["select_one yn", "a", "A?"])
    for size in ("A1", "A1:XFD1048576"):
        changed = edit_sheet(
            data,
            lambda text, size=size: text.replace(
                "<sheetData>", f'<dimension ref="{size}"/><sheetData>'
            ),
        )
        assert len(take(changed).questions) == 1


def test_entities_of_xml_are_not_multiplied() -> None:
    data = write_form("type name label", ["select_one yn", "a", "A?"])
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(9)
    )
    changed = edit_sheet(
        data,
        lambda text: (
            f"<!DOCTYPE worksheet [{entities}]>"
            + text[text.index("<worksheet") :].replace(
                "</sheetData>",
                '<row r="9"><c r="A9" t="inlineStr"><is><t>&e8;</t></is></c></row></sheetData>',
            )
        ),
    )
    assert refuse(changed).startswith("The workbook is damaged")


def test_formulas_are_texts_where_we_write_them() -> None:
    found = take(write_form("type name label", ["select_one yn", "a", "=1+1"]))
    assert found.questions[0].texts["en"].text == "=1+1"


def test_a_formula_is_its_result_and_one_without_is_refused() -> None:
    data = write_form("type name label", ["select_one yn", "a", "SUM"])
    pattern = r'<c r="C2"[^>]*>.*?</c>'
    cell = '<c r="C2" t="str"><f>1&amp;"?"</f>%s</c>'
    good = edit_sheet(data, lambda text: re.sub(pattern, cell % "<v>1?</v>", text))
    assert take(good).questions[0].texts["en"].text == "1?"
    bad = edit_sheet(data, lambda text: re.sub(pattern, cell % "", text))
    assert refuse(bad).startswith("Sheet survey, row 2: a formula has no result.")


def test_a_workbook_cannot_hold_every_character() -> None:
    with pytest.raises(InvalidInputError, match="no spreadsheet can hold"):
        write_workbook({"survey": [["a\x01"]]})


def test_numbers_and_switches_in_cells_are_read_as_they_look() -> None:
    # The choices of this file are named by numbers, not by texts.
    found = take((CASES / "good_skip.xls").read_bytes())
    assert tell(found.questions[1])[2][:3] == ["0", "1", "2"]
    assert (
        list_notes(write_form("type name label", ["select_one yn", "a", "A?"], choices=YES_NO))
        == []
    )


def write_labels(*labels: object, title: object = "T") -> bytes:
    """A form whose choices, and title, are such values."""
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in (["type", "name", "label"], ["select_one a", "q", "Which?"]):
        sheet.append(row)
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label"])
    for number, label in enumerate(labels):
        choices.append(["a", f"a{number}", label])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "version"])
    settings.append([title, date(2026, 11, 1)])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def test_what_a_spreadsheet_made_a_day_of_is_no_answer() -> None:
    """Of “1-2” it makes the first of February; a version may well be a day."""
    ((sheet, row, column, said),) = list_errors(write_labels(date(2026, 2, 1), "3-4"))
    assert (sheet, row, column) == ("choices", 2, "label")
    assert "(2026-02-01)" in said and "as text" in said
    assert take(write_labels("1-2", "3-4")).texts["en"].text == "T"


def test_what_an_old_workbook_made_a_day_of_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    day = xlrd.sheet.Cell(xlrd.XL_CELL_DATE, 46054.0)
    rows = {
        "survey": [["type", "name", "label"], ["select_one a", "q", "Which?"]],
        "choices": [["list_name", "name", "label"], ["a", "a0", day], ["a", "a1", "3-4"]],
    }

    def write(value: object) -> xlrd.sheet.Cell:
        return value if value is day else xlrd.sheet.Cell(xlrd.XL_CELL_TEXT, value)

    def find(name: str) -> SimpleNamespace:
        cells = [[write(value) for value in row] for row in rows[name]]
        return SimpleNamespace(nrows=len(cells), row=cells.__getitem__)

    book = SimpleNamespace(datemode=0, sheet_names=lambda: list(rows), sheet_by_name=find)
    monkeypatch.setattr(xlrd, "open_workbook", lambda **options: book)
    ((*place, said),) = list_errors(bytes.fromhex("d0cf11e0"))
    assert place == ["choices", 2, "label"] and "(2026-02-01)" in said


@pytest.mark.parametrize("shown", ["#REF!", "#N/A", "#NAME?"])
def test_a_formula_that_failed_is_no_answer(shown: str) -> None:
    ((sheet, row, column, said),) = list_errors(write_labels("Yes", shown))
    assert (sheet, row, column) == ("choices", 3, "label")
    assert shown in said


def test_a_cell_that_is_too_long_is_named() -> None:
    assert refuse(write_labels("Yes", "N" * 20_001)).startswith("Sheet choices, row 3, column C")
    table = GOOD.replace("Yes", "Y" * 20_001)
    assert refuse(table.encode()).startswith("Row 7, column D")


@pytest.mark.parametrize("name", ["   ", "\u2800", "\u200b", " \u2800 "])
def test_a_file_whose_name_shows_nothing_gives_no_empty_title(name: str) -> None:
    form = write_form("type name label", ["select_one yn", "a", "A?"])
    made = import_file(form, name, Stream("form")).questionnaire
    assert made is not None and made.texts["en"].text == "?"
