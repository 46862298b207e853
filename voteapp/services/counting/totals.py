"""The encrypted tally: computed once voting is over, from the ballots of the record.

Belenios specification, "Encrypted tally". An election of fewer than k ballots never gets one.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.counting.tallying import compute_tally
from voteapp.errors import gettext as _
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.keys.trustees import Item
from voteapp.protocol.kinds import compute_widths
from voteapp.protocol.tally import PairMatrix, decode_tally
from voteapp.services.campaigns import find_election
from voteapp.services.context import Context
from voteapp.services.errors import NotReadyError
from voteapp.services.holders import load_checked
from voteapp.services.life import State
from voteapp.services.voting.records import append_event, list_objects
from voteapp.store.board.models import Campaign, Election, Member


class Tallied(NamedTuple):
    """A tallied election with what checking a decryption needs."""

    election: ElectionContext
    items: list[Item]
    totals: PairMatrix
    parent: str


def tally_due(context: Context) -> int:
    """Tally every closed election that waits for it; returns how many.

    An election of fewer than k ballots is never tallied; the others wait until the committee has
    said that the slips' counts are final, because the evidence of a tally holds the counts.
    """
    with context.board.read() as session:
        query = (
            select(Election)
            .join(Campaign)
            .where(
                Campaign.state == State.CLOSED.value,
                Campaign.counts_final.is_not(None),
                Election.end_tip.is_not(None),
                Election.tally_tip.is_(None),
                Election.below_k.is_(False),
            )
        )
        waiting = list(session.scalars(query))
    for election in waiting:
        _tally(context, election)
    return len(waiting)


def _tally(context: Context, election: Election) -> None:
    """Compute without a lock (the board has ended), append with one, once."""
    with context.board.read() as session:
        ballots = [
            member.data for member in list_objects(session, election) if is_ballot(member.data)
        ]
    tally = compute_tally(create_context(election.election or b""), ballots)
    with context.board.write() as session:
        row = find_election(session, election.uuid, lock=True)
        if row.tally_tip is None:
            row.tally_tip = append_event(session, row, "EncryptedTally", tally.objects)
            row.tally_members = row.members
            row.counted = tally.counted


def is_ballot(data: bytes) -> bool:
    """Whether an object of a record of ours is a ballot."""
    return data.startswith(b'{"election_uuid":')


def load_tallied(session: Session, election: Election) -> Tallied:
    """A tallied election, decoded. Raises NotReadyError (``tally``).

    A total may be neutral: where all voters are in league, their exponents can cancel out.
    """
    if election.tally_tip is None or election.tally_members is None:
        raise NotReadyError(_("The ballots are not added up yet."), ["tally"])
    context = create_context(election.election or b"")
    campaign = session.get_one(Campaign, election.campaign_id)
    body = session.scalars(
        select(Member.data).where(
            Member.election_id == election.id, Member.position == election.tally_members - 3
        )
    ).one()
    widths = compute_widths(context.election.questions)
    return Tallied(
        context,
        load_checked(session, campaign).items,
        decode_tally(context.group, body, widths, allow_neutral=True),
        election.tally_tip,
    )
