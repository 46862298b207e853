"""A scale edited as one thing: its items follow each other and offer the same answers."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from voteapp.campaign.questionnaire.document import Question, Questionnaire, Section
from voteapp.campaign.questionnaire.edits import drop_loose_rules, find_place_after

_replace = msgspec.structs.replace


def list_items(questionnaire: Questionnaire, scale: str) -> list[Question]:
    """The items that share a scale, in order; none where it is not there."""
    return [question for question in questionnaire.questions if question.scale == scale]


def put_scale(
    questionnaire: Questionnaire, scale: str, items: Sequence[Question], after: str | None = None
) -> Questionnaire:
    """A scale with just these items, at least one, in the place of those that it had.

    A new one stands after the question ``after`` (but within no other scale), or at the end. A
    section that began with an item that is gone begins with the first that is left.
    """
    before = list_items(questionnaire, scale)
    others = [question for question in questionnaire.questions if question.scale != scale]
    place = (
        questionnaire.questions.index(before[0])
        if before
        else find_place_after(others, after, None)
    )
    questions = [*others[:place], *items, *others[place:]]
    left, gone = {item.id for item in items}, {item.id for item in before}
    order = [question.id for question in questions]
    begins: dict[str, Section] = {}
    for section in questionnaire.sections:
        first = items[0].id if section.first in gone - left else section.first
        begins.setdefault(first, _replace(section, first=first))
    sections = sorted(begins.values(), key=lambda section: order.index(section.first))
    asked = {
        variant: [q.id for q in questions if q.id in left - gone or q.id in names]
        for variant, names in questionnaire.asked.items()
    }
    changed = _replace(questionnaire, questions=questions, sections=sections, asked=asked)
    return drop_loose_rules(changed)
