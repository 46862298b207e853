"""How a campaign stands: what somebody saw who amends, opens, closes or ends it.

Whoever acts names what they looked at; where that is another by now, nothing is done.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.canonical import encode_canonical
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import hash_hex
from voteapp.services.campaigns import format_instant, list_leaves
from voteapp.services.errors import StaleDraftError
from voteapp.store.board.models import Campaign
from voteapp.store.board.tellers import Teller


def compute_standing(session: Session, campaign: Campaign) -> str:
    """64 hex digits that change with the state, who makes slips and which were made, the set-up,
    the times and the numbers entitled."""
    leaves = [
        [leaf.code, leaf.entitled or leaf.roster_size] for leaf in list_leaves(session, campaign)
    ]
    times = [format_instant(instant) for instant in (campaign.opening, campaign.closing)]
    tellers = [
        [row.account, row.shares, hash_hex(row.statement or b""), row.printed is not None]
        for row in session.scalars(
            select(Teller).where(Teller.campaign_id == campaign.id).order_by(Teller.position)
        )
    ]
    seen = [campaign.code, campaign.state, campaign.set_up or "", tellers, times, leaves]
    return hash_hex(encode_canonical([*seen, campaign.annulled is not None]))


def require_standing(session: Session, campaign: Campaign, seen: str) -> None:
    """The caller holds the campaign's lock. Raises StaleDraftError."""
    if compute_standing(session, campaign) != seen:
        raise StaleDraftError(_("This campaign has changed since the page was loaded."))
