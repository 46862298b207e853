"""Rules of a survey that a committee may have edited."""

from __future__ import annotations

import pytest

from voteapp.survey.questionnaires import compute_questionnaire
from voteapp.survey.templates import create_drafts, load_template

VARIANTS = sorted(load_template().variants)


@pytest.mark.parametrize("variant", VARIANTS)
def test_an_unchanged_survey_keeps_every_rule(variant: str) -> None:
    for draft in create_drafts(load_template(), None, variant):
        booth = draft.questionnaire.questions
        listed = [(b.code, q.answers) for b, q in zip(booth, draft.questions, strict=True)]
        found = compute_questionnaire(listed)
        assert found is not None
        assert found.questions == booth
        assert found.skips == draft.questionnaire.skips
        assert found.part == draft.questionnaire.part


def test_a_changed_question_loses_its_rules() -> None:
    draft = create_drafts(load_template(), 4, "inpatient")[0]
    booth = draft.questionnaire.questions
    listed = [(b.code, q.answers) for b, q in zip(booth, draft.questions, strict=True)]
    listed[0] = ("1", ["RN", "Other"])
    found = compute_questionnaire(listed, 4)
    assert found is not None
    assert found.questions[0].not_applicable == -1
    assert found.questions[2].derived is not None
    assert all(skip.question != "1" for skip in found.skips)


def test_a_removed_question_takes_what_was_derived_from_it_along() -> None:
    draft = create_drafts(load_template(), 4, "inpatient")[0]
    booth = draft.questionnaire.questions
    listed = [(b.code, q.answers) for b, q in zip(booth, draft.questions, strict=True)]
    found = compute_questionnaire([pair for pair in listed if pair[0] != "2"], 4)
    assert found is not None
    assert [q.derived for q in found.questions if q.code == "2d"] == [None]
    assert all("2" not in skip.skipped for skip in found.skips)


def test_questions_by_hand_have_no_questionnaire() -> None:
    assert compute_questionnaire([("", ["Yes", "No"])]) is None
