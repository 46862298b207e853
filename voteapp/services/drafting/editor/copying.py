"""A campaign as a new draft: everything that its committee wrote down, nothing that was made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from voteapp.services.campaigns import decode_draft, find_campaign
from voteapp.services.context import Context
from voteapp.services.drafting.drafting import create_campaign
from voteapp.services.drafting.editor.structure import copy_election
from voteapp.services.drafting.writing import retitle
from voteapp.services.values.drafts import CampaignDraft

_WEEK = timedelta(days=7)


def copy_campaign(context: Context, actor: str, code: str, title: str) -> str:
    """The code of a new draft like the campaign of that code, in whatever state that is.

    Every identity is new. Raises NotFoundError, InvalidDraftError (``title``).
    """
    with context.board.read() as session:
        draft = decode_draft(find_campaign(session, code))
    retitled = retitle(draft, title)
    elections = tuple(copy_election(context, election) for election in retitled.elections)
    copied = replace(retitled, elections=elections)
    return create_campaign(context, actor, move_on(copied, context.clock()))


def move_on(draft: CampaignDraft, now: datetime) -> CampaignDraft:
    """Times that are over are moved by as many whole weeks as are needed, all by the same."""
    weeks = max(0, -((draft.opening - now) // _WEEK))
    by = weeks * _WEEK
    return replace(
        draft,
        opening=draft.opening + by,
        closing=draft.closing + by,
        decrypts=draft.decrypts + by if draft.decrypts else None,
    )
