"""New questions, sections, rules and copies: everything stays a questionnaire."""

from __future__ import annotations

import msgspec

from tests.players.campaign.questionnaires import Author, create_example, say
from voteapp.campaign.questionnaire.checks import check_ids, check_questionnaire
from voteapp.campaign.questionnaire.copies import copy_question, copy_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire, Section, list_ids
from voteapp.campaign.questionnaire.edits import list_blocks, put_question
from voteapp.campaign.questionnaire.edits_of_rules import (
    RuleChange,
    compute_agreement,
    find_rule,
    list_changed_rules,
    put_rule,
    remove_rule,
)
from voteapp.campaign.questionnaire.edits_of_sections import put_section, remove_section
from voteapp.campaign.questionnaire.rules import list_sources

replace = msgspec.structs.replace
EXAMPLE = create_example()
CARE, LOAD, RATIO, HOW_LONG, MISSED, FIRST, SECOND = EXAMPLE.questions


def names(questionnaire: Questionnaire) -> list[str]:
    return [question.id for question in questionnaire.questions]


def test_a_new_question_is_asked_of_everybody_and_stands_where_it_was_added() -> None:
    author = Author("new")
    new = author.ask("New?", [author.answer("Yes")])
    added = put_question(EXAMPLE, new, LOAD.id)
    assert names(added).index(new.id) == names(EXAMPLE).index(LOAD.id) + 1
    assert all(new.id in asked for asked in added.asked.values())
    check_questionnaire(added)
    within = put_question(EXAMPLE, new, FIRST.id)
    assert names(within)[-3:] == [FIRST.id, SECOND.id, new.id]
    check_questionnaire(within)
    assert names(put_question(EXAMPLE, new))[-1] == new.id


def test_a_scale_is_one_block_and_a_copied_item_stays_in_it() -> None:
    assert [len(block) for block in list_blocks(EXAMPLE)] == [1, 1, 1, 1, 1, 2]
    copied = copy_question(FIRST, Author("copy").draw)
    added = put_question(EXAMPLE, copied, FIRST.id)
    assert names(added)[-3:] == [FIRST.id, copied.id, SECOND.id]
    check_questionnaire(added)


def test_a_copied_part_is_the_same_but_for_its_identities() -> None:
    copied = copy_questionnaire(EXAMPLE, Author("another").draw)
    check_ids([EXAMPLE, copied])
    check_questionnaire(copied)
    back = dict(zip(list_ids(copied), list_ids(EXAMPLE), strict=True))
    draw = iter([back[name] for name in list_ids(copied)])
    assert copy_questionnaire(copied, lambda: next(draw)) == EXAMPLE


def test_a_code_that_looks_like_an_identity_is_none() -> None:
    odd = replace(EXAMPLE, questions=[replace(CARE, code=LOAD.id), *EXAMPLE.questions[1:]])
    assert copy_questionnaire(odd, Author("another").draw).questions[0].code == LOAD.id


def test_sections_are_put_in_the_questions_order_and_taken_away() -> None:
    section = Section(id=Author("section").draw(), first=LOAD.id, texts=say("Patients"))
    added = put_section(EXAMPLE, section)
    check_questionnaire(added)
    assert section in added.sections
    again = replace(section, texts=say("Loads"))
    assert [s for s in put_section(added, again).sections if s.first == LOAD.id] == [again]
    assert remove_section(added, section.id) == EXAMPLE


def test_rules_are_put_found_and_taken_away() -> None:
    rule = EXAMPLE.rules[0]
    assert find_rule(EXAMPLE, rule.id) == rule
    without = remove_rule(EXAMPLE, rule.id)
    assert find_rule(without, rule.id) is None and len(without.rules) == len(EXAMPLE.rules) - 1
    assert put_rule(without, rule).rules[-1] == rule
    assert put_rule(EXAMPLE, rule) == EXAMPLE


def test_a_rule_is_told_that_is_lost_cut_or_reworded() -> None:
    assert list_changed_rules(EXAMPLE, EXAMPLE) == []
    assert compute_agreement(EXAMPLE, EXAMPLE) == ""
    rule = EXAMPLE.rules[0]
    lost = remove_rule(EXAMPLE, rule.id)
    assert list_changed_rules(EXAMPLE, lost) == [RuleChange(rule, None)]
    cut = put_question(EXAMPLE, replace(CARE, answers=CARE.answers[:1]))
    assert [change.before for change in list_changed_rules(EXAMPLE, cut)] == [rule]
    assert len({compute_agreement(EXAMPLE, after) for after in (EXAMPLE, lost, cut)}) == 3


def test_whoever_swaps_the_words_of_two_answers_turns_a_rule_round() -> None:
    first, second, *rest = CARE.answers
    swapped = [replace(first, texts=second.texts), replace(second, texts=first.texts), *rest]
    after = put_question(EXAMPLE, replace(CARE, answers=swapped))
    assert after.rules == EXAMPLE.rules
    assert [change.before for change in list_changed_rules(EXAMPLE, after)] == [
        rule for rule in EXAMPLE.rules if CARE.id in list_sources(rule)
    ]
    reworded = put_question(EXAMPLE, replace(CARE, texts=say("Somebody else?")))
    assert list_changed_rules(EXAMPLE, reworded)
    assert not list_changed_rules(EXAMPLE, put_question(EXAMPLE, replace(FIRST, texts=say("New"))))
