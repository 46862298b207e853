"""The shift survey as members answer it: what is derived, skipped, filled in, and encrypted."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.support.randomness import RandomStream
from voteapp.campaign.questionnaire.answering import (
    Answers,
    Interview,
    Leaf,
    create_choices,
    list_given,
)
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.protocol.kinds import compute_widths
from voteapp.survey.format import list_questions
from voteapp.survey.questionnaires import write_questionnaires
from voteapp.survey.templates import load_template

LEAF = Leaf("unit-1")
CASES = json.loads(Path(__file__).with_name("answer_cases.json").read_text())
CHOSEN = {
    "1": ["rn"],
    "time": ["night"],
    "length": ["12"],
    "8": ["no"],
    "2": ["3"],
    "3": ["under-1"],
    "4": ["0"],
    "5": ["none"],
    "6": ["once"],
    "7": ["own"],
    "7p": ["yes"],
    "9": ["talk"],
    "10": ["1"],
    "11": ["not-needed"],
}
"""What else was chosen, by the template's names."""


class Survey:
    """The main part of the shift survey, with the template's names for what is in it."""

    def __init__(self, limit: int | None, variant: str = "inpatient") -> None:
        template = load_template()
        self.main: Questionnaire = write_questionnaires(
            template, limit, variant, LEAF.code, RandomStream("cases")
        )[0]
        self.known: dict[str, Question] = {q.code: q for q in self.main.questions}
        self.names = {
            (question.code, answer.code): self.known[question.code].answers[place].id
            for question in list_questions(template.parts[0], variant)
            for place, answer in enumerate(question.answers)
        }

    def read(self, code: str, answers: list[str]) -> Answers:
        return tuple(self.names.get((code, answer), answer) for answer in answers)

    def choose(self, chosen: dict[str, list[str]]) -> dict[str, Answers]:
        given = {code: value for code, value in chosen.items() if code in self.known}
        return {self.known[code].id: self.read(code, value) for code, value in given.items()}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case: dict[str, Any]) -> None:
    survey = Survey(case["limit"], case.get("variant", "inpatient"))
    chosen = survey.choose({**CHOSEN, **case["chosen"]})
    interview = Interview(survey.main, LEAF)
    steps = interview.go_through(chosen)
    found = {step.question: step.answers for step in steps}
    for code, answers in case["expected"].items():
        assert found[survey.known[code].id] == survey.read(code, answers), code
    assert interview.find_contradictions(list_given(steps)) == []
    rows = create_choices(survey.main, steps)
    assert list(map(len, rows)) == compute_widths(create_record_questions(survey.main))
    assert all(sum(row[1:]) == 0 if row[0] else sum(row) >= 1 for row in rows)


@pytest.mark.parametrize("limit", range(1, 9))
def test_every_number_stands_to_every_limit_as_arithmetic_says(limit: int) -> None:
    survey = Survey(limit)
    never = survey.read("3", ["never"])
    for number, long in product(range(11), ("never", "whole")):
        name = "10-up" if number == 10 else str(number)
        chosen = survey.choose({**CHOSEN, "2": [name], "3": [long]})
        interview = Interview(survey.main, LEAF)
        found = list_given(interview.go_through(chosen))
        over = number - limit
        expected = "within" if over <= 0 else "over-1" if over == 1 else "over-2"
        assert found[survey.known["2d"].id] == survey.read("2d", [expected])
        above = found[survey.known["3"].id]
        assert (above == never) == (over <= 0 or long == "never")
        # Over the limit and "never above it" contradict each other, and nothing else does.
        forbidden = interview.find_contradictions(found)
        assert bool(forbidden) == (over > 0 and long == "never")


def test_what_is_no_answer_of_its_own_leaves_the_base() -> None:
    survey = Survey(4)
    apart = {
        name
        for (code, answer), name_of in survey.names.items()
        for name in [f"{code}.{answer}"]
        if not next(a for a in survey.known[code].answers if a.id == name_of).substantive
    }
    assert apart == {"2.none", "2d.no-limit", "4.unknown", "7p.unknown"}
    (none,) = [answer for answer in survey.known["2"].answers if answer.bin is None]
    assert not none.substantive


def test_sections_begin_with_what_a_variant_asks() -> None:
    for variant in ("inpatient", "pharmacy"):
        main = Survey(None, variant).main
        codes = {question.id: question.code for question in main.questions}
        titles = [section.texts["en"].text for section in main.sections]
        firsts = [codes[section.first] for section in main.sections]
        assert titles == ["Your shift", "Your workload", "Staff, breaks and hours", titles[-1]]
        assert firsts == ["1", "2", "4", "9" if variant == "inpatient" else "10"]


def test_a_limit_counts_what_the_variant_counts() -> None:
    counted = {
        variant.code: limit.counted
        for variant in load_template().variants
        if variant.counted
        for limit in Survey(4, variant.code).main.limits.values()
        if limit is not None
    }
    assert counted == {
        "inpatient": "patient",
        "couplets": "couplet",
        "mothers": "patient",
        "mothers-babies": "mother-and-baby",
    }


def test_members_read_the_preface_and_whom_the_survey_is_for() -> None:
    main = Survey(4).main
    assert main.texts["en"].help.split("\n") == [
        "Answer about your most recent completed shift.",
        "This survey is for nurses (RN, LVN, LPN) of a unit with beds.",
    ]
