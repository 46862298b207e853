"""What is refused by row and column, and what the whole form is refused for."""

from __future__ import annotations

import pytest

from tests.players.campaign.spreadsheets import (
    CHOICES,
    YES_NO,
    list_errors,
    list_notes,
    read_form,
    take,
    write_form,
)
from voteapp.campaign.forms.sheets.writing import write_workbook

ASK = ["select_one yn", "a", "A?"]
HEADINGS = ["type", "name", "label"]
PEOPLE = [
    "geopoint",
    "geotrace",
    "geoshape",
    "start-geopoint",
    "background-geopoint",
    "deviceid",
    "username",
    "phonenumber",
    "simserial",
    "subscriberid",
    "email",
    "audit",
    "start",
    "end",
    "today",
    "barcode",
    "image",
    "photo",
    "audio",
    "background-audio",
    "video",
    "file",
]


@pytest.mark.parametrize("type", [*PEOPLE, "device id", "phone number", "GeoPoint", "osm tags"])
def test_a_form_that_looks_for_people_is_refused_as_a_whole(type: str) -> None:
    data = write_form(
        "type name label", ["text", "t", "T?"], ["select_one nowhere", "x", "X?"], [type, "p"], ASK
    )
    (error,) = list_errors(data)
    assert error[:3] == ("survey", 4, "type")
    assert "Nothing of this form is taken over." in error[3]


@pytest.mark.parametrize(
    "type, sentence",
    [
        ("text", "Words of one’s own"),
        ("date", "A date or a time"),
        ("time", "A date or a time"),
        ("dateTime", "A date or a time"),
        ("acknowledge", "An acknowledgement is no question"),
        ("select_one yn or_other", "“Or other” asks"),
        ("select_multiple care or_other", "“Or other” asks"),
        ("select one from yn or specify other", "“Or other” asks"),
        ("select_one_external yn", "The choices come from somewhere else."),
        ("select_one_from_file units.csv", "The choices come from somewhere else."),
        ("select_multiple_from_file units.csv", "The choices come from somewhere else."),
        ("select_one ${names}", "The choices come from somewhere else."),
        ("csv-external", "The choices come from somewhere else."),
        ("select_one", "The list is missing."),
        ("select_one yesno", "The sheet “choices” has no list “yesno”."),
        ("selekt_one yn", "There is no type “selekt_one yn”. Is this meant: select_one?"),
        ("integr", "There is no type “integr”. Is this meant: integer?"),
        ("xyz", "There is no type “xyz”. Is this meant: select_one, select_multiple"),
    ],
)
def test_types(type: str, sentence: str) -> None:
    (error,) = list_errors(write_form("type name label", ASK, [type, "q", "Q?"]))
    assert error[:3] == ("survey", 3, "type")
    assert error[3].startswith(sentence)


@pytest.mark.parametrize(
    "heading, cell, sentence",
    [
        ("media::image", "a.png", "Pictures, sounds and films"),
        ("image::English (en)", "a.png", "Pictures, sounds and films"),
        ("audio", "a.mp3", "Pictures, sounds and films"),
        ("video", "a.mp4", "Pictures, sounds and films"),
        ("choice_filter", "unit = ${u}", "Everybody is offered the same choices."),
        ("appearance", "search('units')", "The choices come from elsewhere"),
        ("appearance", "image-map", "The choices come from elsewhere"),
        ("hint", "You said ${a}", "A text cannot repeat an answer"),
        ("hint", "a\u0085b", "Character 2 (U+0085) cannot stand here."),
        ("voteapp::reversed", "perhaps", "Write yes or no."),
    ],
)
def test_cells(heading: str, cell: str, sentence: str) -> None:
    data = write_workbook(
        {
            "survey": [["type", "name", "label", heading], ASK, ["select_one yn", "q", "Q?", cell]],
            "choices": [["list_name", "name", "label"], *YES_NO],
        }
    )
    (error,) = list_errors(data)
    assert error[:3] == ("survey", 3, heading)
    assert error[3].startswith(sentence)


@pytest.mark.parametrize(
    "row, column, sentence",
    [
        (["select_one yn", "", "Q?"], "name", "The row has no name."),
        (["select_one yn", "two words", "Q?"], "name", "A name begins with a letter"),
        (["select_one yn", "a", "Q?"], "name", "The name “a” is given twice (also in row 2)."),
        (["select_one yn", "q", ""], "label", "The label is missing."),
        (["select_one yn", "q", "Hello ${a}?"], "label", "A text cannot repeat an answer"),
        (["note", "n", "Hello ${a}."], "label", "A text cannot repeat an answer"),
        (["", "q", "Q?"], "type", "The row has no type."),
        (["end_group", "", ""], "type", "No group is open here."),
        (["begin_group", "g", "G"], "type", "The group is never closed."),
        (["select_one yn", "q", "Q" * 1001], "label", "This text has 1001 characters"),
    ],
)
def test_rows(row: list[str], column: str, sentence: str) -> None:
    (error,) = list_errors(write_form("type name label", ASK, row))
    assert error[:3] == ("survey", 3, column)
    assert error[3].startswith(sentence)


@pytest.mark.parametrize(
    "choices, row, column, sentence",
    [
        ([*YES_NO, ("yn", "no", "Not sure")], 4, "name", "The list has the name “no” twice"),
        ([*YES_NO, ("yn", "non", "no ")], 4, "label", "The label looks like that of row 3."),
        ([*YES_NO, ("yn", "x", "")], 4, "label", "The label is missing."),
        ([*YES_NO, ("yn", "", "Perhaps")], 4, "name", "The choice has no name."),
        ([*YES_NO, ("", "x", "Perhaps")], 4, "list_name", "Write which list"),
        ([*YES_NO, ("yn", "x", "As ${a}")], 4, "label", "A text cannot repeat an answer"),
    ],
)
def test_choices(choices: list[tuple[str, ...]], row: int, column: str, sentence: str) -> None:
    (error,) = list_errors(write_form("type name label", ASK, choices=choices))
    assert error[:3] == ("choices", row, column)
    assert error[3].startswith(sentence)


def test_pictures_of_choices() -> None:
    data = write_workbook(
        {
            "survey": [["type", "name", "label"], ASK],
            "choices": [
                ["list_name", "name", "label", "image"],
                [*YES_NO[0], "yes.png"],
                YES_NO[1],
            ],
        }
    )
    assert [error[:3] for error in list_errors(data)] == [("choices", 2, "image")]


def test_a_space_in_a_choice_is_refused_where_several_are_chosen() -> None:
    choices = [("yn", "not sure", "Not sure"), *YES_NO]
    assert take(write_form("type name label", ASK, choices=choices))
    (error,) = list_errors(
        write_form("type name label", ["select_multiple yn", "a", "A?"], choices=choices)
    )
    assert error[:3] == ("survey", 2, "type")


def test_all_errors_are_said_at_once_and_in_order() -> None:
    errors = list_errors(
        write_form(
            "type name label relevant",
            ["text", "t", "T?"],
            ["select_one yn", "a", "", ""],
            ["select_one yn", "b", "B?", "${nobody} = 'yes'"],
            ["begin_repeat", "r", "R"],
            ["date", "d", "D?"],
            ["end_repeat"],
        )
    )
    assert [error[1:3] for error in errors] == [
        (2, "type"),
        (3, "label"),
        (4, "relevant"),
        (5, "type"),
        (6, "type"),
    ]


def test_sixty_questions_fit_and_no_more() -> None:
    rows = [["select_one yn", f"q{n}", f"Q {n}?"] for n in range(61)]
    assert len(take(write_form("type name label", *rows[:60])).questions) == 60
    (error,) = list_errors(write_form("type name label", *rows))
    assert error[3].startswith("The form asks 61 questions; at most 60 fit. Split it into parts")


def test_sheets_that_are_empty_or_missing() -> None:
    (error,) = list_errors(write_workbook({"survey": [], "choices": []}))
    assert error[:2] == ("survey", 0)
    (error,) = list_errors(write_workbook({"survey": [["type", "name", "label"]]}))
    assert error[:2] == ("survey", 0)
    (error,) = list_errors(write_form("type name label", ["note", "n", "Hello."]))
    assert error == ("survey", 0, "", "The form asks nothing.")
    (error,) = list_errors(write_workbook({"survey": [["type", "name", "label"], ASK]}))
    assert error[:3] == ("survey", 2, "type")
    assert "There is no list “yn”" in error[3]
    data = write_workbook(
        {
            "survey": [["type", "name", "label"], ASK],
            "choices": [["list_name", "name", "label"], *YES_NO],
            "external_choices": [["list_name", "name"], ["x", "y"]],
        }
    )
    assert list_errors(data)[0][0] == "external_choices"


def test_what_is_left_out_is_said_column_by_column() -> None:
    data = write_workbook(
        {
            "survey": [
                [
                    "type",
                    "name",
                    "label",
                    "required",
                    "constraint_message",
                    "default",
                    "my_notes",
                    "disabled",
                ],
                [*ASK, "yes", "Wrong!", "yes", "keep", ""],
                ["rank care", "r", "Order?", "yes"],
                ["select_one yn", "b", "B?", "", "", "", "", "yes"],
            ],
            "choices": [
                ["list_name", "name", "label", "region"],
                [*YES_NO[0], "north"],
                *CHOICES[1:],
            ],
            "settings": [["form_title", "version", "instance_name"], ["T", "3", "concat(${a})"]],
            "drafts": [["x"]],
        }
    )
    assert sorted(note[:3] for note in list_notes(data)) == [
        ("choices", 2, "region"),
        ("drafts", 0, ""),
        ("settings", 2, "instance_name"),
        ("survey", 2, "constraint_message"),
        ("survey", 2, "default"),
        ("survey", 2, "my_notes"),
        ("survey", 2, "required"),
        ("survey", 3, "type"),
        ("survey", 4, "disabled"),
    ]
    assert [question.code for question in take(data).questions] == ["a"]


def test_two_columns_of_one_name_are_refused() -> None:
    assert list_errors(write_form("type name label Label", [*ASK, "B?"]))[0][:3] == (
        "survey",
        1,
        "Label",
    )


def test_a_row_of_somebodys_own_columns_is_no_row() -> None:
    data = write_form("type name label comment", ["", "", "", "first page"], ASK)
    assert read_form(data).errors == []


def test_old_names_of_what_a_phone_knows() -> None:
    for name in ("get device id", "get username", "get today", "phone number"):
        errors = list_errors(write_form("type name label", [name, "p", ""], ["text", "t", "T?"]))
        assert [error[:3] for error in errors] == [("survey", 2, "type")]


def test_what_a_phone_fills_in_by_itself_is_refused_with_the_form() -> None:
    rows = [["calculate", "who", "", "property"], ["text", "t", "T?"]]
    errors = list_errors(write_form("type name label bind::jr:preload", *rows))
    assert [error[:3] for error in errors] == [("survey", 2, "bind::jr:preload")]


def test_a_condition_on_itself_is_not_called_later() -> None:
    rows = [["select_one yn", "a", "A?", "${a} = 'yes'"]]
    (error,) = list_errors(write_form("type name label relevant", *rows))
    assert error[:3] == ("survey", 2, "relevant")
    assert error[3].startswith("The condition looks at “a” itself")


def test_a_range_with_a_gap_is_not_called_open() -> None:
    rows = [["integer", "n", "N?", ". >= 0 and . <= 5 and . != 3"]]
    (error,) = list_errors(write_form("type name label constraint", *rows))
    assert error[3].startswith("The constraint leaves numbers out in between.")


def test_a_list_with_a_space_in_its_name_is_told_so() -> None:
    (error,) = list_errors(write_form("type name label", ["select_one yes no", "a", "A?"]))
    assert error[3].startswith("The name of a list has no spaces")
