"""Numbers: bins, closed ranges and sliders; and how many answers may be chosen together."""

from __future__ import annotations

import pytest

from tests.players.campaign.spreadsheets import (
    list_errors,
    list_notes,
    take,
    tell,
    tell_bins,
    write_form,
)

HEADINGS = "type name label constraint parameters voteapp::bins"


def number(*, type: str = "integer", constraint: str = "", parameters: str = "", bins: str = ""):
    return write_form(HEADINGS, [type, "n", "How many?", constraint, parameters, bins])


@pytest.mark.parametrize(
    "bins, expected",
    [
        ("bins: 0,1,2-4,5+", [(0, 0), (1, 1), (2, 4), (5, None)]),
        ("0, 1, 2 – 4, 5 +", [(0, 0), (1, 1), (2, 4), (5, None)]),
        ("BINS:10-19;20-29", [(10, 19), (20, 29)]),
        ("3", [(3, 3)]),
        ("0+", [(0, None)]),
    ],
)
def test_bins(bins: str, expected: list[tuple[int, int | None]]) -> None:
    (question,) = take(number(bins=bins)).questions
    assert question.kind == "number"
    assert tell_bins(question) == expected


@pytest.mark.parametrize(
    "bins, sentence",
    [
        ("0,1,3+", "2 falls between two bins."),
        ("0-3,3+", "The bins do not rise at 3."),
        ("0-4,5+,9", "The bins do not rise at 9."),
        ("4-2", "The bin from 4 to 2 ends before it begins."),
        ("few, many", "“few” is no bin."),
        ("0,,1", "“” is no bin."),
        ("-5-0,1+", "“-5-0” is no bin."),
        ("0.5,1", "“0.5” is no bin."),
        ("0,99999999999", "“99999999999” is no bin."),
        (",".join(map(str, range(61))), "This would be 61 answers; at most 60 fit."),
    ],
)
def test_bins_that_are_none(bins: str, sentence: str) -> None:
    (error,) = list_errors(number(bins=bins))
    assert error[:3] == ("survey", 2, "voteapp::bins")
    assert error[3].startswith(sentence)


@pytest.mark.parametrize(
    "constraint, low, high",
    [
        (". >= 0 and . <= 10", 0, 10),
        (".>=0 and .<=10", 0, 10),
        (". > -1 and . < 11", 0, 10),
        ("0 <= . and 10 >= .", 0, 10),
        ("not(. < 2 or . > 4)", 2, 4),
        (". = 3 or . = 4", 3, 4),
        (". >= 2000 and . <= 2030", 2000, 2030),
        (". >= 0 and . <= 59", 0, 59),
        ("if(true(), . >= 1 and . < 4, false())", 1, 3),
    ],
)
def test_a_closed_range_has_one_answer_a_value(constraint: str, low: int, high: int) -> None:
    (question,) = take(number(constraint=constraint)).questions
    assert question.kind == "number"
    assert tell_bins(question) == [(n, n) for n in range(low, high + 1)]
    assert tell(question)[2] == [str(n) for n in range(low, high + 1)]


@pytest.mark.parametrize(
    "constraint, sentence",
    [
        (". >= 0", "The constraint does not close the range."),
        (". <= 10", "The constraint does not close the range."),
        (". != 5", "The constraint does not close the range."),
        (". = 1 or . = 3", "The constraint leaves numbers out in between."),
        ("true()", "The constraint does not close the range."),
        (". >= 0 and . <= 60", "This would be 61 answers; at most 60 fit."),
        (". >= 0 and . <= 1000000000", "The constraint does not close the range."),
        (". >= 0 and . <= 900000000", "This would be 900000001 answers; at most 60 fit."),
        (". >= -5 and . <= 5", "Numbers below 0 cannot be answers here."),
        (". <= ${a}", "A constraint looks at its own question only, not at “a”."),
        ("regex(., '[0-9]')", "regex() cannot be used in a constraint here."),
        (". >= 0 and", "The expression ends too early."),
    ],
)
def test_a_range_that_is_not_closed(constraint: str, sentence: str) -> None:
    (error,) = list_errors(number(constraint=constraint))
    assert error[:3] == ("survey", 2, "constraint")
    assert error[3].startswith(sentence)


def test_bins_and_a_constraint_must_fit() -> None:
    (error,) = list_errors(number(constraint=". >= 0 and . <= 20", bins="0-9,10"))
    assert error[:3] == ("survey", 2, "voteapp::bins")
    assert error[3].startswith("The constraint allows 20, but no bin holds it.")
    (error,) = list_errors(number(constraint=". >= 0 and . <= 20", bins="1-9,10+"))
    assert error[3].startswith("The constraint allows 0, but no bin holds it.")
    (note,) = list_notes(number(constraint=". >= 1 and . <= 5", bins="0-9"))
    assert note[:3] == ("survey", 2, "constraint")
    assert list_notes(number(constraint=". >= 0 and . <= 12", bins="0-9,10+")) == []


def test_a_decimal_asks_for_whole_numbers_and_says_so() -> None:
    (note,) = list_notes(number(type="decimal", bins="0,1,2-4,5+"))
    assert note[:3] == ("survey", 2, "type")
    (question,) = take(number(type="decimal", constraint=". >= 0 and . <= 2.5")).questions
    assert tell_bins(question) == [(0, 0), (1, 1), (2, 2)]


def test_a_slider() -> None:
    (question,) = take(number(type="range", parameters="start=0 end=5 step=1")).questions
    assert (question.kind, tell_bins(question)) == ("number", [(n, n) for n in range(6)])
    (question,) = take(number(type="range", parameters="start=0;end=100;step=25")).questions
    assert (question.kind, tell(question)[2]) == ("one", ["0", "25", "50", "75", "100"])
    (question,) = take(number(type="range")).questions
    assert tell_bins(question) == [(n, n) for n in range(1, 11)]


@pytest.mark.parametrize(
    "parameters, sentence",
    [
        ("start=0 end=1 step=0.1", "A range needs whole numbers"),
        ("start=5 end=0 step=1", "A range needs whole numbers"),
        ("start=0 end=10 step=0", "A range needs whole numbers"),
        ("start=0 end=10 step=3", "A range needs whole numbers"),
        ("start=a", "A range needs whole numbers"),
        ("start=0 end=inf", "A range needs whole numbers"),
        ("end=100", "This would be 100 answers; at most 60 fit."),
        ("start=-3 end=3", "Numbers below 0 cannot be answers here."),
    ],
)
def test_a_slider_that_is_none(parameters: str, sentence: str) -> None:
    (error,) = list_errors(number(type="range", parameters=parameters))
    assert error[:3] == ("survey", 2, "parameters")
    assert error[3].startswith(sentence)


def several(constraint: str) -> bytes:
    return write_form(HEADINGS, ["select_multiple care", "m", "M?", constraint])


@pytest.mark.parametrize(
    "constraint, least, most, alone",
    [
        ("count-selected(.) <= 2", 1, 2, []),
        ("count-selected(.) < 3", 1, 2, []),
        ("count-selected(.) >= 2", 2, 3, []),
        ("count-selected(.) >= 1 and count-selected(.) <= 2", 1, 2, []),
        ("count-selected(.) = 2", 2, 2, []),
        ("not(selected(., 'none') and count-selected(.) > 1)", 1, 3, ["None of these"]),
        ("not(selected(., 'none')) or count-selected(.) = 1", 1, 3, ["None of these"]),
        ("if(selected(., 'none'), count-selected(.) = 1, true())", 1, 3, ["None of these"]),
        (
            "not(selected(., 'none') and (selected(., 'pain') or selected(., 'talk')))",
            1,
            3,
            ["None of these"],
        ),
        (". = 'none' or not(selected(., 'none'))", 1, 3, ["None of these"]),
        (
            "count-selected(.) <= 1 or not(selected(., 'none') or selected(., 'talk'))",
            1,
            3,
            ["Talk", "None of these"],
        ),
    ],
)
def test_how_many_and_which_alone(constraint: str, least: int, most: int, alone: list[str]) -> None:
    (question,) = take(several(constraint)).questions
    assert (question.min, question.max) == (least, most)
    assert [a.texts["en"].text for a in question.answers if a.alone] == alone


@pytest.mark.parametrize(
    "constraint, sentence",
    [
        ("count-selected(.) > 5", "A constraint on several choices says how many"),
        ("count-selected(.) != 2", "A constraint on several choices says how many"),
        ("selected(., 'pain')", "A constraint on several choices says how many"),
        (
            "not(selected(., 'pain') and selected(., 'talk'))",
            "A constraint on several choices says how many",
        ),
        ("not(selected(., 'none'))", "A constraint on several choices says how many"),
        ("not(selected(., 'nothing'))", "The question has no choice “nothing”."),
        ("selected(${a}, 'pain')", "A constraint looks at its own question only"),
        ("string-length(.) > 3", "string-length() cannot be used in a constraint here."),
    ],
)
def test_a_constraint_that_no_question_can_say(constraint: str, sentence: str) -> None:
    (error,) = list_errors(several(constraint))
    assert error[:3] == ("survey", 2, "constraint")
    assert error[3].startswith(sentence)


def test_a_constraint_may_name_a_choice_that_every_question_offers() -> None:
    choices = [
        ("l", "a", "A"),
        ("l", "b", "B"),
        ("l", "na", "N/A"),
        ("l", "no", "Prefer not to say"),
    ]
    exclusive = "not((selected(., 'na') or selected(., 'no')) and count-selected(.) > 1)"
    for constraint, most in (
        (exclusive, 2),
        (f"count-selected(.) <= 1 and {exclusive}", 1),
        ("count-selected(.) <= 3", 2),
    ):
        data = write_form(HEADINGS, ["select_multiple l", "m", "M?", constraint], choices=choices)
        (question,) = take(data).questions
        assert tell(question)[2] == ["A", "B"]
        assert (question.min, question.max) == (1, most)
        assert not any(answer.alone for answer in question.answers)


def test_one_choice_has_no_constraint() -> None:
    (error,) = list_errors(write_form(HEADINGS, ["select_one yn", "a", "A?", ". != 'no'"]))
    assert error[:3] == ("survey", 2, "constraint")


def test_a_constraint_on_a_long_list_is_tried_in_time() -> None:
    choices = [("long", f"c{n}", f"Choice {n}") for n in range(60)]
    alone = " or ".join(f"selected(., 'c{n}')" for n in range(8))
    text = f"count-selected(.) <= 5 and not(({alone}) and count-selected(.) > 1)"
    data = write_form(HEADINGS, ["select_multiple long", "m", "M?", text], choices=choices)
    (question,) = take(data).questions
    assert (question.max, sum(answer.alone for answer in question.answers)) == (5, 8)
