"""Edits by identity: what stays is the same, and rules point where their author said or nowhere."""

from __future__ import annotations

import msgspec

from tests.players.campaign.questionnaires import Author, create_example
from voteapp.campaign.questionnaire.checks import check_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.edits import (
    find_question,
    list_rules_of,
    move_question,
    put_question,
    remove_question,
)
from voteapp.campaign.questionnaire.identities import create_id, is_id
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.questionnaire.rules import Derive, Skip

replace = msgspec.structs.replace
EXAMPLE = create_example()
CARE, LOAD, RATIO, HOW_LONG, MISSED, FIRST, SECOND = EXAMPLE.questions


def ids(questionnaire: Questionnaire) -> list[str]:
    return [question.id for question in questionnaire.questions]


def do(questionnaire: Questionnaire) -> list[str]:
    return [type(rule).__name__ for rule in questionnaire.rules]


def test_an_identity_is_eight_characters_of_the_tokens_alphabet() -> None:
    assert create_id(lambda count: bytes([0, 10, 31, 32, 255, 24, 18, 1])) == "0AZ0ZRJ1"
    assert is_id("0AZ0ZRJ1")
    assert not any(map(is_id, ("0AZ0ZRJ", "0AZ0ZRJ11", "0az0zrj1", "0AZ0ZRI1", "0AZ0ZRJ1\n")))


def test_a_moved_question_keeps_everything() -> None:
    moved = move_question(EXAMPLE, SECOND.id, -1)
    assert ids(moved)[-3:] == [FIRST.id, SECOND.id, MISSED.id]
    assert moved.asked[""] == ids(moved)
    assert moved.rules == EXAMPLE.rules
    assert move_question(EXAMPLE, SECOND.id, 1) == EXAMPLE
    assert move_question(EXAMPLE, "0" * 8, 1) == EXAMPLE
    assert move_question(EXAMPLE, CARE.id, -1) == EXAMPLE
    check_questionnaire(moved)


def test_rules_that_would_look_ahead_are_dropped_when_a_question_is_moved_far() -> None:
    last = move_question(EXAMPLE, LOAD.id, 10)
    assert ids(last)[-1] == LOAD.id
    assert "Derive" not in do(last) and "Derive" in do(EXAMPLE)
    check_questionnaire(last)
    assert move_question(move_question(EXAMPLE, LOAD.id, 1), LOAD.id, -1).rules != EXAMPLE.rules


def test_sections_begin_where_they_began() -> None:
    moved = move_question(EXAMPLE, MISSED.id, 1)
    assert [section.first for section in moved.sections] == [CARE.id, FIRST.id]
    removed = remove_question(EXAMPLE, MISSED.id)
    assert [section.first for section in removed.sections] == [CARE.id, FIRST.id]
    check_questionnaire(removed)
    for question in (SECOND, FIRST, MISSED):
        removed = remove_question(removed if question != SECOND else EXAMPLE, question.id)
    assert [section.first for section in removed.sections] == [CARE.id]
    check_questionnaire(removed)


def test_a_removed_question_takes_along_the_rules_that_looked_at_it() -> None:
    assert do(remove_question(EXAMPLE, LOAD.id)) == ["Skip", "Fill", "Forbid"]
    assert do(remove_question(EXAMPLE, RATIO.id)) == ["Skip"]
    assert do(remove_question(EXAMPLE, CARE.id)) == ["Derive", "Fill", "Forbid"]
    skip = remove_question(EXAMPLE, LOAD.id).rules[0]
    assert isinstance(skip, Skip) and skip.questions == [RATIO.id, HOW_LONG.id]
    assert [type(rule).__name__ for rule in list_rules_of(EXAMPLE, LOAD.id)] == ["Skip", "Derive"]


def test_a_removed_answer_takes_along_only_what_named_it() -> None:
    changed = put_question(EXAMPLE, replace(CARE, answers=CARE.answers[:1]))
    skip = changed.rules[0]
    assert isinstance(skip, Skip) and skip.when.answers == ["not-applicable"]
    assert do(put_question(EXAMPLE, replace(RATIO, answers=RATIO.answers[1:]))) == [
        "Skip",
        "Forbid",
    ]
    assert do(put_question(EXAMPLE, replace(HOW_LONG, answers=HOW_LONG.answers[1:]))) == [
        "Skip",
        "Derive",
        "Forbid",
    ]


def test_reworded_and_moved_answers_are_the_same_answers() -> None:
    turned = replace(LOAD, kind="one", answers=[replace(a, bin=None) for a in LOAD.answers[::-1]])
    assert do(put_question(EXAMPLE, turned)) == ["Skip", "Fill", "Forbid"]
    swapped = put_question(EXAMPLE, replace(RATIO, answers=RATIO.answers[::-1]))
    assert swapped.rules == EXAMPLE.rules
    derive = swapped.rules[1]
    assert isinstance(derive, Derive) and derive.within == RATIO.answers[0].id


def test_a_question_that_can_no_longer_be_not_applicable_is_asked() -> None:
    skip = put_question(EXAMPLE, replace(HOW_LONG, not_applicable=False)).rules[0]
    assert isinstance(skip, Skip) and skip.questions == [LOAD.id, RATIO.id]


def test_a_new_question_comes_last() -> None:
    author = Author("new")
    asked = author.ask("More?", [author.answer("Yes")])
    changed = put_question(EXAMPLE, asked)
    assert ids(changed) == [*ids(EXAMPLE), asked.id]
    assert find_question(changed, asked.id) == asked
    assert find_question(EXAMPLE, asked.id) is None


def test_the_record_has_not_applicable_last_and_the_blank() -> None:
    found = create_record_questions(EXAMPLE)
    assert found[0].answers == ["Yes", "No", "Not applicable"]
    assert [(q.min, q.max, q.blank) for q in found[3:5]] == [(1, 1, True), (1, 2, True)]
    two = put_question(EXAMPLE, replace(MISSED, min=2, not_applicable=False, prefer_not=False))
    assert create_record_questions(two)[4].min == 1
    plain = [replace(answer, alone=False) for answer in MISSED.answers]
    two = put_question(two, replace(find_question(two, MISSED.id), answers=plain))
    asked = create_record_questions(two)[4]
    assert (asked.min, asked.max, asked.blank, len(asked.answers)) == (2, 2, False, 3)
