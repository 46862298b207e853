"""Opening: Setup is appended to every election of a fixed campaign, in one transaction.

DESIGN, "The manifest". By the clock at the stated time, or by hand, which first moves the opening
time to now, for everybody to read.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.errors import ConflictError
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
from voteapp.services.errors import NotReadyError
from voteapp.services.life import CLOCK, Deed, State
from voteapp.services.overview import UNSIGNED, compute_missing
from voteapp.services.setup.amending import move_opening
from voteapp.services.setup.fixing import rebuild_setup
from voteapp.services.setup.guarding import list_before_opening
from voteapp.services.standing import require_standing
from voteapp.services.statements.outlook import count_unsigned
from voteapp.services.voting.records import append_event
from voteapp.store.board.models import Campaign


def open_campaign(
    context: Context,
    actor: str,
    code: str,
    *,
    version: str,
    seen: str,
    reason: str = "",
    confirmed: Collection[str] = (),
) -> None:
    """Open by hand the set-up that the campaign hash ``version`` names (``ready -> open``).

    Before the stated time, or where too few trustees have signed that they looked at the set-up
    (the report then has ``opening-unsigned``), that time is moved to now, for a ``reason`` that
    everybody reads.
    ``confirmed``: the keys of the warnings that were read. Raises NotReadyError, WrongStateError,
    InvalidInputError (``reason``), ConflictError where another set-up is fixed, StaleDraftError
    where the campaign stands otherwise than was ``seen``, InvalidDraftError for what cannot work,
    UnconfirmedError.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.OPENED)
        if version != campaign.set_up:
            raise ConflictError(_("Another set-up is fixed than the one that you looked at."))
        require_standing(session, campaign, seen)
        explained = needs_reason(context, session, campaign)
        reason = check_reason("reason", reason) if explained else ""
        require_confirmed(list_before_opening(session, campaign), confirmed)
        if explained:
            move_opening(context, session, campaign, actor, None, reason)
        _open(context, session, campaign, actor, by_hand=True)


def asks_reason(context: Context, code: str) -> bool:
    """For the page that asks: as ``needs_reason``. Raises NotFoundError."""
    with context.board.read() as session:
        return needs_reason(context, session, find_campaign(session, code))


def needs_reason(context: Context, session: Session, campaign: Campaign) -> bool:
    """Whether opening now is something that everybody is told the reason of: before its time, or
    with too few trustees who looked at the set-up."""
    return context.clock() < campaign.opening or count_unsigned(session, campaign) > 0


def open_due(context: Context) -> int:
    """Open every campaign whose time has come and that lacks nothing; returns how many."""
    now, opened = context.clock(), 0
    with context.board.read() as session:
        query = select(Campaign.code).where(
            Campaign.state == State.READY.value, Campaign.opening <= now, Campaign.closing > now
        )
        codes = list(session.scalars(query))
    for code in codes:
        with context.board.write() as session:
            campaign = find_campaign(session, code, lock=True)
            due = get_state(campaign) is State.READY and campaign.opening <= context.clock()
            if due and not compute_missing(context, session, campaign):
                _open(context, session, campaign, CLOCK)
                opened += 1
    return opened


def _open(
    context: Context, session: Session, campaign: Campaign, actor: str, *, by_hand: bool = False
) -> None:
    """The caller holds the campaign's lock; ``by_hand``: trustees' openings may be missing. Raises
    NotReadyError."""
    missing = [
        item
        for item in compute_missing(context, session, campaign)
        if not (by_hand and item.code == UNSIGNED)
    ]
    if missing:
        raise NotReadyError(_("Something is still missing."), [item.code for item in missing])
    now = context.clock()
    for election in list_elections(session, campaign, lock=True):
        setup = rebuild_setup(session, campaign, election)
        election.timestamp = str(int(now.timestamp()))
        election.setup_tip = append_event(session, election, "Setup", setup)
        election.batch_since = now
    campaign.opened = now
    record(session, context, campaign, Deed.OPENED, actor)
