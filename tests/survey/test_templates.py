"""Survey templates: the default survey, its encoding, its limits."""

from __future__ import annotations

import pytest

from voteapp.errors import InvalidInputError, MisuseError
from voteapp.survey.templates import (
    compute_ciphertexts,
    create_drafts,
    load_default_survey,
    load_template,
)


def test_default_survey_has_two_elections_and_88_ciphertexts() -> None:
    main, burnout = load_default_survey(limit=4)
    assert compute_ciphertexts(main.questions) == 88
    assert [len(q.answers) - 1 for q in main.questions] == [
        7,
        11,
        4,
        5,
        5,
        4,
        3,
        4,
        3,
        9,
        5,
        4,
    ]
    assert (main.k, main.level, burnout.k, burnout.level) == (
        10,
        "unit",
        20,
        "facility",
    )
    assert [q.code for q in burnout.questionnaire.questions] == ["12"]


def test_every_question_offers_not_applicable_and_a_blank() -> None:
    for variant in load_template().variants:
        for draft in create_drafts(load_template(), None, variant):
            for question, booth in zip(draft.questions, draft.questionnaire.questions, strict=True):
                assert question.blank
                assert question.answers[booth.not_applicable] == "Not applicable"
                assert booth.not_applicable == len(question.answers) - 1
                assert question.min == 1 <= question.max <= len(question.answers)
                assert len(set(question.answers)) == len(question.answers)
                assert booth.bins is None or len(booth.bins) == booth.not_applicable


def test_question_dicts_stand_in_the_order_of_the_record() -> None:
    question = load_default_survey()[0].question_dicts()[0]
    assert list(question) == ["answers", "blank", "min", "max", "question"]


def test_skips_name_questions_that_come_later() -> None:
    for draft in load_default_survey():
        codes = [q.code for q in draft.questionnaire.questions]
        for skip in draft.questionnaire.skips:
            assert all(codes.index(code) > codes.index(skip.question) for code in skip.skipped)


def test_a_variant_changes_question_2_and_nothing_else() -> None:
    plain = load_default_survey()[0].questions
    other = load_default_survey(variant="ambulatory")[0].questions
    assert [i for i, q in enumerate(plain) if q != other[i]] == [1]


@pytest.mark.parametrize(
    ("limit", "variant"), [(9, "inpatient"), (-1, "inpatient"), (4, "pharmacy")]
)
def test_a_limit_that_the_bins_cannot_tell_is_refused(limit: int, variant: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        load_default_survey(limit, variant)
    assert caught.value.field == "limit"


def test_unknown_names_are_refused() -> None:
    with pytest.raises(InvalidInputError):
        load_default_survey(variant="spaceship")
    with pytest.raises(MisuseError):
        load_template("../limits/oregon")
