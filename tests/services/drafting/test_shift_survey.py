"""The shift survey as parts of a campaign, and what becomes of its rules when it is edited."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.players.services.world import VOTE, World, create_draft
from tests.support.randomness import RandomStream
from voteapp.campaign.questionnaire.answering import Interview, Leaf
from voteapp.campaign.questionnaire.checks import check_ids, check_questionnaire
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.edits import put_question, remove_question
from voteapp.campaign.questionnaire.paths import find_path_faults
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.questionnaire.rules import NOT_APPLICABLE, Derive
from voteapp.errors import InvalidInputError
from voteapp.services.drafting.shift_survey import (
    LEAF_CODE,
    default_survey,
    draft_survey,
    find_highest_limit,
)
from voteapp.survey.templates import BLANK_TEMPLATE, list_names, load_template

VARIANTS = [variant.code for variant in load_template().variants]
COUNTING = [variant.code for variant in load_template().variants if variant.counted]
UNIT = Leaf(LEAF_CODE)
replace = msgspec.structs.replace


def write(limit: int | None = 4, variant: str = "inpatient") -> list[Questionnaire]:
    parts = default_survey(RandomStream("survey"), limit=limit, variant=variant)
    return [part.questionnaire for part in parts]


def by_code(questionnaire: Questionnaire, code: str) -> Question:
    return next(q for q in questionnaire.questions if q.code == code)


def derives(questionnaire: Questionnaire) -> bool:
    return any(isinstance(rule, Derive) for rule in questionnaire.rules)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("limit", [None, 1, 4])
def test_every_path_of_every_variant_can_be_finished(variant: str, limit: int | None) -> None:
    if variant not in COUNTING and limit is not None:
        with pytest.raises(InvalidInputError):
            write(limit, variant)
        return
    for questionnaire in write(limit, variant):
        check_questionnaire(questionnaire)
        assert find_path_faults(questionnaire, [UNIT]) == []


def test_every_survey_has_identities_of_its_own(world: World) -> None:
    first, second = (default_survey(world.random, limit=4) for _ in range(2))
    check_ids([part.questionnaire for part in (*first, *second)])
    assert [(part.kind, part.k) for part in first] == [("survey", 10), ("survey", 20)]
    assert sum(q.width for q in create_record_questions(first[0].questionnaire)) == 107
    world.draft(create_draft(VOTE, *first, *second))
    assert world.state == "draft"


def test_a_removed_question_is_in_no_rule() -> None:
    main = write()[0]
    load = by_code(main, "2")
    changed = remove_question(main, load.id)
    assert not derives(changed)
    assert load.id not in str(changed.rules)
    check_questionnaire(changed)


def test_reworded_and_moved_answers_keep_their_rules() -> None:
    main = write()[0]
    role = by_code(main, "1")
    changed = put_question(main, replace(role, answers=role.answers[::-1]))
    for answer in role.answers:
        before, after = (
            [step.how for step in Interview(asked, UNIT).go_through({role.id: (answer.id,)})]
            for asked in (main, changed)
        )
        assert before == after


def test_an_answer_without_a_number_is_not_compared_with_the_limit() -> None:
    main = write()[0]
    load, ratio = by_code(main, "2"), by_code(main, "2d")
    plain = [*load.answers[:-1], replace(load.answers[-1], bin=None)]
    changed = put_question(main, replace(load, answers=plain))
    nurse = {by_code(main, "1").id: (by_code(main, "1").answers[0].id,)}
    steps = Interview(changed, UNIT).go_through({**nurse, load.id: (plain[-1].id,)})
    (answers,) = [step.answers for step in steps if step.question == ratio.id]
    assert answers == (NOT_APPLICABLE,)


def test_every_template_becomes_parts_of_a_campaign(world: World) -> None:
    parts = [part for name in list_names() for part in draft_survey(world.random, name)]
    check_ids([part.questionnaire for part in parts])
    for part in parts:
        assert (part.kind, part.questionnaire.limits) == ("survey", {})
    world.draft(create_draft(VOTE, *parts[:6]))
    assert world.state == "draft"


def test_a_title_takes_the_place_of_a_templates_own(world: World) -> None:
    (own,) = draft_survey(world.random, BLANK_TEMPLATE, title="Priorities")
    assert own.title == "Priorities"
    main, burnout = draft_survey(world.random, "safe_staffing", title="Priorities")
    assert (main.title, burnout.title) == (
        "Safe staffing shift survey",
        "Safe staffing shift survey: burnout",
    )


@pytest.mark.parametrize(
    ("name", "fields", "field"),
    [
        ("gone", {}, "template"),
        ("../limits/oregon", {}, "template"),
        ("burnout", {"variant": "inpatient"}, "variant"),
        ("burnout", {"limit": 4}, "limit"),
        ("safe_staffing", {"variant": ""}, "variant"),
        ("safe_staffing", {"limit": 9}, "limit"),
    ],
)
def test_what_a_template_does_not_have_is_refused(
    world: World, name: str, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        draft_survey(world.random, name, **fields)
    assert caught.value.field == field


def test_how_far_the_answers_reach() -> None:
    reaches = {variant: find_highest_limit(write(None, variant)[0]) for variant in VARIANTS}
    assert reaches == {variant: 8 if variant in COUNTING else None for variant in VARIANTS}
