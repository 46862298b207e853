"""Pure edits of a draft: every function returns a new one. Places count from 0."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from voteapp.errors import NotFoundError
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft, QuestionDraft

T = TypeVar("T")


def get_election(draft: CampaignDraft, place: int) -> ElectionDraft:
    """The election at a place. Raises NotFoundError."""
    if not 0 <= place < len(draft.elections):
        raise NotFoundError("This part of the campaign is not there any more.")
    return draft.elections[place]


def get_question(draft: CampaignDraft, place: int, question: int) -> QuestionDraft:
    """The question at a place. Raises NotFoundError."""
    questions = get_election(draft, place).questions
    if not 0 <= question < len(questions):
        raise NotFoundError("This question is not there any more.")
    return questions[question]


def with_election(draft: CampaignDraft, place: int, election: ElectionDraft) -> CampaignDraft:
    """The draft with another election at a place, or one more at the end."""
    elections = list(draft.elections)
    elections[place : place + 1] = [election]
    return replace(draft, elections=tuple(elections))


def without_election(draft: CampaignDraft, place: int) -> CampaignDraft:
    """The draft without the election at a place."""
    get_election(draft, place)
    kept = tuple(e for n, e in enumerate(draft.elections) if n != place)
    return replace(draft, elections=kept)


def with_question(
    draft: CampaignDraft, place: int, number: int, question: QuestionDraft
) -> CampaignDraft:
    """The draft with another question at a place, or one more at the end."""
    election = get_election(draft, place)
    questions = list(election.questions)
    questions[number : number + 1] = [question]
    return with_election(draft, place, replace(election, questions=tuple(questions)))


def without_question(draft: CampaignDraft, place: int, number: int) -> CampaignDraft:
    """The draft without one question."""
    get_question(draft, place, number)
    election = get_election(draft, place)
    kept = tuple(q for n, q in enumerate(election.questions) if n != number)
    return with_election(draft, place, replace(election, questions=kept))


def move_question(draft: CampaignDraft, place: int, number: int, by: int) -> CampaignDraft:
    """The draft with a question moved up (-1) or down (1); unchanged at an end."""
    get_question(draft, place, number)
    election = get_election(draft, place)
    questions = moved(list(election.questions), number, by)
    return with_election(draft, place, replace(election, questions=tuple(questions)))


def moved(items: list[T], number: int, by: int) -> list[T]:
    """The list with one item moved by one place; unchanged at an end."""
    other = number + by
    if 0 <= number < len(items) and 0 <= other < len(items):
        items[number], items[other] = items[other], items[number]
    return items
