"""Edits of a draft's own fields and of its parts, each of one piece.

Every function takes ``seen``, the version of the piece as its author saw it, and changes what is
kept, not what was shown: see ``keeping.edit`` for what is raised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from voteapp.campaign.questionnaire.document import Limit, Questionnaire
from voteapp.campaign.questionnaire.edits import move
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.services.context import Context
from voteapp.services.drafting.keeping import Field, asking, edit, in_part, stale
from voteapp.services.drafting.limits import check_limit_of, list_leaves
from voteapp.services.drafting.schedule import check_not_past
from voteapp.services.drafting.versions import Piece
from voteapp.services.drafting.writing import retitle, rewrite_head
from voteapp.services.errors import InvalidDraftError
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft, RuleDraft


def save_details(
    context: Context,
    actor: str,
    code: str,
    seen: str,
    *,
    title: str,
    organizer: str,
    facility: str,
    unit: str,
) -> None:
    """What it is called, who calls it, and for which place.

    Parts that have the campaign's title, and votes' questions that ask it, are corrected with it.
    """

    def change(draft: CampaignDraft) -> CampaignDraft:
        retitled = retitle(draft, title)
        return replace(retitled, organizer=organizer, facility=facility, unit=unit)

    edit(context, code, Piece("details"), seen, change)


def save_schedule(
    context: Context,
    actor: str,
    code: str,
    seen: str,
    *,
    timezone: str,
    opening: datetime,
    closing: datetime,
    decrypts: datetime | None = None,
) -> None:
    """When voting opens and closes, none of it in the past; from when totals are opened."""

    def change(draft: CampaignDraft) -> CampaignDraft:
        changed = replace(
            draft, timezone=timezone, opening=opening, closing=closing, decrypts=decrypts
        )
        check_not_past(changed, context.clock())
        return changed

    edit(context, code, Piece("schedule"), seen, change)


def save_numbers(
    context: Context, actor: str, code: str, seen: str, *, slips: int, roster_size: int
) -> None:
    """How many slips are made, and how many members may take part."""

    def change(draft: CampaignDraft) -> CampaignDraft:
        return replace(draft, slips=slips, roster_size=roster_size)

    edit(context, code, Piece("numbers"), seen, change)


def add_parts(context: Context, actor: str, code: str, parts: Sequence[ElectionDraft]) -> None:
    """More votes or surveys, after those that are there; nothing that is there is changed."""

    def change(draft: CampaignDraft) -> CampaignDraft:
        return replace(draft, elections=(*draft.elections, *parts))

    edit(context, code, None, "", change, Field(parts[0].id))


def remove_part(context: Context, actor: str, code: str, part: str, seen: str) -> None:
    """Without a vote or a survey."""

    def change(draft: CampaignDraft) -> CampaignDraft:
        return replace(draft, elections=tuple(e for e in draft.elections if e.id != part))

    edit(context, code, Piece("part", part), seen, change)


def move_part(context: Context, actor: str, code: str, part: str, seen: str, by: int) -> None:
    """A part one place up (-1) or down (1), in the order that was seen."""

    def change(draft: CampaignDraft) -> CampaignDraft:
        names = [election.id for election in draft.elections]
        if part not in names:
            return draft
        return replace(draft, elections=tuple(move(draft.elections, names.index(part), by)))

    edit(context, code, Piece("parts"), seen, change)


def save_head(
    context: Context,
    actor: str,
    code: str,
    part: str,
    seen: str,
    *,
    title: str,
    description: str,
    k: int,
) -> None:
    """A part's title, introduction, and the fewest ballots that are opened."""

    def change(election: ElectionDraft) -> ElectionDraft:
        return rewrite_head(election, title, description, k)

    edit(context, code, Piece("head", part), seen, in_part(part, change), Field(part))


def save_rule(
    context: Context, actor: str, code: str, part: str, seen: str, rule: RuleDraft
) -> None:
    """What decides a vote. ``rule`` names the answer; its text, as it stands, is confirmed by it.

    An answer that is not there: InvalidDraftError (``answer``).
    """

    def change(election: ElectionDraft) -> ElectionDraft:
        for question in election.questions[:1]:
            for answer in question.answers:
                if answer.id == rule.answer:
                    named = replace(rule, question=question.id, text=answer.text)
                    return replace(election, rule=named)
        raise InvalidDraftError([InvalidInputError("answer", _("Choose one of the answers."))])

    edit(context, code, Piece("rule", part), seen, in_part(part, change), Field(part, "rule."))


def save_limit(
    context: Context, actor: str, code: str, part: str, leaf: str, seen: str, limit: Limit | None
) -> None:
    """What the answers of one leaf are compared with; None: it was said that there is no limit.

    InvalidDraftError (``limit``, ``roles``) where the answers do not reach beyond it, or it is
    for nursing assistants only. A leaf that is not there: StaleDraftError.
    """

    def change(draft: CampaignDraft) -> CampaignDraft:
        if leaf not in [found.code for found in list_leaves(draft)]:
            raise stale()
        return asking(part, put)(draft)

    def put(questionnaire: Questionnaire) -> Questionnaire:
        check_limit_of(questionnaire, limit)
        limits = {**questionnaire.limits, leaf: limit}
        return msgspec.structs.replace(questionnaire, limits=limits)

    edit(context, code, Piece("limit", part, leaf=leaf), seen, change)
