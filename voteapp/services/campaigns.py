"""What the use cases share about campaigns: finding them, their states, the public log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from voteapp.errors import NotFoundError
from voteapp.errors import gettext as _
from voteapp.services.context import Context
from voteapp.services.errors import WrongStateError
from voteapp.services.views import ActionView, CampaignDraft
from voteapp.store.board.models import Action, Ballot, Campaign, Credential, Election, Leaf

T = TypeVar("T")


def find_campaign(session: Session, code: str, *, lock: bool = False) -> Campaign:
    """The campaign of that code; ``lock`` keeps other writers out. Raises NotFoundError."""
    query = select(Campaign).where(Campaign.code == code)
    campaign = session.scalar(_lock(query) if lock else query)
    if campaign is None:
        raise NotFoundError(_("There is no campaign of this name here."))
    return campaign


def find_election(session: Session, uuid: str, *, lock: bool = False) -> Election:
    """The election of that uuid; raises NotFoundError."""
    query = select(Election).where(Election.uuid == uuid)
    election = session.scalar(_lock(query) if lock else query)
    if election is None:
        raise NotFoundError(_("There is no election of this name here."))
    return election


def list_elections(session: Session, campaign: Campaign, *, lock: bool = False) -> list[Election]:
    """A campaign's elections in their order."""
    query = select(Election).where(Election.campaign_id == campaign.id).order_by(Election.position)
    return list(session.scalars(_lock(query) if lock else query))


def _lock(query: Select[T]) -> Select[T]:
    """Wait for other writers, then read the row as they left it, even if it was read before."""
    return query.with_for_update().execution_options(populate_existing=True)


def list_leaves(session: Session, campaign: Campaign) -> list[Leaf]:
    """A campaign's leaves by code."""
    query = select(Leaf).where(Leaf.campaign_id == campaign.id).order_by(Leaf.code)
    return list(session.scalars(query))


def require_state(campaign: Campaign, *states: str) -> None:
    """Raise WrongStateError unless the campaign is in one of the states."""
    if campaign.state not in states:
        raise WrongStateError(_("The campaign is no longer at this step."), campaign.state)


def log_action(
    session: Session, context: Context, campaign: Campaign, actor: str, what: str, note: str = ""
) -> None:
    """Write down who did what; everybody can read it."""
    session.add(
        Action(campaign_id=campaign.id, at=context.clock(), actor=actor, what=what, note=note)
    )


def list_actions(session: Session, campaign: Campaign) -> tuple[ActionView, ...]:
    """The log, oldest first."""
    query = select(Action).where(Action.campaign_id == campaign.id).order_by(Action.id)
    return tuple(ActionView(a.at, a.actor, a.what, a.note) for a in session.scalars(query))


def encode_draft(draft: CampaignDraft) -> bytes:
    """A draft as it is kept: JSON, instants with their offset."""
    return msgspec.json.encode(draft)


def decode_draft(campaign: Campaign) -> CampaignDraft:
    """The draft that a campaign keeps."""
    return msgspec.json.decode(campaign.draft, type=CampaignDraft)


def count_ballots(session: Session, election: Election) -> int:
    """Ballots taken so far, waiting and sealed."""
    query = select(func.count()).select_from(Ballot).where(Ballot.election_id == election.id)
    return session.scalar(query) or 0


def count_credentials(session: Session, election: Election) -> int:
    """Public credentials on an election's list."""
    query = (
        select(func.count()).select_from(Credential).where(Credential.election_id == election.id)
    )
    return session.scalar(query) or 0


def compute_entitled(leaves: Sequence[Leaf]) -> int:
    """Members entitled."""
    return sum(leaf.roster_size for leaf in leaves)


def compute_phase(campaign: Campaign, now: datetime) -> str:
    """``not-open``, ``open``, ``closed`` or ``cancelled``, as a member sees it at this moment."""
    return compute_phase_of(campaign.state, campaign.opening, campaign.closing, now)


def compute_phase_of(state: str, opening: datetime, closing: datetime, now: datetime) -> str:
    """The same from the columns alone."""
    if state == "cancelled":
        return "cancelled"
    if state in ("closed", "decrypted", "published") or (state == "open" and now >= closing):
        return "closed"
    return "open" if state == "open" and now >= opening else "not-open"


def format_instant(instant: datetime, zone: str = "UTC") -> str:
    """ISO 8601 with seconds and offset, as docs/formats.md writes instants."""
    local = instant.astimezone(UTC if zone == "UTC" else ZoneInfo(zone))
    return local.replace(microsecond=0).isoformat()
