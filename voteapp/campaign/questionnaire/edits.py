"""Edits of a questionnaire by identity; every function returns a new one.

A rule that named what was taken away goes with it: it points nowhere rather than elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from voteapp.campaign.questionnaire.answering import list_offered
from voteapp.campaign.questionnaire.checks_of_rules import check_references, looks_back
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


def put_question(
    questionnaire: Questionnaire, question: Question, after: str | None = None
) -> Questionnaire:
    """The question in the place of the one of its identity; a new one stands after ``after``.

    At the end where that is not there. Everybody is asked a new one. Within a scale nothing but
    its own items stands: what is new stands after the scale's last.
    """
    if find_question(questionnaire, question.id) is not None:
        questions = [question if q.id == question.id else q for q in questionnaire.questions]
        return drop_loose_rules(_replace(questionnaire, questions=questions))
    place = find_place_after(questionnaire.questions, after, question.scale)
    questions = [*questionnaire.questions]
    questions.insert(place, question)
    asked = {
        variant: [q.id for q in questions if q.id == question.id or q.id in names]
        for variant, names in questionnaire.asked.items()
    }
    return drop_loose_rules(_replace(questionnaire, questions=questions, asked=asked))


def find_place_after(questions: Sequence[Question], after: str | None, scale: str | None) -> int:
    """Where something new stands: after the question ``after``, but within no scale but its own."""
    names = [question.id for question in questions]
    if after not in names:
        return len(names)
    place = names.index(after) + 1
    around = questions[place - 1].scale
    while around not in (None, scale) and place < len(names) and questions[place].scale == around:
        place += 1
    return place


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


def list_blocks(questionnaire: Questionnaire) -> list[list[Question]]:
    """The questions as they are moved: a scale's items together, each other one by itself."""
    blocks: list[list[Question]] = []
    for question in questionnaire.questions:
        if question.scale is not None and blocks and blocks[-1][0].scale == question.scale:
            blocks[-1].append(question)
        else:
            blocks.append([question])
    return blocks


def move_question(questionnaire: Questionnaire, name: str, by: int) -> Questionnaire:
    """With a question's block so many places up (-1) or down (1), as far as there are places.

    Sections keep their first blocks' places, variants follow the order. A rule that looked at a
    question which comes too late for it now is dropped.
    """
    blocks = list_blocks(questionnaire)
    found = [place for place, block in enumerate(blocks) if name in {q.id for q in block}]
    if not found:
        return questionnaire
    moved = [*blocks]
    moved.insert(max(0, found[0] + by), moved.pop(found[0]))
    return _reorder(questionnaire, blocks, moved)


def _reorder(
    questionnaire: Questionnaire, before: list[list[Question]], after: list[list[Question]]
) -> Questionnaire:
    places = {block[0].id: place for place, block in enumerate(before)}
    questions = [question for block in after for question in block]
    order = [question.id for question in questions]
    # A section that begins within a scale goes where the scale goes.
    sections = [
        _replace(s, first=after[places[s.first]][0].id) if s.first in places else s
        for s in questionnaire.sections
    ]
    sections.sort(key=lambda section: order.index(section.first))
    asked = {
        variant: [q.id for q in questions if q.id in set(names)]
        for variant, names in questionnaire.asked.items()
    }
    changed = _replace(questionnaire, questions=questions, sections=sections, asked=asked)
    return drop_loose_rules(changed)


def move(items: Sequence[T], place: int, by: int) -> list[T]:
    """The list with one item moved by one place; unchanged at an end."""
    moved, other = list(items), place + by
    if 0 <= place < len(moved) and 0 <= other < len(moved):
        moved[place], moved[other] = moved[other], moved[place]
    return moved


def list_rules_of(questionnaire: Questionnaire, name: str) -> list[Rule]:
    """The rules that look at a question or decide it."""
    return [r for r in questionnaire.rules if name in (*list_sources(r), *list_targets(r))]


def drop_loose_rules(questionnaire: Questionnaire) -> Questionnaire:
    """Without rules that name what is not there, or look at what comes later.

    A skip of several questions, or a condition on several answers, loses only what is gone.
    """
    known = {question.id: question for question in questionnaire.questions}
    place = {name: number for number, name in enumerate(known)}
    trimmed = [_trim(rule, known) for rule in questionnaire.rules]
    kept = [r for r in trimmed if _holds(r, known) and looks_back(r, place)]
    return _replace(questionnaire, rules=kept)


def _trim(rule: Rule, known: Mapping[str, Question]) -> Rule:
    if isinstance(rule, Derive):
        return rule
    rule = _replace(rule, when=_trim_condition(rule.when, known))
    if not isinstance(rule, Skip):
        return rule
    left = [name for name in rule.questions if name in known and known[name].not_applicable]
    return _replace(rule, questions=left)


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
