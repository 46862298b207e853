"""Forms built by hand after public ones of every sort: what is carried over, left out, refused.

The forms are in ``rebuilt/``, a line a row; its README says after what each was built.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.players.campaign.elections import Stream
from tests.players.campaign.spreadsheets import read_form, tell_rules
from voteapp.campaign.forms.exporting import compare_form, export_form
from voteapp.campaign.forms.importing import Imported
from voteapp.campaign.forms.playing import list_path_remarks
from voteapp.campaign.forms.sheets.remarks import Remark
from voteapp.campaign.forms.sheets.writing import write_workbook

FORMS = Path(__file__).parent / "rebuilt"
SHEETS = ("survey", "choices", "settings", "external_choices")

Said = list[tuple[str, str]]


class Form(NamedTuple):
    """Numbers of questions, rules, sections and scales, where it is taken over; then place and
    first words of every error and every note."""

    taken: tuple[int, int, int, int] | None
    errors: Said
    notes: Said


TABLE = {
    "hours_and_burnout": Form(
        (6, 2, 0, 0),
        [],
        [
            ("survey 2 type", "Whole numbers are asked"),
            ("survey 2 default", "Left out: no answer"),
            ("survey 6 read_only", "Left out: no answer"),
        ],
    ),
    "household": Form(
        None,
        [
            ("survey 2 type", "“start” collects who or"),
            ("survey 3 type", "“end” collects who or"),
            ("survey 4 type", "“deviceid” collects who or"),
            ("survey 5 type", "“today” collects who or"),
            ("survey 6 type", "“username” collects who or"),
            ("survey 8 type", "“geopoint” collects who or"),
            ("survey 15 type", "“image” collects who or"),
        ],
        [],
    ),
    "household_counted": Form(
        None,
        [
            ("survey 6 type", "“Or other” asks for"),
            ("survey 7 type", "A repeat cannot be"),
            ("survey 8 type", "Words of one’s own"),
            ("survey 10 type", "A date or a"),
        ],
        [("survey 11 type", "Nothing is asked in"), ("survey 3 required", "Left out: whether an")],
    ),
    "market": Form(
        None,
        [
            ("survey 3 choice_filter", "Everybody is offered the"),
            ("survey 4 type", "The choices come from"),
            ("survey 5 type", "“Or other” asks for"),
            ("survey 6 label", "A text cannot repeat"),
            ("survey 6 constraint", "The constraint does not"),
            ("survey 10 relevant", "“again” is asked later"),
            ("survey 12 appearance", "The choices come from"),
            ("external_choices", "Lists from elsewhere are"),
        ],
        [
            ("survey 6 type", "Whole numbers are asked"),
            ("choices 4 region", "Left out: nothing is"),
        ],
    ),
    "missed_care": Form(
        (8, 3, 2, 1),
        [],
        [
            ("choices 6 label", "Every question offers this"),
            ("survey 9 constraint_message", "Left out: what is"),
        ],
    ),
    "patients_view": Form((10, 5, 3, 0), [], [("survey 16 label", "No question follows that")]),
    "practice_environment": Form(
        (7, 0, 3, 2),
        [],
        [
            ("choices 9 label", "Every question offers this"),
            ("survey 3 Required", "Left out: whether an"),
        ],
    ),
    "safety_climate": Form((5, 3, 5, 0), [], []),
    "school": Form(
        None,
        [
            ("survey 3 type", "A table of this"),
            ("survey 4 type", "A table of this"),
            ("survey 5 type", "A table of this"),
        ],
        [
            ("survey 8 disabled", "The row is switched"),
            ("survey 6 guidance_hint::English", "Left out: words for"),
        ],
    ),
    "symptoms": Form(
        (5, 4, 3, 0),
        [],
        [
            ("survey 9 type", "Nothing is asked in"),
            ("survey 3 required", "Left out: whether an"),
            ("survey 4 constraint_message::English (en)", "Left out: what is"),
            ("", "Texts missing in es:"),
        ],
    ),
    "vaccination": Form(
        None,
        [
            ("survey 2 type", "“barcode” collects who or"),
            ("survey 5 type", "“phonenumber” collects who or"),
            ("survey 7 type", "“geotrace” collects who or"),
            ("survey 8 type", "“audit” collects who or"),
        ],
        [],
    ),
    "widgets": Form(
        None,
        [
            ("survey 3 type", "Words of one’s own"),
            ("survey 4 type", "A number needs bins:"),
            ("survey 5 type", "A number needs bins:"),
            ("survey 7 parameters", "A range needs whole"),
            ("choices 2 media::image", "Pictures, sounds and films"),
            ("survey 10 media::image", "Pictures, sounds and films"),
            ("survey 10 appearance", "The choices come from"),
            ("survey 12 type", "The choices come from"),
            ("survey 14 type", "A date or a"),
            ("survey 15 type", "A date or a"),
            ("survey 16 type", "An acknowledgement is no"),
        ],
        [
            ("survey", "Left out: bold letters,"),
            ("survey 5 type", "Whole numbers are asked"),
            ("survey 11 parameters", "Left out: randomize, seed."),
            ("survey 13 type", "An order cannot be"),
            ("survey 17 type", "Nothing is asked in"),
        ],
    ),
    "work_stress": Form((9, 1, 3, 3), [], []),
}


def read_rebuilt(name: str) -> Imported:
    sheets: dict[str, list[list[str]]] = {}
    for line in (FORMS / f"{name}.txt").read_text().splitlines():
        if line in SHEETS:
            rows = sheets.setdefault(line, [])
        else:
            rows.append([cell.strip() for cell in line.split("|")])
    return read_form(write_workbook(sheets), name)


def locate(remark: Remark) -> str:
    if remark.place is None:
        return ""
    place = remark.place
    return f"{place.sheet} {place.row} {place.column}".strip() if place.row else place.sheet


def test_every_form_is_in_the_table() -> None:
    assert {path.stem for path in FORMS.glob("*.txt")} == {*TABLE}


@pytest.mark.parametrize("name", TABLE)
def test_what_is_carried_over_left_out_and_refused(name: str) -> None:
    imported, expected = read_rebuilt(name), TABLE[name]
    for said, wanted in ((imported.errors, expected.errors), (imported.notes, expected.notes)):
        assert [locate(remark) for remark in said] == [place for place, _words in wanted]
        for remark, (_place, words) in zip(said, wanted, strict=True):
            assert str(remark.sentence).startswith(words)
    found = imported.questionnaire
    assert (found is None) == (expected.taken is None)
    if found is not None:
        scales = {question.scale for question in found.questions} - {None}
        counts = (len(found.questions), len(found.rules), len(found.sections), len(scales))
        assert counts == expected.taken


@pytest.mark.parametrize("name", [name for name in TABLE if TABLE[name].taken])
def test_what_is_taken_can_be_finished_and_comes_back(name: str) -> None:
    imported = read_rebuilt(name)
    found = imported.questionnaire
    assert found is not None
    assert list_path_remarks(found, imported.places) == []
    again = read_form(export_form(found, Stream(name))).questionnaire
    assert again is not None
    assert compare_form(again) == compare_form(found)


def test_conditions_of_groups_within_groups() -> None:
    found = read_rebuilt("safety_climate").questionnaire
    assert found is not None
    assert tell_rules(found) == [
        ("not(place=Ward/Intensive care)", ["handover"]),
        (
            "not((place=Ward/Intensive care and not(handover=Yes) and not(place=Intensive care)))",
            ["alone"],
        ),
        (
            "not((place=Ward/Intensive care and "
            "(alone=Yes or (place=Intensive care and handover=No))))",
            ["alarm"],
        ),
    ]
