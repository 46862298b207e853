"""Edits of a part's questions, by their identities: see ``keeping.edit`` for what is raised."""

from __future__ import annotations

from functools import partial

from voteapp.campaign.questionnaire import edits
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.identities import create_id
from voteapp.campaign.questionnaire.rules import Rule
from voteapp.services.context import Context
from voteapp.services.drafting.keeping import Field, asking, edit
from voteapp.services.drafting.versions import Piece
from voteapp.services.drafting.writing import write_question
from voteapp.services.values.drafts import QuestionDraft


def add_question(context: Context, actor: str, code: str, part: str, typed: QuestionDraft) -> None:
    """One more question at the end of a part. StaleDraftError where the part is gone."""

    def change(questionnaire: Questionnaire) -> Questionnaire:
        draw = partial(create_id, context.random_bytes)
        written = write_question(typed, questionnaire.language, draw)
        return edits.put_question(questionnaire, written)

    edit(context, code, None, "", asking(part, change), Field(part, last=True))


def save_question(
    context: Context,
    actor: str,
    code: str,
    part: str,
    question: str,
    seen: str,
    typed: QuestionDraft,
) -> None:
    """A question as typed. Answers are those whose identities they carry; others are new."""

    def change(questionnaire: Questionnaire) -> Questionnaire:
        draw = partial(create_id, context.random_bytes)
        before = edits.find_question(questionnaire, question)
        written = write_question(typed, questionnaire.language, draw, before)
        return edits.put_question(questionnaire, written)

    piece = Piece("question", part, question)
    edit(context, code, piece, seen, asking(part, change), Field(part, question=question))


def list_lost_rules(
    questionnaire: Questionnaire, question: str, typed: QuestionDraft | None
) -> list[Rule]:
    """The rules that are dropped, or cut, if a question is saved as ``typed``; None: removed."""
    before = edits.find_question(questionnaire, question)
    if before is None:
        return []
    if typed is None:
        return edits.list_lost_rules(questionnaire, edits.remove_question(questionnaire, question))
    written = write_question(typed, questionnaire.language, lambda: "", before)
    return edits.list_lost_rules(questionnaire, edits.put_question(questionnaire, written))


def move_question(
    context: Context, actor: str, code: str, part: str, question: str, seen: str, by: int
) -> None:
    """One place up (-1) or down (1), in the order that was seen."""

    def change(questionnaire: Questionnaire) -> Questionnaire:
        return edits.move_question(questionnaire, question, by)

    edit(context, code, Piece("order", part), seen, asking(part, change))


def remove_question(
    context: Context, actor: str, code: str, part: str, question: str, seen: str
) -> None:
    """Without a question, and without the rules that name it."""

    def change(questionnaire: Questionnaire) -> Questionnaire:
        return edits.remove_question(questionnaire, question)

    edit(context, code, Piece("removal", part, question), seen, asking(part, change))
