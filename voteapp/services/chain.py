"""The chain of amendments as the board keeps it: what the set-up, pages and evidence read."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.canonical import decode_strict
from voteapp.campaign.setup.amendments import Amendment
from voteapp.services.campaigns import list_leaves
from voteapp.services.values.campaigns import AmendmentView
from voteapp.store.board.models import Amendment as Row
from voteapp.store.board.models import Campaign


def list_amendments(session: Session, campaign: Campaign) -> list[Amendment]:
    """The chain so far, oldest first."""
    query = select(Row.data).where(Row.campaign_id == campaign.id).order_by(Row.number)
    code, what = "evidence-encoding", "an amendment"
    return [decode_strict(data, Amendment, code, what) for data in session.scalars(query)]


def describe_amendments(session: Session, campaign: Campaign) -> tuple[AmendmentView, ...]:
    """The chain for people, oldest first."""
    units = {leaf.code: leaf.unit for leaf in list_leaves(session, campaign)}
    return tuple(
        AmendmentView(a.field, units.get(a.leaf or "", ""), a.old, a.new, a.reason, a.at)
        for a in list_amendments(session, campaign)
    )
