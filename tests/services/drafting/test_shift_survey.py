"""The shift survey as a questionnaire: the same record and the same booth as its template."""

from __future__ import annotations

import msgspec
import pytest

from tests.players.services.world import SURVEY, VOTE, World, create_draft
from tests.support.randomness import RandomStream
from voteapp.campaign.questionnaire.checks import check_ids, check_questionnaire
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.edits import put_question, remove_question
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.questionnaire.rules import Condition
from voteapp.errors import InvalidInputError
from voteapp.protocol.encoding import encode_json
from voteapp.services.drafting.booth import describe_for_booth
from voteapp.services.drafting.shift_survey import default_survey
from voteapp.survey import templates

VARIANTS = sorted(templates.load_template().variants)
replace = msgspec.structs.replace


def write(limit: int | None = 4, variant: str = "inpatient") -> list[Questionnaire]:
    parts = default_survey(RandomStream("survey"), limit=limit, variant=variant)
    return [part.questionnaire for part in parts]


def by_code(questionnaire: Questionnaire, code: str) -> Question:
    return next(q for q in questionnaire.questions if q.code == code)


def name_by_code(
    questionnaire: Questionnaire, booth: templates.Questionnaire
) -> templates.Questionnaire:
    """The booth's rules with the template's codes in the place of identities."""
    text = msgspec.json.encode(booth).decode()
    for question in questionnaire.questions:
        text = text.replace(question.id, question.code)
    return msgspec.json.decode(text, type=templates.Questionnaire)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("limit", [None, 1, 4])
def test_record_and_booth_are_the_templates(variant: str, limit: int | None) -> None:
    if variant != "inpatient" and limit is not None:
        with pytest.raises(InvalidInputError):
            write(limit, variant)
        return
    drafts = templates.load_default_survey(limit, variant)
    for draft, questionnaire in zip(drafts, write(limit, variant), strict=True):
        check_questionnaire(questionnaire)
        assert encode_json(create_record_questions(questionnaire)) == encode_json(draft.questions)
        booth = describe_for_booth(questionnaire)
        assert booth is not None
        expected = draft.questionnaire
        if not any(question.derived for question in expected.questions):
            expected = replace(expected, limit=None)  # nothing looks at it
        assert name_by_code(questionnaire, booth) == expected


def test_every_survey_has_identities_of_its_own(world: World) -> None:
    first, second = (default_survey(world.random, limit=4) for _ in range(2))
    check_ids([part.questionnaire for part in (*first, *second)])
    assert [(part.kind, part.k) for part in first] == [("survey", 10), ("survey", 20)]
    assert sum(q.width for q in create_record_questions(first[0].questionnaire)) == 88
    world.draft(create_draft(VOTE, *first, *second))
    assert world.state == "draft"


def test_questions_by_hand_bring_nothing_to_the_booth() -> None:
    assert describe_for_booth(VOTE.questionnaire) is None
    assert describe_for_booth(SURVEY.questionnaire) is None


def test_a_removed_question_is_in_no_rule_of_the_booth() -> None:
    main = write()[0]
    booth = describe_for_booth(remove_question(main, by_code(main, "2").id))
    assert booth is not None
    assert not any(question.derived for question in booth.questions)
    assert len(booth.skips) == 3
    assert by_code(main, "2").id not in [name for skip in booth.skips for name in skip.skipped]


def test_reworded_and_moved_answers_keep_their_rules() -> None:
    main = write()[0]
    role = by_code(main, "1")
    booth = describe_for_booth(put_question(main, replace(role, answers=role.answers[::-1])))
    assert booth is not None
    assert [skip.answers for skip in booth.skips[:2]] == [[3, 2, 1], [4]]


def test_an_answer_without_a_number_is_not_compared_with_the_limit() -> None:
    main = write()[0]
    load = by_code(main, "2")
    plain = [*load.answers[:-1], replace(load.answers[-1], bin=None)]
    booth = describe_for_booth(put_question(main, replace(load, answers=plain)))
    assert booth is not None
    assert not any(question.derived for question in booth.questions)


def test_a_question_that_is_always_for_everybody_is_asked() -> None:
    main = write()[0]
    changed = put_question(main, replace(by_code(main, "4"), not_applicable=False))
    booth = describe_for_booth(changed)
    assert booth is not None
    assert [q.not_applicable for q in booth.questions][4] == -1


def test_a_condition_that_the_phone_cannot_read_is_not_given_to_it() -> None:
    main = write()[0]
    (skip, *rest) = main.rules
    twice = replace(skip, when=Condition(all=[skip.when, skip.when]))
    booth = describe_for_booth(replace(main, rules=[twice, *rest]))
    assert booth is not None
    assert len(booth.skips) == 2
