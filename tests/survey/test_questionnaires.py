"""The shift survey as members answer it: what is derived, skipped, and encrypted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.randomness import RandomStream
from voteapp.campaign.questionnaire.answering import (
    Answers,
    Interview,
    Leaf,
    create_choices,
    list_offered,
)
from voteapp.campaign.questionnaire.document import Question
from voteapp.campaign.questionnaire.rules import PREFER_NOT
from voteapp.survey.questionnaires import write_questionnaires
from voteapp.survey.templates import load_template

LEAF = "unit-1"
CASES = json.loads(Path(__file__).with_name("answer_cases.json").read_text())
REST = {"3": [0], "4": [0], "5": [0], "6": [1], "7": [0], "8": [0], "9": [0], "10": [0], "11": [2]}
"""What else was chosen: places of answers; an empty list is "prefer not to answer"."""


def read(question: Question, places: list[int]) -> Answers:
    if not places:
        return (PREFER_NOT,)
    return tuple(list_offered(question)[place] for place in places)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case: dict[str, Any]) -> None:
    limit, variant = case["limit"], case["variant"]
    main, _ = write_questionnaires(load_template(), limit, variant, LEAF, RandomStream("cases"))
    known = {question.code: question for question in main.questions}
    given = {**REST, **case["chosen"]}
    chosen = {known[code].id: read(known[code], places) for code, places in given.items()}
    steps = Interview(main, Leaf(LEAF)).go_through(chosen)
    found = {step.question: step.answers for step in steps}
    for code, places in case["expected"].items():
        assert found[known[code].id] == read(known[code], places), code
    rows = create_choices(main, steps)
    assert sum(map(len, rows)) == (88 if variant == "inpatient" else 82)
    assert all(sum(row[1:]) == 0 if row[0] else sum(row) >= 1 for row in rows)
