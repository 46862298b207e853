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
    get_state,
    list_elections,
    record,
    require,
)
from voteapp.services.context import Context
from voteapp.services.drafting.checks import check_future, check_reason
from voteapp.services.errors import WrongStateError
from voteapp.services.life import Deed, State
from voteapp.services.voting.sealing import end_ballots, sign_heads
from voteapp.store.board.models import Campaign

CLOCK = "voteapp"
"""Who closes at the scheduled time."""


def close_campaign(context: Context, actor: str, code: str, reason: str) -> None:
    """Close before the scheduled time. Raises InvalidInputError (``reason``), WrongStateError."""
    reason = check_reason("reason", reason)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.CLOSED)
        early = context.clock() < campaign.closing
        end_voting(context, session, campaign)
        deed = Deed.CLOSED_EARLY if early else Deed.CLOSED
        record(session, context, campaign, deed, actor, reason)
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
        require(campaign, Deed.EXTENDED)
        list_elections(session, campaign, lock=True)
        if now >= campaign.closing:
            raise WrongStateError(_("Voting is over already."), campaign.state)
        closing = closing.replace(microsecond=0)
        if closing <= campaign.closing:
            raise InvalidInputError("closing", _("Choose a later time than the present one."))
        campaign.closing = closing
        text = format_instant(closing, decode_draft(campaign).timezone)
        campaign.extensions = json.dumps([*json.loads(campaign.extensions), text])
        record(session, context, campaign, Deed.EXTENDED, actor, f"{text}: {reason}")


def close_due(context: Context) -> int:
    """Close every campaign whose time has come; returns how many."""
    now = context.clock()
    with context.board.read() as session:
        query = select(Campaign.code).where(
            Campaign.state == State.OPEN.value, Campaign.closing <= now
        )
        codes = list(session.scalars(query))
    for code in codes:
        with context.board.write() as session:
            campaign = find_campaign(session, code, lock=True)
            if get_state(campaign) is State.OPEN and campaign.closing <= context.clock():
                end_voting(context, session, campaign)
                record(session, context, campaign, Deed.CLOSED, CLOCK)
    if codes:
        finish_closing(context)
    return len(codes)


def end_voting(context: Context, session: Session, campaign: Campaign) -> None:
    """EndBallots in every election; the caller holds the campaign's lock and records the deed."""
    for election in list_elections(session, campaign, lock=True):
        end_ballots(context, session, election)
        election.counted = count_ballots(session, election)
        election.below_k = election.counted < election.k
    campaign.closed = context.clock()


def finish_closing(context: Context) -> None:
    """What follows the commit: the final heads, and no trace of the order of arrival."""
    sign_heads(context)
    context.board.tidy()
