"""Pure edits of a draft: every function returns a new one. Places count from 0."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from voteapp.campaign.questionnaire.document import Question
from voteapp.campaign.questionnaire.edits import move_question as move_in_questionnaire
from voteapp.campaign.questionnaire.edits import put_question, remove_question
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


def with_question(draft: CampaignDraft, place: int, question: Question) -> CampaignDraft:
    """The draft with another question of that identity, or one more at the end."""
    election = get_election(draft, place)
    changed = put_question(election.questionnaire, question)
    return with_election(draft, place, replace(election, questionnaire=changed))


def without_question(draft: CampaignDraft, place: int, number: int) -> CampaignDraft:
    """The draft without one question."""
    present = get_question(draft, place, number)
    election = get_election(draft, place)
    changed = remove_question(election.questionnaire, present.id)
    return with_election(draft, place, replace(election, questionnaire=changed))


def move_question(draft: CampaignDraft, place: int, number: int, by: int) -> CampaignDraft:
    """The draft with a question moved up (-1) or down (1); unchanged at an end."""
    present = get_question(draft, place, number)
    election = get_election(draft, place)
    changed = move_in_questionnaire(election.questionnaire, present.id, by)
    return with_election(draft, place, replace(election, questionnaire=changed))


def moved(items: list[T], number: int, by: int) -> list[T]:
    """The list with one item moved by one place; unchanged at an end."""
    other = number + by
    if 0 <= number < len(items) and 0 <= other < len(items):
        items[number], items[other] = items[other], items[number]
    return items
