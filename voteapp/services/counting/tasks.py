"""What trustees read after closing: what there is to decrypt, who signed and decrypted so far.

DESIGN, "Trustees".
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.services.campaigns import (
    decode_draft,
    get_state,
    list_elections,
)
from voteapp.services.context import Context
from voteapp.services.counting.evidence import build_plan, compute_statement
from voteapp.services.holders import (
    count_needed,
    find_ceremony,
    get_public_key,
    is_impossible,
    list_decrypted,
    list_owners,
)
from voteapp.services.sealed import count_sealed
from voteapp.services.trustees.seats import Seat, find_seat
from voteapp.services.values.roles import DecryptionElection, DecryptionTask
from voteapp.store.board.models import Batch, Campaign, Election
from voteapp.store.board.trustees import ClosingStatement


def get_decryption_task(context: Context, seat: Seat) -> DecryptionTask:
    """What the page of a trustee needs after closing. Raises NotFoundError, ConflictError."""
    owner = seat.owner
    with context.board.read() as session:
        campaign = find_seat(session, seat)
        trustees = list_owners(session, campaign)
        ceremony = find_ceremony(session, campaign)
        draft = decode_draft(campaign)
        return DecryptionTask(
            code=campaign.code,
            title=campaign.title,
            state=get_state(campaign),
            public_key=get_public_key(session, campaign, owner).decode(),
            elections=tuple(
                _describe(session, campaign, election, owner)
                for election in list_elections(session, campaign)
            ),
            owner=owner,
            trustees=trustees,
            threshold=1 if ceremony is None else ceremony.threshold,
            impossible=is_impossible(session, campaign),
            decrypts=draft.decrypts,
            timezone=draft.timezone,
        )


def _describe(
    session: Session, campaign: Campaign, election: Election, owner: int
) -> DecryptionElection:
    ended = election.end_tip is not None
    plan = build_plan(session, election) if ended else None
    head = session.scalar(
        select(Batch.head).where(Batch.election_id == election.id, Batch.final.is_(True))
    )
    signed = list_signed(session, election)
    decrypted = tuple(list_decrypted(session, election.id))
    return DecryptionElection(
        uuid=election.uuid,
        title=election.title,
        fingerprint=election.fingerprint or "",
        ballots=count_sealed(session, election),
        k=election.k,
        skip="below-k" if election.below_k else None,
        tallied=election.tally_tip is not None,
        owner=owner,
        group=plan.groups[0].code if plan and plan.groups else None,
        closing_text=compute_statement(session, election) if ended else None,
        statement_posted=owner in signed,
        decryption_posted=owner in decrypted,
        head=head.decode() if head else None,
        signed=signed,
        needed=count_needed(session, campaign),
        decrypted=decrypted,
        finished=election.result is not None,
    )


def list_signed(session: Session, election: Election) -> tuple[int, ...]:
    """The owners whose closing statements are there."""
    query = select(ClosingStatement.owner).where(ClosingStatement.election_id == election.id)
    return tuple(session.scalars(query.order_by(ClosingStatement.owner)))
