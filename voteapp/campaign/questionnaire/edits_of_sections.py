"""Edits of a questionnaire's sections; every function returns a new questionnaire."""

from __future__ import annotations

import msgspec

from voteapp.campaign.questionnaire.document import Questionnaire, Section
from voteapp.campaign.questionnaire.edits import list_blocks

_replace = msgspec.structs.replace


def find_section(questionnaire: Questionnaire, name: str) -> Section | None:
    """The section of that identity, if it is there."""
    return next((section for section in questionnaire.sections if section.id == name), None)


def put_section(questionnaire: Questionnaire, section: Section) -> Questionnaire:
    """The section in the place of the one that begins where it does, or has its identity.

    It begins with a whole block: with a scale, and not within it.
    """
    blocks = list_blocks(questionnaire)
    first = next(b[0].id for b in blocks if section.first in {question.id for question in b})
    section = _replace(section, first=first)
    order = [question.id for question in questionnaire.questions]
    others = [
        found
        for found in questionnaire.sections
        if found.id != section.id and found.first != section.first
    ]
    sections = sorted([*others, section], key=lambda found: order.index(found.first))
    return _replace(questionnaire, sections=sections)


def remove_section(questionnaire: Questionnaire, name: str) -> Questionnaire:
    """Without a heading; its questions stay, under the heading before it."""
    kept = [section for section in questionnaire.sections if section.id != name]
    return _replace(questionnaire, sections=kept)
