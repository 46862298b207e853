"""Small forms of every sort: the right questionnaire, the right note, or the right sentence."""

from __future__ import annotations

import pytest

from tests.players.campaign.spreadsheets import CASES, read_case, tell, tell_bins, tell_rules
from voteapp.campaign.questionnaire.checks import decode_questionnaire, encode_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire, Text

REFUSED = {
    "bad_date.xlsx": [("survey", 2, "type", "A date or a time cannot be asked.")],
    "bad_duplicate_labels.xlsx": [("choices", 3, "label", "The label looks like that of row 2.")],
    "bad_identity.xlsx": [
        ("survey", 2, "type", "“username” collects who or where somebody is"),
        ("survey", 3, "type", "“deviceid” collects who or where somebody is"),
        ("survey", 4, "type", "“geopoint” collects who or where somebody is"),
    ],
    "bad_integer_no_bins.xlsx": [("survey", 2, "type", "A number needs bins")],
    "bad_long_list.xlsx": [("survey", 2, "type", "The list “u” has 61 choices; at most 60 fit.")],
    "bad_media.xlsx": [("survey", 2, "image", "Pictures, sounds and films are not shown.")],
    "bad_or_other.xlsx": [("survey", 2, "type", "“Or other” asks for words of one’s own.")],
    "bad_relevant_forward.xlsx": [("survey", 2, "relevant", "“b” is asked later (row 3).")],
    "bad_repeat.xlsx": [("survey", 2, "type", "A repeat cannot be counted.")],
    "bad_text.xlsx": [("survey", 3, "type", "Words of one’s own cannot be counted")],
}
NOTED = {
    "warn_calculate.xlsx": [("survey", 3, "type", "Nothing is asked in this row")],
    "warn_randomize.xlsx": [("survey", 2, "parameters", "Left out: randomize.")],
    "warn_rank.xlsx": [
        ("survey", 2, "type", "An order cannot be counted here"),
        ("survey", 0, "", "Nothing is left to ask, so there is no questionnaire."),
    ],
    "warn_required_no.xlsx": [("survey", 2, "required", "Left out: whether an answer is required")],
    "good_basic.xlsx": [],
    "good_integer_bins.xlsx": [],
    "good_integer_bins.xls": [],
    "good_matrix.xlsx": [("survey", 6, "label", "No question follows that this note")],
    "good_max.xlsx": [],
    "good_skip.xlsx": [],
    "good_skip.xls": [],
    "good_two_languages.xlsx": [("", 0, "", "Texts missing in es: 1.")],
}


def take_case(name: str) -> Questionnaire:
    imported = read_case(name)
    assert imported.errors == []
    assert imported.questionnaire is not None
    return imported.questionnaire


def test_every_file_is_tried() -> None:
    assert {path.name for path in CASES.iterdir()} == {*REFUSED, *NOTED}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_by_row_and_column(name: str) -> None:
    imported = read_case(name)
    assert imported.questionnaire is None
    assert [remark.place for remark in imported.errors] == [one[:3] for one in REFUSED[name]]
    for remark, expected in zip(imported.errors, REFUSED[name], strict=True):
        assert remark.sentence.startswith(expected[3])
        assert len(remark.sentence) > len(expected[3])  # it goes on, and says what to do instead


@pytest.mark.parametrize("name", NOTED)
def test_it_is_taken_over_with_what_is_left_out_said(name: str) -> None:
    imported = read_case(name)
    assert imported.errors == []
    places = [tuple(remark.place or ("", 0, "")) for remark in imported.notes]
    assert places == [one[:3] for one in NOTED[name]]
    for remark, expected in zip(imported.notes, NOTED[name], strict=True):
        assert remark.sentence.startswith(expected[3])
    found = imported.questionnaire
    if name == "warn_rank.xlsx":
        assert found is None
    else:
        assert found is not None
        assert decode_questionnaire(encode_questionnaire(found)) == found
        assert all(question.not_applicable and question.prefer_not for question in found.questions)


def test_basic() -> None:
    found = take_case("good_basic.xlsx")
    assert [tell(question) for question in found.questions] == [
        ("one", "Were you floated?", ["Yes", "No"]),
        ("several", "What care was left undone?", ["Teaching", "Pain control", "None of these"]),
    ]
    assert [(q.code, q.min, q.max) for q in found.questions] == [
        ("floated", 1, 1),
        ("missed", 1, 3),
    ]
    assert (found.kind, found.language, found.rules, found.sections) == ("survey", "en", [], [])
    assert found.texts == {"en": Text(text="good_basic")}
    assert found.words["en"].prefer_not == "Prefer not to answer"


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_bins(ending: str) -> None:
    (question,) = take_case(f"good_integer_bins.{ending}").questions
    assert tell(question)[:2] == ("number", "How many patients at once?")
    assert tell_bins(question) == [*((n, n) for n in range(10)), (10, None)]
    assert tell(question)[2] == [*map(str, range(10)), "10+"]


def test_a_table_is_a_scale() -> None:
    found = take_case("good_matrix.xlsx")
    levels = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
    assert [tell(question) for question in found.questions] == [
        ("scale", "Enough staff to do the work", levels),
        ("scale", "Enough time with patients", levels),
    ]
    first, second = found.questions
    assert first.scale is not None
    assert first.scale == second.scale
    (section,) = found.sections
    assert (section.first, section.texts) == (first.id, {"en": Text(text="This unit")})


def test_the_most_answers() -> None:
    (question,) = take_case("good_max.xlsx").questions
    assert (question.kind, question.min, question.max) == ("several", 1, 3)
    assert len(question.answers) == 6


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_skips(ending: str) -> None:
    assert tell_rules(take_case(f"good_skip.{ending}")) == [
        ("not(bed=Yes)", ["load", "b"]),
        ("not((bed=Yes and b=Yes))", ["c"]),
    ]


def test_two_languages() -> None:
    found = take_case("good_two_languages.xlsx")
    first, second = found.questions
    assert first.texts == {
        "en": Text(text="Did you miss a meal?", help="Thirty minutes."),
        "es": Text(text="¿Perdió su comida?", help="Treinta minutos."),
    }
    assert second.texts == {"en": Text(text="Did you miss a rest?")}
    assert [tell(q, "es")[2] for q in found.questions] == [["Sí", "No"]] * 2
    assert found.language == "en"
