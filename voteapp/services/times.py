"""A campaign's times, put together from its draft, its row and the clock."""

from __future__ import annotations

from datetime import datetime

from voteapp.services.campaigns import get_phase, get_state
from voteapp.services.life import ENDED, Phase
from voteapp.services.values.drafts import CampaignDraft
from voteapp.services.values.times import Times
from voteapp.store.board.models import Campaign


def compute_end(closed: datetime | None, closing: datetime) -> datetime:
    """When voting ended or ends: the clock's step may come late, nothing was taken meanwhile."""
    return closing if closed is None else min(closed, closing)


def describe_times(campaign: Campaign, draft: CampaignDraft, now: datetime) -> Times:
    """All of a campaign's times at the instant ``now``."""
    return Times(
        timezone=draft.timezone,
        opening=campaign.opening,
        closing=campaign.closing,
        first_opening=draft.opening,
        first_closing=draft.closing,
        opened=campaign.opened,
        closed=campaign.closed and compute_end(campaign.closed, campaign.closing),
        decrypts=draft.decrypts,
        late=get_phase(campaign, now) is Phase.LATE,
        ended=get_state(campaign) in ENDED,
    )
