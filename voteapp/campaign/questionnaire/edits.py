"""Edits of a questionnaire by identity; every function returns a new one.

A rule that named what was taken away goes with it: it points nowhere rather than elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from voteapp.campaign.questionnaire.answering import list_offered
from voteapp.campaign.questionnaire.checks_of_rules import check_references
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.rules import (
    Condition,
    Derive,
    Rule,
    Skip,
    list_sources,
    list_targets,
)
from voteapp.errors import ProtocolError

T = TypeVar("T")

_replace = msgspec.structs.replace


def find_question(questionnaire: Questionnaire, name: str) -> Question | None:
    """The question of that identity, if it is there."""
    return next((q for q in questionnaire.questions if q.id == name), None)


def put_question(questionnaire: Questionnaire, question: Question) -> Questionnaire:
    """The question in the place of the one of its identity, or at the end."""
    questions = [question if q.id == question.id else q for q in questionnaire.questions]
    if find_question(questionnaire, question.id) is None:
        questions.append(question)
    return drop_loose_rules(_replace(questionnaire, questions=questions))


def remove_question(questionnaire: Questionnaire, name: str) -> Questionnaire:
    """Without a question; what stood under its heading stays there."""
    order = [question.id for question in questionnaire.questions]
    after = order[order.index(name) + 1] if name in order[:-1] else None
    taken = {section.first for section in questionnaire.sections}
    sections = [
        _replace(section, first=after) if section.first == name and after else section
        for section in questionnaire.sections
        if section.first != name or (after is not None and after not in taken)
    ]
    asked = {
        variant: [found for found in names if found != name]
        for variant, names in questionnaire.asked.items()
    }
    kept = [question for question in questionnaire.questions if question.id != name]
    return drop_loose_rules(_replace(questionnaire, questions=kept, sections=sections, asked=asked))


def move_question(questionnaire: Questionnaire, name: str, by: int) -> Questionnaire:
    """With a question one place up (-1) or down (1); unchanged at an end.

    Sections keep their first questions' places, variants follow the order.
    """
    before = [question.id for question in questionnaire.questions]
    if name not in before:
        return questionnaire
    questions = move(questionnaire.questions, before.index(name), by)
    after = [question.id for question in questions]
    sections = [_replace(s, first=after[before.index(s.first)]) for s in questionnaire.sections]
    asked = {
        variant: [found for found in after if found in set(names)]
        for variant, names in questionnaire.asked.items()
    }
    return _replace(questionnaire, questions=questions, sections=sections, asked=asked)


def move(items: Sequence[T], place: int, by: int) -> list[T]:
    """The list with one item moved by one place; unchanged at an end."""
    moved, other = list(items), place + by
    if 0 <= place < len(moved) and 0 <= other < len(moved):
        moved[place], moved[other] = moved[other], moved[place]
    return moved


def list_rules_of(questionnaire: Questionnaire, name: str) -> list[Rule]:
    """The rules that look at a question or decide it."""
    return [r for r in questionnaire.rules if name in (*list_sources(r), *list_targets(r))]


def list_lost_rules(before: Questionnaire, after: Questionnaire) -> list[Rule]:
    """The rules of ``before`` that an edit took away, or cut down to what is left."""
    return [rule for rule in before.rules if rule not in after.rules]


def drop_loose_rules(questionnaire: Questionnaire) -> Questionnaire:
    """Without rules that name what is not there; a skip of several loses only what is gone."""
    known = {question.id: question for question in questionnaire.questions}
    trimmed = [_trim(rule, known) for rule in questionnaire.rules]
    return _replace(questionnaire, rules=[rule for rule in trimmed if _holds(rule, known)])


def _trim(rule: Rule, known: Mapping[str, Question]) -> Rule:
    if isinstance(rule, Derive):
        return rule
    rule = _replace(rule, when=_trim_condition(rule.when, known))
    if not isinstance(rule, Skip):
        return rule
    return _replace(
        rule,
        questions=[name for name in rule.questions if name in known and known[name].not_applicable],
    )


def _trim_condition(condition: Condition, known: Mapping[str, Question]) -> Condition:
    """Without answers that nobody can give any more."""
    if isinstance(condition.question, str) and isinstance(condition.answers, list):
        question = known.get(condition.question)
        offered = list_offered(question) if question else []
        kept = [answer for answer in condition.answers if answer in offered]
        return _replace(condition, answers=kept)
    if isinstance(condition.negated, Condition):
        return _replace(condition, negated=_trim_condition(condition.negated, known))
    if isinstance(condition.all, list):
        return _replace(condition, all=[_trim_condition(part, known) for part in condition.all])
    if isinstance(condition.any, list):
        return _replace(condition, any=[_trim_condition(part, known) for part in condition.any])
    return condition


def _holds(rule: Rule, known: Mapping[str, Question]) -> bool:
    try:
        check_references(rule, known)
    except ProtocolError:
        return False
    return True
