"""``voteapp form``: files in, files out, sentences on standard error, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.players.campaign.questionnaires import create_example
from tests.players.campaign.spreadsheets import CASES, read_form, write_form
from tests.players.cli.command import assert_sentence, voteapp
from voteapp.campaign.forms.exporting import compare_form
from voteapp.campaign.questionnaire.checks import decode_questionnaire, encode_questionnaire


@pytest.fixture
def json_file(tmp_path: Path) -> Path:
    path = tmp_path / "questionnaire.json"
    path.write_bytes(encode_questionnaire(create_example()))
    return path


def test_an_import_is_written_to_standard_output() -> None:
    done = voteapp("form", "import", CASES / "good_skip.xlsx")
    found = decode_questionnaire(done.stdout.encode())
    assert [question.code for question in found.questions] == ["bed", "load", "b", "c"]
    assert done.stderr == ""


def test_an_import_is_written_into_a_new_file(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    done = voteapp("form", "import", CASES / "good_matrix.xlsx", "-o", out)
    assert done.stdout == ""
    assert done.stderr.startswith("Note: sheet survey, row 6, column label: No question follows")
    assert len(decode_questionnaire(out.read_bytes()).questions) == 2
    before = out.read_bytes()
    assert_sentence(voteapp("form", "import", CASES / "good_max.xlsx", "-o", out, expect=2))
    assert out.read_bytes() == before


def test_identities_are_new_every_time() -> None:
    first, second = (
        decode_questionnaire(voteapp("form", "import", CASES / "good_max.xlsx").stdout.encode())
        for _time in range(2)
    )
    assert first != second
    assert compare_form(first) == compare_form(second)


@pytest.mark.parametrize("command", ["import", "check", "export"])
def test_errors_name_their_cells_and_nothing_is_written(command: str, tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(
        write_form("type name label", ["text", "t", "T?"], ["select_one yn", "a", "A\x85?"])
    )
    out = tmp_path / "out"
    options = [] if command == "check" else ["-o", out]
    done = voteapp("form", command, form, *options, expect=1)
    assert done.stdout == ""
    first, *more = done.stderr.splitlines()
    assert first == "Nothing was made of this form. Errors: 2"
    assert more[0].startswith("sheet survey, row 2, column type: Words of one’s own cannot be")
    assert more[1].startswith("sheet survey, row 3, column label: Character 2 (U+0085) cannot")
    assert not out.exists()


def test_a_form_of_which_nothing_is_left_is_no_error(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    done = voteapp("form", "import", CASES / "warn_rank.xlsx", "-o", out)
    assert "so there is no questionnaire" in done.stderr
    assert not out.exists()


@pytest.mark.parametrize("command", ["import", "check"])
def test_what_is_no_form_is_exit_2(command: str, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,\nplease answer.\n")
    assert_sentence(voteapp("form", command, letter, expect=2))
    letter.write_bytes(b"PK\x03\x04")
    assert_sentence(voteapp("form", command, letter, expect=2))
    letter.write_text("{}")
    assert_sentence(voteapp("form", command, letter, expect=2))
    assert_sentence(voteapp("form", command, tmp_path / "missing.xlsx", expect=2))
    assert_sentence(voteapp("form", command, tmp_path, expect=2))
    assert_sentence(voteapp("form", command, expect=2))


def test_a_check_says_what_would_be_there(json_file: Path) -> None:
    done = voteapp("form", "check", CASES / "good_two_languages.xlsx")
    assert done.stdout.splitlines() == [
        "A questionnaire can be made of this form.",
        "Questions: 2",
        "Answers: 4",
        "Rules: 0",
        "Languages: en, es",
    ]
    assert done.stderr == "Note: Texts missing in es: 1. They are shown in the first language.\n"
    assert "Questions: 7" in voteapp("form", "check", json_file).stdout


UNFINISHED = [
    ["select_one yn", "bed", "Bedside?"],
    ["select_one yn", "load", "Too many?", "${bed} = 'yes'"],
    ["select_one yn", "never", "Never asked?", "${bed} = 'yes' and ${bed} = 'no'"],
]


def test_every_path_is_played(tmp_path: Path) -> None:
    form, out = tmp_path / "form.xlsx", tmp_path / "out.json"
    form.write_bytes(write_form("type name label relevant", *UNFINISHED))
    said = "sheet survey, row 4: “Never asked?” is never asked, whatever members answer."
    done = voteapp("form", "check", form, expect=1)
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "Members could not answer this form as it is. Errors: 1",
        said,
    ]
    done = voteapp("form", "import", form, "-o", out)
    assert done.stderr.splitlines() == [f"Warning: {said}"]
    assert len(decode_questionnaire(out.read_bytes()).questions) == 3
    done = voteapp("form", "check", out, expect=1)
    assert "“Never asked?” is never asked" in done.stderr
    form.write_bytes(write_form("type name label relevant", *UNFINISHED[:2]))
    assert voteapp("form", "check", form).stderr == ""


def test_json_is_imported_and_exported(json_file: Path, tmp_path: Path) -> None:
    assert voteapp("form", "import", json_file).stdout.encode() == json_file.read_bytes()
    out = tmp_path / "form.xlsx"
    voteapp("form", "export", json_file, "-o", out)
    found = read_form(out.read_bytes()).questionnaire
    assert found is not None
    assert compare_form(found) == compare_form(create_example())
    assert_sentence(voteapp("form", "export", json_file, "-o", out, expect=2))
    assert_sentence(voteapp("form", "export", json_file, expect=2))


def test_a_questionnaire_with_an_error_is_exit_1(json_file: Path, tmp_path: Path) -> None:
    data = json_file.read_bytes().replace(b'"max":2', b'"max":9')
    json_file.write_bytes(data)
    done = voteapp("form", "export", json_file, "-o", tmp_path / "form.xlsx", expect=1)
    assert "min, max and the number of answers do not fit each other" in done.stderr


def test_what_steers_a_terminal_is_not_shown(tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    form.write_text("type,name,label\n\x1b[31mtext,t,T?\n")
    done = voteapp("form", "check", form, expect=1)
    assert "\x1b" not in done.stderr
    assert "[31mtext" in done.stderr
