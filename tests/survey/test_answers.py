"""Derived and skipped questions; the same cases run in node (tests/js)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.errors import MisuseError
from voteapp.survey.answers import compute_choices, create_answers
from voteapp.survey.templates import load_default_survey

CASES = json.loads((Path(__file__).parent / "answer_cases.json").read_text("utf-8"))
REST = {
    code: frozenset({0 if code != "6" else 1}) for code in ["3", "4", "5", "6", "7", "8", "9", "10"]
}


def _complete(chosen: dict[str, Any]) -> dict[str, frozenset[int]]:
    return {
        **REST,
        "11": frozenset({2}),
        **{k: frozenset(v) for k, v in chosen.items()},
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_derived_and_skipped(case: dict[str, Any]) -> None:
    draft = load_default_survey(case["limit"], case["variant"])[0]
    complete = compute_choices(draft.questionnaire, _complete(case["chosen"]))
    for code, expected in case["expected"].items():
        assert sorted(complete[code]) == expected, code


@given(
    st.dictionaries(st.sampled_from(["1", "2", "5"]), st.sampled_from([0, 2, 3])),
    st.one_of(st.none(), st.integers(0, 8)),
)
def test_shape_never_depends_on_the_answers(chosen: dict[str, int], limit: int | None) -> None:
    draft = load_default_survey(limit)[0]
    members = {code: [index] for code, index in chosen.items()}
    answers = create_answers(draft, _complete({"1": [0], "2": [3], **members}))
    assert [len(row) for row in answers] == [len(q.answers) + 1 for q in draft.questions]
    for row, question in zip(answers, draft.questions, strict=True):
        total = sum(row[1:])
        assert (row[0] == 1 and total == 0) or (
            row[0] == 0 and question.min <= total <= question.max
        )


def test_exclusive_answers_stand_alone() -> None:
    draft = load_default_survey(4)[0]
    with pytest.raises(MisuseError):
        create_answers(draft, _complete({"1": [0], "2": [3], "9": [0, 8]}))


def test_an_unanswered_question_is_a_misuse() -> None:
    with pytest.raises(MisuseError):
        compute_choices(load_default_survey(4)[0].questionnaire, {})
