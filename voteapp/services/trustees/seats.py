"""Who acts as a trustee of which campaign, whether by an account or by a link."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy.orm import Session

from voteapp.campaign.statements.people import Role, Signer
from voteapp.errors import ConflictError, NotFoundError
from voteapp.errors import gettext as _
from voteapp.protocol.keys.trustees import MAX_TRUSTEES
from voteapp.services.campaigns import find_campaign, find_election
from voteapp.services.holders import OWNER, find_ceremony
from voteapp.store.board.models import Campaign, Election
from voteapp.store.board.statements import Witness
from voteapp.store.board.trustees import Trustee


class Seat(NamedTuple):
    """A trustee or witness of the campaign ``code``, by number.

    ``account``: the name of the committee account that speaks for a campaign's only trustee;
    empty for one of several trustees, and for witnesses, who came by a link.
    """

    code: str
    owner: int = OWNER
    account: str = ""
    role: Role = "trustee"

    @property
    def signer(self) -> Signer:
        """Who signs from this seat."""
        return Signer(self.role, self.owner)


WITNESS_PLACES = MAX_TRUSTEES
"""Among those who come by a link, witness i has the place that follows so many trustees."""


def open_seat(code: str, place: int) -> Seat:
    """The seat of who came by a link, by the place that the link is for."""
    if place > WITNESS_PLACES:
        return Seat(code, place - WITNESS_PLACES, role="witness")
    return Seat(code, place)


def find_seat(session: Session, seat: Seat, *, lock: bool = False) -> Campaign:
    """The campaign of a seat. Raises NotFoundError, and ConflictError where an account would
    speak for one of several trustees."""
    campaign = find_campaign(session, seat.code, lock=lock)
    if seat.role == "witness":
        if session.get(Witness, (campaign.id, seat.owner)) is None:
            raise NotFoundError(_("There is no witness of this number here."))
        return campaign
    several = find_ceremony(session, campaign) is not None
    if several and seat.account:
        raise ConflictError(_("This campaign has several trustees: each has a page of their own."))
    row = session.get(Trustee, (campaign.id, seat.owner))
    if row is None and (several or seat.owner != OWNER):
        raise NotFoundError(_("There is no trustee of this number here."))
    return campaign


def find_own_election(
    session: Session, seat: Seat, uuid: str, *, lock: bool = False
) -> tuple[Campaign, Election]:
    """The campaign of a seat and that election of it; campaigns are locked before elections.

    Raises as ``find_seat``, and NotFoundError where the campaign has no such election.
    """
    campaign = find_seat(session, seat, lock=lock)
    election = find_election(session, uuid, lock=lock)
    if election.campaign_id != campaign.id:
        raise NotFoundError(_("This campaign has no such election."))
    return campaign, election


def name_seat(session: Session, campaign: Campaign, seat: Seat) -> str:
    """What the log calls who sits there: a name, or the only trustee's account."""
    place = (campaign.id, seat.owner)
    if seat.role == "witness":
        return session.get_one(Witness, place).name
    row = session.get(Trustee, place)
    return seat.account if row is None else row.name
