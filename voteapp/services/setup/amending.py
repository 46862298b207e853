"""Amendments: the few things that may change after Fix, each signed, for everybody to read.

PAPER, "Fixing the set-up"; docs/formats.md, "Amendments". ``seen`` is the campaign's standing as
whoever amends it saw it (``standing.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.setup.amendments import (
    Amendment,
    Change,
    InForce,
    check_amendments,
    create_amendment,
)
from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.errors import InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    decode_draft,
    find_campaign,
    format_instant,
    get_state,
    list_elections,
    list_leaves,
    record,
    require,
)
from voteapp.services.chain import list_amendments
from voteapp.services.context import Context
from voteapp.services.drafting.checks import check_reason
from voteapp.services.errors import WrongStateError
from voteapp.services.life import Deed
from voteapp.services.setup.guarding import count_usable, require_reachable
from voteapp.services.standing import require_standing
from voteapp.store.board.models import Amendment as Row
from voteapp.store.board.models import Campaign


def amend_opening(
    context: Context, actor: str, code: str, opening: datetime, reason: str, *, seen: str
) -> None:
    """Let voting open at another time; until it opens.

    Raises InvalidInputError (``reason``, ``opening``), WrongStateError, StaleDraftError.
    """
    reason = check_reason("reason", reason)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        if not get_state(campaign).waiting:
            raise WrongStateError(_("Voting has opened already."), campaign.state)
        require_standing(session, campaign, seen)
        move_opening(context, session, campaign, actor, opening, reason)


def amend_closing(
    context: Context, actor: str, code: str, closing: datetime, reason: str, *, seen: str
) -> None:
    """Let voting close at another time, later than now; decided before the end only.

    Raises InvalidInputError (``reason``, ``closing``), WrongStateError, StaleDraftError.
    """
    reason = check_reason("reason", reason)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.AMENDED)
        require_standing(session, campaign, seen)
        if closing <= context.clock():
            raise InvalidInputError("closing", _("This must be in the future."))
        move_closing(context, session, campaign, actor, closing, reason)


def amend_entitled(
    context: Context,
    actor: str,
    code: str,
    leaf: str,
    number: int,
    reason: str,
    *,
    seen: str,
) -> None:
    """Correct how many members of a unit may vote; until voting opens.

    A number with which nothing could be opened, or the rule never met, is refused. Raises
    InvalidInputError (``reason``, ``entitled``), WrongStateError, StaleDraftError.
    """
    reason = check_reason("reason", reason)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        if not get_state(campaign).waiting:
            raise WrongStateError(_("Voting has opened already."), campaign.state)
        require_standing(session, campaign, seen)
        require_reachable(decode_draft(campaign), number, count_usable(session, campaign))
        change = Change("entitled", str(number), reason, leaf)
        _amend(context, session, campaign, actor, change, context.clock())
        for row in list_leaves(session, campaign):
            if row.code == leaf:
                row.entitled = number


def move_opening(
    context: Context,
    session: Session,
    campaign: Campaign,
    actor: str,
    opening: datetime | None,
    reason: str,
) -> None:
    """To an instant, or (None) to now. The caller holds the campaign's lock.

    Raises InvalidInputError, WrongStateError.
    """
    now = context.clock().replace(microsecond=0)
    opening = now if opening is None else opening.replace(microsecond=0)
    change = Change("opens", _write(campaign, opening), reason)
    _amend(context, session, campaign, actor, change, now)
    campaign.opening = opening


def move_closing(
    context: Context,
    session: Session,
    campaign: Campaign,
    actor: str,
    closing: datetime | None,
    reason: str,
) -> None:
    """To an instant, or (None) to now. The caller holds the campaign's lock; casting waits for it.

    Raises InvalidInputError, WrongStateError.
    """
    list_elections(session, campaign, lock=True)
    now = context.clock().replace(microsecond=0)
    closing = now if closing is None else closing.replace(microsecond=0)
    if context.clock() > campaign.closing:
        raise WrongStateError(_("Voting is over already."), campaign.state)
    change = Change("closes", _write(campaign, closing), reason)
    _amend(context, session, campaign, actor, change, now)
    campaign.closing = closing


def _write(campaign: Campaign, instant: datetime) -> str:
    return format_instant(instant, decode_draft(campaign).timezone)


def _amend(
    context: Context,
    session: Session,
    campaign: Campaign,
    actor: str,
    change: Change,
    now: datetime,
) -> None:
    require(campaign, Deed.AMENDED)
    try:
        append_amendment(context, session, campaign, change, now)
    except ProtocolError as error:
        raise InvalidInputError(_FIELDS[change.field], _explain(error)) from None
    record(session, context, campaign, Deed.AMENDED, actor, change.reason)


def append_amendment(
    context: Context, session: Session, campaign: Campaign, change: Change, now: datetime
) -> None:
    """Sign the next amendment and keep it. The caller holds the campaign's lock.

    Raises ProtocolError ``amendment-value`` where the change is not allowed.
    """
    before = list_amendments(session, campaign)
    held, fingerprints = read_held(session, campaign, before)
    at = _write(campaign, now)
    made = context.signer.sign(create_amendment(before, held, fingerprints, change, at))
    session.add(Row(campaign_id=campaign.id, number=made.number, data=encode_canonical(made)))
    session.flush()


_FIELDS = {"opens": "opening", "closes": "closing", "entitled": "entitled"}


def _explain(error: ProtocolError) -> str:
    return _("This cannot be changed so: %(reason)s.", reason=error.message)


def read_held(
    session: Session, campaign: Campaign, before: Sequence[Amendment]
) -> tuple[InForce, list[str]]:
    """What is in force, and the campaign's fingerprints in order."""
    elections = list_elections(session, campaign)
    first = elections[0]
    held = check_amendments(before, decode_manifest(first.manifest or b""), first.fingerprint or "")
    return held, [election.fingerprint or "" for election in elections]
