"""Closing: at the scheduled time, earlier, or later when it was extended; never reopened.

DESIGN, "Casting, sealing, receipts". Casting stops by itself at the scheduled instant; closing
takes the lock that casting shares, seals, appends EndBallots. Fewer than k ballots: the election
ends there, for good.
"""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    count_ballots,
    decode_draft,
    find_campaign,
    format_instant,
    list_elections,
    log_action,
    require_state,
)
from voteapp.services.context import Context
from voteapp.services.drafts import check_future, check_reason
from voteapp.services.errors import WrongStateError
from voteapp.services.sealing import end_ballots, sign_heads
from voteapp.store.board.models import Campaign

CLOCK = "voteapp"
"""Who closes at the scheduled time."""


def close_campaign(context: Context, actor: str, code: str, reason: str) -> None:
    """Close before the scheduled time. Raises InvalidInputError (``reason``), WrongStateError."""
    reason = check_reason("reason", reason)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require_state(campaign, "open")
        early = context.clock() < campaign.closing
        end_voting(context, session, campaign)
        log_action(session, context, campaign, actor, "closed-early" if early else "closed", reason)
    finish_closing(context)


def extend_campaign(
    context: Context, actor: str, code: str, closing: datetime, reason: str
) -> None:
    """Close later than planned; decided before the end only, recorded, public.

    Raises InvalidInputError (``reason``, ``closing``), WrongStateError.
    """
    reason = check_reason("reason", reason)
    now = context.clock()
    check_future("closing", closing, now)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require_state(campaign, "open")
        list_elections(session, campaign, lock=True)
        if now >= campaign.closing:
            raise WrongStateError(_("Voting is over already."), campaign.state)
        closing = closing.replace(microsecond=0)
        if closing <= campaign.closing:
            raise InvalidInputError("closing", _("Choose a later time than the present one."))
        campaign.closing = closing
        text = format_instant(closing, decode_draft(campaign).timezone)
        campaign.extensions = json.dumps([*json.loads(campaign.extensions), text])
        log_action(session, context, campaign, actor, "extended", f"{text}: {reason}")


def close_due(context: Context) -> int:
    """Close every campaign whose time has come; returns how many."""
    now = context.clock()
    with context.board.read() as session:
        query = select(Campaign.code).where(Campaign.state == "open", Campaign.closing <= now)
        codes = list(session.scalars(query))
    for code in codes:
        with context.board.write() as session:
            campaign = find_campaign(session, code, lock=True)
            if campaign.state == "open" and campaign.closing <= context.clock():
                end_voting(context, session, campaign)
                log_action(session, context, campaign, CLOCK, "closed")
    if codes:
        finish_closing(context)
    return len(codes)


def end_voting(context: Context, session: Session, campaign: Campaign) -> None:
    """EndBallots in every election; the caller holds the campaign's lock."""
    for election in list_elections(session, campaign, lock=True):
        end_ballots(context, session, election)
        election.counted = count_ballots(session, election)
        election.below_k = election.counted < election.k
    campaign.state, campaign.closed = "closed", context.clock()


def finish_closing(context: Context) -> None:
    """What follows the commit: the final heads, and no trace of the order of arrival."""
    sign_heads(context)
    context.board.tidy()
