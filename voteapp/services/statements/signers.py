"""Everybody who may sign for a campaign: as its draft names them, and as its manifest does."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.campaign.setup.named import name_people
from voteapp.campaign.statements.people import Mirror, People, Witness
from voteapp.campaign.statements.quorum import Sizes
from voteapp.errors import NotFoundError
from voteapp.errors import gettext as _
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.services.campaigns import list_elections
from voteapp.services.holders import count_needed, list_owners, load_checked
from voteapp.services.values.roles import MirrorView, WitnessView
from voteapp.store.board.models import Campaign
from voteapp.store.board.statements import Mirror as MirrorRow
from voteapp.store.board.statements import Witness as WitnessRow


def load_people(session: Session, campaign: Campaign) -> People:
    """Who may sign for a fixed campaign. Raises NotFoundError before Fix."""
    election = list_elections(session, campaign)[0]
    if election.manifest is None:
        raise NotFoundError(_("The election is not fixed yet."))
    manifest = decode_manifest(election.manifest)
    checked = load_checked(session, campaign)
    return name_people(manifest, get_group(GROUP_NAME), checked.signing_keys, checked.items)


def measure_planned(session: Session, campaign: Campaign) -> Sizes | None:
    """How many there are, or will be; None before anybody is named."""
    trustees = len(list_owners(session, campaign))
    if not trustees:
        return None
    witnesses, mirrors = list_witnesses(session, campaign), list_mirrors(session, campaign)
    return Sizes(trustees, count_needed(session, campaign), len(witnesses), len(mirrors))


def list_witnesses(session: Session, campaign: Campaign) -> list[WitnessRow]:
    """By number."""
    query = select(WitnessRow).where(WitnessRow.campaign_id == campaign.id)
    return list(session.scalars(query.order_by(WitnessRow.position)))


def list_mirrors(session: Session, campaign: Campaign) -> list[MirrorRow]:
    """By number."""
    query = select(MirrorRow).where(MirrorRow.campaign_id == campaign.id)
    return list(session.scalars(query.order_by(MirrorRow.position)))


def describe_witnesses(session: Session, campaign: Campaign) -> tuple[WitnessView, ...]:
    """For pages."""
    rows = list_witnesses(session, campaign)
    return tuple(WitnessView(row.position, row.name, row.key) for row in rows)


def describe_mirrors(session: Session, campaign: Campaign) -> tuple[MirrorView, ...]:
    """For pages."""
    rows = list_mirrors(session, campaign)
    return tuple(MirrorView(row.position, row.name, row.address, row.key) for row in rows)


def create_witnesses(session: Session, campaign: Campaign) -> list[Witness]:
    """As the manifest names them: those whose key is there."""
    rows = list_witnesses(session, campaign)
    return [Witness(name=row.name, key=row.key) for row in rows if row.key is not None]


def create_mirrors(session: Session, campaign: Campaign) -> list[Mirror]:
    """As the manifest names them."""
    rows = list_mirrors(session, campaign)
    return [Mirror(name=row.name, address=row.address, key=row.key) for row in rows]
