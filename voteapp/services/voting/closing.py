"""Closing: at the time in force, by the clock, or earlier, by hand; never reopened.

DESIGN, "Casting, sealing, receipts". Casting stops by itself at the scheduled instant; closing
takes the lock that casting shares, seals, appends EndBallots. Fewer than k ballots: the election
ends there, for good.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    find_campaign,
    get_state,
    list_elections,
    record,
    require,
)
from voteapp.services.context import Context
from voteapp.services.drafting.checks import check_reason
from voteapp.services.drafting.guards.listing import require_confirmed
from voteapp.services.life import CLOCK, Deed, State
from voteapp.services.sealed import count_sealed
from voteapp.services.setup.amending import move_closing
from voteapp.services.standing import require_standing
from voteapp.services.values.guards import Guard
from voteapp.services.voting.sealing import end_ballots, sign_heads
from voteapp.store.board.models import Batch, Campaign, Election


def get_before_closing(context: Context, code: str) -> list[Guard]:
    """What the page that asks has to be told first. Raises NotFoundError."""
    with context.board.read() as session:
        return list_before_closing(session, find_campaign(session, code))


def list_before_closing(session: Session, campaign: Campaign) -> list[Guard]:
    """Each part that may have too few ballots, as of its last seal: nobody is told how many wait,
    not even whoever closes."""
    elections = list_elections(session, campaign)
    return [
        Guard(
            "below-k",
            "confirm",
            f"elections.{election.position}",
            _(
                "“%(title)s”: as of the last seal, at least %(sealed)d ballots; more may wait. "
                "With fewer than %(k)d nothing of it is ever opened.",
                title=election.title,
                sealed=sealed,
                k=election.k,
            ),
        )
        for election in elections
        if (sealed := count_sealed(session, election)) < election.k
    ]


def close_campaign(
    context: Context,
    actor: str,
    code: str,
    reason: str,
    *,
    seen: str,
    confirmed: Collection[str] = (),
) -> None:
    """Close before the scheduled time: the closing time is moved to now.

    ``seen``: how the campaign stood on the page; ``confirmed``: the keys of the warnings that were
    read. Raises InvalidInputError (``reason``), WrongStateError, StaleDraftError, UnconfirmedError.
    """
    reason = check_reason("reason", reason)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.CLOSED_EARLY)
        require_standing(session, campaign, seen)
        require_confirmed(list_before_closing(session, campaign), confirmed)
        move_closing(context, session, campaign, actor, None, reason)
        end_voting(context, session, campaign)
        record(session, context, campaign, Deed.CLOSED_EARLY, actor, reason)
        publish_if_done(context, session, campaign)
    finish_closing(context)


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
                publish_if_done(context, session, campaign)
    if codes:
        finish_closing(context)
    return len(codes)


def publish_if_done(context: Context, session: Session, campaign: Campaign) -> None:
    """Publish once every election of k ballots or more has its result: nobody decides that.

    The caller holds the campaign's lock.
    """
    session.flush()
    elections = list_elections(session, campaign)
    if all(election.below_k or election.result is not None for election in elections):
        campaign.published = context.clock()
        record(session, context, campaign, Deed.PUBLISHED, CLOCK)


def end_voting(context: Context, session: Session, campaign: Campaign) -> None:
    """EndBallots in every election; the caller holds the campaign's lock and records the deed."""
    for election in list_elections(session, campaign, lock=True):
        end_ballots(session, election)
        election.counted = _count_ballots(session, election)
        election.below_k = election.counted < election.k
    campaign.closed = context.clock()


def _count_ballots(session: Session, election: Election) -> int:
    """Every ballot; all of them are sealed."""
    query = select(func.sum(Batch.ballots)).where(Batch.election_id == election.id)
    return session.scalar(query) or 0


def finish_closing(context: Context) -> None:
    """What follows the commit: the final heads, and no trace of the order of arrival."""
    sign_heads(context)
    context.board.tidy()
