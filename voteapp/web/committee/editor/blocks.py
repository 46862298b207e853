"""A part's questions as its page shows them: in blocks, under their headings."""

from __future__ import annotations

from dataclasses import dataclass

from voteapp.campaign.questionnaire.document import Text
from voteapp.campaign.questionnaire.edits import list_blocks
from voteapp.services.values.drafts import ElectionDraft, QuestionDraft, describe_question


@dataclass(frozen=True)
class Block:
    """Questions that are moved together: one, or a scale's. ``place`` counts blocks, ``number``
    is the first question's; ``section``: the heading above."""

    place: int
    number: int
    questions: tuple[QuestionDraft, ...]
    section: Text | None

    @property
    def first(self) -> str:
        """Of the first question."""
        return self.questions[0].id

    @property
    def last(self) -> str:
        """Of the last question."""
        return self.questions[-1].id

    @property
    def last_number(self) -> int:
        """The number of the last question."""
        return self.number + len(self.questions) - 1

    @property
    def scale(self) -> str | None:
        """The scale that the questions share."""
        return self.questions[0].scale


def list_shown_blocks(found: ElectionDraft) -> list[Block]:
    """A part's questions as its page shows them."""
    questionnaire, language = found.questionnaire, found.questionnaire.language
    sections = {section.first: section.texts.get(language) for section in questionnaire.sections}
    blocks, number = [], 1
    for place, block in enumerate(list_blocks(questionnaire)):
        shown = tuple(describe_question(question, language) for question in block)
        blocks.append(Block(place, number, shown, sections.get(block[0].id)))
        number += len(block)
    return blocks
