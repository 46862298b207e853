"""Survey templates: the default survey, its encoding, its limits."""

from __future__ import annotations

import pytest

from tests.support.randomness import RandomStream
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.questionnaire.rules import list_sources, list_targets
from voteapp.errors import InvalidInputError, MisuseError
from voteapp.protocol.kinds import compute_widths
from voteapp.survey.questionnaires import write_questionnaires
from voteapp.survey.templates import DEFAULT_VARIANT, check_choices, load_template

TEMPLATE = load_template()
LEAF = "unit-1"


def write(limit: int | None = None, variant: str = DEFAULT_VARIANT) -> list[Questionnaire]:
    return write_questionnaires(TEMPLATE, limit, variant, LEAF, RandomStream("template"))


def test_default_survey_has_two_elections_and_88_ciphertexts() -> None:
    main, burnout = write(limit=4)
    assert sum(compute_widths(create_record_questions(main))) == 88
    counts = [len(question.answers) for question in main.questions]
    assert counts == [7, 11, 4, 5, 5, 4, 3, 4, 3, 9, 5, 4]
    assert [(part.k, part.level) for part in TEMPLATE.parts] == [(10, "unit"), (20, "facility")]
    assert [question.code for question in burnout.questions] == ["12"]


def test_every_question_offers_not_applicable_and_a_blank() -> None:
    for variant in TEMPLATE.variants:
        for questionnaire in write(variant=variant):
            for question in create_record_questions(questionnaire):
                assert question.blank
                assert question.answers[-1] == "Not applicable"
                assert question.min == 1 <= question.max <= len(question.answers)
                assert len(set(question.answers)) == len(question.answers)
            for question in questionnaire.questions:
                assert len({answer.bin is None for answer in question.answers}) == 1


def test_rules_decide_questions_that_come_later() -> None:
    for questionnaire in write():
        places = {q.id: place for place, q in enumerate(questionnaire.questions)}
        for rule in questionnaire.rules:
            latest = max(places[name] for name in list_sources(rule))
            assert all(places[name] > latest for name in list_targets(rule))


def test_a_variant_changes_question_2_and_nothing_else() -> None:
    plain = create_record_questions(write()[0])
    other = create_record_questions(write(variant="ambulatory")[0])
    assert [i for i, q in enumerate(plain) if q != other[i]] == [1]


@pytest.mark.parametrize(
    ("limit", "variant"), [(9, "inpatient"), (-1, "inpatient"), (4, "pharmacy")]
)
def test_a_limit_that_the_bins_cannot_tell_is_refused(limit: int, variant: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check_choices(TEMPLATE, limit, variant)
    assert caught.value.field == "limit"


def test_unknown_names_are_refused() -> None:
    with pytest.raises(InvalidInputError):
        check_choices(TEMPLATE, None, "spaceship")
    with pytest.raises(MisuseError):
        load_template("../limits/oregon")
