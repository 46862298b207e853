"""A questionnaire as a form comes back as the same questionnaire."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.players.campaign.elections import Stream
from tests.players.campaign.questionnaires import Author, create_example, say
from tests.players.campaign.spreadsheets import CASES, list_errors, read_case, read_form, take
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.forms.exporting import compare_form, export_form
from voteapp.campaign.questionnaire.checks import decode_questionnaire, encode_questionnaire
from voteapp.campaign.questionnaire.document import Question, Questionnaire, Text
from voteapp.campaign.questionnaire.rules import Skip, create_leaf_condition
from voteapp.errors import InvalidInputError, ProtocolError
from voteapp.services.drafting.shift_survey import default_survey, draft_survey
from voteapp.survey.templates import list_names, load_template

replace = msgspec.structs.replace


def export(questionnaire: Questionnaire) -> bytes:
    return export_form(questionnaire, Stream("export"))


def read_sheets(data: bytes) -> dict[str, list[dict[str, object]]]:
    """The cells of a workbook by their headings."""
    sheets = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        headings, *rows = [[cell or "" for cell in row] for row in sheet.values]
        sheets[sheet.title] = [dict(zip(headings, row, strict=True)) for row in rows]
    return sheets


def assert_same(questionnaire: Questionnaire) -> dict[str, list[dict[str, object]]]:
    data = export(questionnaire)
    again = read_form(data, "again").questionnaire
    assert again is not None
    assert compare_form(again) == compare_form(questionnaire)
    assert again.part != questionnaire.part
    return read_sheets(data)


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.glob("good_*")))
def test_the_good_forms(name: str) -> None:
    found = read_case(name).questionnaire
    assert found is not None
    sheets = assert_same(found)
    assert "voteapp" not in sheets  # all of it can be said as other tools know it


def test_everything_that_a_questionnaire_can_have() -> None:
    sheets = assert_same(create_example())
    assert [row["kind"] for row in sheets["voteapp"]] == [*["rule"] * 3, *["limit"] * 2, "asked"]
    assert sheets["settings"][0]["default_language"] == "English (en)"


@pytest.mark.parametrize("variant", [found.code for found in load_template().variants])
def test_the_shift_survey(variant: str) -> None:
    for election in default_survey(Stream(variant), variant=variant):
        assert_same(election.questionnaire)
    main, burnout = default_survey(Stream(variant), variant="inpatient", limit=4)
    assert {row["kind"] for row in assert_same(main.questionnaire)["voteapp"]} >= {"rule", "limit"}
    assert_same(burnout.questionnaire)


@pytest.mark.parametrize("name", list_names())
def test_the_templates(name: str) -> None:
    for election in draft_survey(Stream(name), name):
        assert_same(election.questionnaire)


def test_a_vote() -> None:
    author = Author("vote")
    question = author.ask(
        "Strike?", [author.answer("Yes"), author.answer("No")], not_applicable=False, code="1"
    )
    example = create_example()
    sheets = assert_same(
        replace(
            example,
            kind="vote",
            questions=[question],
            sections=[],
            rules=[],
            limits={},
            asked={},
        )
    )
    assert sheets["survey"][1]["voteapp::not_applicable"] == "no"
    assert sheets["settings"][0]["voteapp::kind"] == "vote"


def test_other_tools_find_what_they_know() -> None:
    sheets = read_sheets(export(take((CASES / "good_skip.xlsx").read_bytes())))
    assert [(row["type"], row["name"]) for row in sheets["survey"]] == [
        ("select_one list1", "bed"),
        ("select_one list2", "load"),
        ("select_one list1", "b"),
        ("select_one list1", "c"),
    ]
    assert sheets["survey"][3]["relevant"] == "(selected(${bed}, 'a1') and selected(${b}, 'a1'))"


def choose(text: str, **fields: object) -> Questionnaire:
    """One question with three answers, the last of which stands alone."""
    author = Author("choose")
    answers = [author.answer("A"), author.answer("B"), author.answer("None", alone=True)]
    question = author.ask(text, answers, "several", **fields)
    return replace(
        create_example(), questions=[question], sections=[], rules=[], limits={}, asked={}
    )


@pytest.mark.parametrize("least, most", [(0, 1), (0, 3), (1, 1), (1, 2), (1, 3), (2, 2), (2, 3)])
def test_how_many_answers(least: int, most: int) -> None:
    assert_same(choose("Which?", min=least, max=most))


def test_an_answer_that_is_called_as_every_question_has_it_stays() -> None:
    found = choose("Which?", max=3)
    (question,) = found.questions
    answers = [replace(question.answers[0], texts=say("N/A")), *question.answers[1:]]
    assert_same(replace(found, questions=[replace(question, answers=answers)]))


def test_rules_that_decide_one_question_twice() -> None:
    found = create_example()
    first, second, third = found.questions[:3]
    rules = [
        Skip(
            id=f"{n:08}",
            when=create_leaf_condition(one.id, [one.answers[0].id]),
            questions=[third.id],
        )
        for n, one in enumerate((first, second))
    ]
    sheets = assert_same(replace(found, rules=rules, limits={}, asked={}))
    assert [row["kind"] for row in sheets["voteapp"]] == ["rule", "rule"]


def test_what_no_sheet_can_hold_is_said() -> None:
    for text in ("Hello ${name}", " spaces "):
        with pytest.raises(InvalidInputError, match="something that a spreadsheet cannot hold"):
            export(choose(text, max=3))
    with pytest.raises(InvalidInputError, match="a character"):
        export(choose("a\x01b", max=3))
    with pytest.raises(ProtocolError):
        export(replace(create_example(), questions=[]))


def test_an_extra_that_was_changed_is_refused() -> None:
    sheets = read_sheets(export(create_example()))
    sheets["voteapp"][0]["content"] = '{"do":"skip"}'
    sheets["voteapp"][1]["content"] = "never"
    sheets["voteapp"][3]["kind"] = "wish"
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    packed = io.BytesIO()
    book.save(packed)
    errors = list_errors(packed.getvalue())
    assert [error[:3] for error in errors] == [("voteapp", n, "content") for n in (2, 3, 5)]


def test_json_comes_back_as_it_is() -> None:
    found = create_example()
    data = encode_questionnaire(found)
    assert take(data) == found
    spaced = msgspec.json.format(data, indent=2)
    assert spaced != data
    assert take(b"\xef\xbb\xbf" + spaced) == found
    (error,) = list_errors(encode_canonical(replace(found, questions=[])))
    assert error[3] == "No questionnaire can be made of this: nothing is asked."


def test_json_has_the_same_bounds() -> None:
    author = Author("many")
    questions = [author.ask(f"{n}?", [author.answer("Yes")]) for n in range(61)]
    found = replace(
        create_example(), questions=questions, sections=[], rules=[], limits={}, asked={}
    )
    assert decode_questionnaire(encode_questionnaire(found))
    (error,) = list_errors(encode_questionnaire(found))
    assert error[3].startswith("At most 60 questions")


texts = st.text(
    st.characters(exclude_categories=("C", "Z"), include_characters=" ;,'\"=+<&"),
    min_size=1,
    max_size=30,
).map(lambda text: f"x{text}x".replace("${", "$"))


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Questions of every kind with answers that can be told apart, and skips between them."""
    author = Author("drawn")
    questions: list[Question] = []
    rules = []
    for place in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["one", "several", "scale", "number"]))
        count = draw(st.integers(1, 5))
        answers = [
            replace(
                author.answer(f"{number} {draw(texts)}", (number, number)),
                alone=draw(st.booleans()),
                substantive=draw(st.booleans()),
                bin=None
                if kind != "number" and draw(st.booleans())
                else author.answer("", (number, number)).bin,
            )
            for number in range(count)
        ]
        most = draw(st.integers(1, count)) if kind == "several" else 1
        least = draw(st.integers(0, most)) if kind == "several" else 1
        question = author.ask(
            draw(texts),
            answers,
            kind,
            texts=say(draw(texts), draw(st.just("") | texts), draw(st.just("") | texts)),
            code=draw(st.sampled_from(["", "2d", "a", f"q{place + 2}", "introduction"])),
            min=least,
            max=most,
            prefer_not=draw(st.booleans()),
            reversed=draw(st.booleans()),
        )
        if questions and draw(st.booleans()):
            source = draw(st.sampled_from(questions))
            when = create_leaf_condition(source.id, [draw(st.sampled_from(source.answers)).id])
            rules.append(Skip(id=author.draw(), when=when, questions=[question.id]))
        questions.append(question)
    return replace(
        create_example(), questions=questions, sections=[], rules=rules, limits={}, asked={}
    )


@settings(max_examples=40)
@given(questionnaires())
def test_any_questionnaire_comes_back(questionnaire: Questionnaire) -> None:
    assert compare_form(take(export(questionnaire))) == compare_form(questionnaire)


def test_a_comparison_finds_a_difference() -> None:
    found = create_example()
    assert compare_form(found) == compare_form(create_example("other identities"))
    other = replace(found, texts={"en": Text(text="Another title")})
    assert compare_form(found) != compare_form(other)
    assert compare_form(found) != compare_form(replace(found, rules=found.rules[1:]))


def test_a_form_of_ours_can_be_read_without_our_columns(tmp_path: Path) -> None:
    data = export(take((CASES / "good_matrix.xlsx").read_bytes()))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["survey"]
    for column in range(sheet.max_column, 0, -1):
        if str(sheet.cell(1, column).value).startswith("voteapp::"):
            sheet.delete_cols(column)
    book.save(tmp_path / "form.xlsx")
    found = read_form((tmp_path / "form.xlsx").read_bytes())
    assert found.errors == []
    assert [question.kind for question in found.questionnaire.questions] == ["scale", "scale"]
