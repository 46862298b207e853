"""What the use cases share about campaigns: finding them, where they are, the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
from voteapp.services.life import LIFE, Deed, Phase, State, Who, compute_phase, is_allowed
from voteapp.services.values.campaigns import ActionView
from voteapp.services.values.drafts import CampaignDraft
from voteapp.store.board.models import (
    CLOCK_ROW,
    Action,
    Campaign,
    ClockState,
    Credential,
    Election,
    Leaf,
)

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


def get_state(campaign: Campaign) -> State:
    """Where a campaign is."""
    return State(campaign.state)


def require(campaign: Campaign, deed: Deed) -> None:
    """Raise WrongStateError unless the deed may be done where the campaign is."""
    if not is_allowed(get_state(campaign), deed):
        raise wrong_state(campaign)


def wrong_state(campaign: Campaign) -> WrongStateError:
    """What to raise where the campaign is not where it has to be."""
    return WrongStateError(_("The campaign is no longer at this step."), campaign.state)


def record(
    session: Session,
    context: Context,
    campaign: Campaign,
    deed: Deed,
    actor: str,
    note: str = "",
    *,
    whole: bool = True,
) -> None:
    """A deed is done: the campaign goes where it leads, and the log keeps who did it.

    ``whole``: nobody else has to do it as well before it leads there. Raises WrongStateError.
    """
    require(campaign, deed)
    rule = LIFE[deed]
    if rule.to is not None and whole:
        campaign.state = rule.to.value
    if rule.logged:
        session.add(
            Action(
                campaign_id=campaign.id,
                at=read_now(context, session),
                actor=actor,
                what=deed.value,
                note=note,
            )
        )


def list_actions(session: Session, campaign: Campaign) -> tuple[ActionView, ...]:
    """The log with every name and note, oldest first: for the committee."""
    query = select(Action).where(Action.campaign_id == campaign.id).order_by(Action.id)
    return tuple(ActionView(a.at, a.actor, Deed(a.what), a.note) for a in session.scalars(query))


def list_public_actions(session: Session, campaign: Campaign) -> tuple[ActionView, ...]:
    """The log as everybody reads it, the employer as well: roles and deeds, nobody's name; notes
    where the deed's rule says so."""
    return tuple(_hide(action) for action in list_actions(session, campaign))


def _hide(action: ActionView) -> ActionView:
    named = action.role is Who.CLOCK
    told = LIFE[action.what].told
    return replace(action, actor=action.actor if named else None, note=action.note if told else "")


def encode_draft(draft: CampaignDraft) -> bytes:
    """A draft as it is kept: JSON, instants with their offset."""
    return msgspec.json.encode(draft)


def keep_draft(campaign: Campaign, draft: CampaignDraft) -> None:
    """Keep a checked draft, and of it what the campaign's row says by itself."""
    campaign.draft = encode_draft(draft)
    campaign.title = draft.title
    campaign.opening, campaign.closing = draft.opening, draft.closing


def decode_draft(campaign: Campaign) -> CampaignDraft:
    """The draft that a campaign keeps."""
    return msgspec.json.decode(campaign.draft, type=CampaignDraft)


def count_credentials(session: Session, election: Election) -> int:
    """Public credentials on an election's list."""
    query = (
        select(func.count()).select_from(Credential).where(Credential.election_id == election.id)
    )
    return session.scalar(query) or 0


def compute_entitled(leaves: Sequence[Leaf]) -> int:
    """Members entitled: the numbers in force."""
    return sum(leaf.entitled or leaf.roster_size for leaf in leaves)


def read_now(context: Context, session: Session) -> datetime:
    """The present instant; the last good one while the clock is in doubt."""
    row = session.get(ClockState, CLOCK_ROW)
    return context.clock() if row is None or row.doubt is None else row.good


def get_phase(campaign: Campaign, now: datetime) -> Phase:
    """The campaign as a member sees it at this moment."""
    return compute_phase(get_state(campaign), campaign.opening, campaign.closing, now)


def format_instant(instant: datetime, zone: str = "UTC") -> str:
    """ISO 8601 with seconds and offset, as docs/formats.md writes instants."""
    local = instant.astimezone(UTC if zone == "UTC" else ZoneInfo(zone))
    return local.replace(microsecond=0).isoformat()
