"""Edits of a part's questions, by their identities: see ``keeping.edit`` for what is raised.

Where an edit would take rules of the survey away, or make them say something else, its author is
asked first: RulesChangeError, unless they ``agreed`` to just that.
"""

from __future__ import annotations

from functools import partial

import msgspec

from voteapp.campaign.questionnaire import copies, edits
from voteapp.campaign.questionnaire.document import Question, Questionnaire, list_ids
from voteapp.campaign.questionnaire.edits_of_scales import list_items, put_scale
from voteapp.campaign.questionnaire.identities import create_id, is_id
from voteapp.services.context import Context
from voteapp.services.drafting.keeping import Field, asking, asking_author, edit, stale
from voteapp.services.drafting.versions import Piece
from voteapp.services.drafting.writing import write_question, write_scale
from voteapp.services.values.drafts import CampaignDraft, QuestionDraft, ScaleDraft


def add_question(
    context: Context,
    actor: str,
    code: str,
    part: str,
    typed: QuestionDraft,
    after: str = "",
    fresh: str = "",
) -> None:
    """One more question, after another one or at the end. StaleDraftError: the part is gone.

    ``fresh``: the identity that its page drew; sent twice word for word, it is there once.
    """

    def add(draft: CampaignDraft) -> CampaignDraft:
        taken = {name for e in draft.elections for name in list_ids(e.questionnaire)}

        def change(questionnaire: Questionnaire) -> Questionnaire:
            draw = partial(create_id, context.random_bytes)
            written = write_question(typed, questionnaire.language, draw)
            there = edits.find_question(questionnaire, fresh)
            if there is not None and _is_same(there, written):
                return questionnaire
            if is_id(fresh) and fresh not in taken:
                written = msgspec.structs.replace(written, id=fresh)
            return edits.put_question(questionnaire, written, after)

        return asking(part, change)(draft)

    edit(context, code, None, "", add, Field(part, last=True))


def _is_same(one: Question, other: Question) -> bool:
    """Whether two questions differ in nothing but identities."""
    bare = [
        msgspec.structs.replace(
            question,
            id="",
            answers=[msgspec.structs.replace(answer, id="") for answer in question.answers],
        )
        for question in (one, other)
    ]
    return bare[0] == bare[1]


def save_question(
    context: Context,
    actor: str,
    code: str,
    part: str,
    question: str,
    seen: str,
    typed: QuestionDraft,
    agreed: str = "",
) -> None:
    """A question as typed. Answers are those whose identities they carry; others are new."""

    def change(questionnaire: Questionnaire) -> Questionnaire:
        draw = partial(create_id, context.random_bytes)
        before = edits.find_question(questionnaire, question)
        written = write_question(typed, questionnaire.language, draw, before)
        return edits.put_question(questionnaire, written)

    piece, field = Piece("question", part, question), Field(part, question=question)
    edit(context, code, piece, seen, asking_author(part, change, agreed), field)


def copy_question(context: Context, actor: str, code: str, part: str, question: str) -> None:
    """The same question once more, after the one that is copied; no rule comes along."""

    def change(questionnaire: Questionnaire) -> Questionnaire:
        found = edits.find_question(questionnaire, question)
        if found is None:
            raise stale()
        copied = copies.copy_question(found, partial(create_id, context.random_bytes))
        return edits.put_question(questionnaire, copied, question)

    edit(context, code, None, "", asking(part, change), Field(part, last=True))


def add_scale(
    context: Context, actor: str, code: str, part: str, typed: ScaleDraft, after: str = ""
) -> None:
    """Statements that share their answers, after a question or at the end."""

    def change(questionnaire: Questionnaire) -> Questionnaire:
        draw = partial(create_id, context.random_bytes)
        scale = draw()
        items = write_scale(typed, questionnaire.language, draw, scale, ())
        return put_scale(questionnaire, scale, items, after)

    edit(context, code, None, "", asking(part, change), Field(part, last=True))


def save_scale(
    context: Context,
    actor: str,
    code: str,
    part: str,
    scale: str,
    seen: str,
    typed: ScaleDraft,
    agreed: str = "",
) -> None:
    """A scale as typed: statements and answers are those whose identities they carry."""

    def change(questionnaire: Questionnaire) -> Questionnaire:
        draw = partial(create_id, context.random_bytes)
        before = list_items(questionnaire, scale)
        items = write_scale(typed, questionnaire.language, draw, scale, before)
        return put_scale(questionnaire, scale, items)

    edit(context, code, Piece("scale", part, scale), seen, asking_author(part, change, agreed))


def move_question(
    context: Context,
    actor: str,
    code: str,
    part: str,
    question: str,
    seen: str,
    by: int,
    agreed: str = "",
) -> None:
    """So many places up (-1) or down (1), in the order that was seen; a scale as a whole."""

    def change(questionnaire: Questionnaire) -> Questionnaire:
        return edits.move_question(questionnaire, question, by)

    edit(context, code, Piece("order", part), seen, asking_author(part, change, agreed))


def remove_question(
    context: Context, actor: str, code: str, part: str, question: str, seen: str, agreed: str = ""
) -> None:
    """Without a question, and without the rules that name it."""

    def change(questionnaire: Questionnaire) -> Questionnaire:
        return edits.remove_question(questionnaire, question)

    edit(context, code, Piece("removal", part, question), seen, asking_author(part, change, agreed))
