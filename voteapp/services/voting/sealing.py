"""Sealing: waiting ballots enter the record in batches, sorted, and a signed head follows.

DESIGN, "Casting, sealing, receipts". One at a time, by the election's row lock; the head is
signed after the commit, so a crash in between only leaves a signature to be made up for.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from voteapp.campaign.board.signing import Head
from voteapp.campaign.canonical import encode_canonical
from voteapp.services.context import Context
from voteapp.services.life import State
from voteapp.services.voting.records import append_events
from voteapp.store.board.models import Ballot, Batch, Campaign, Election


def seal_due(context: Context) -> int:
    """Seal every batch that is full or old enough; returns how many were sealed."""
    with context.board.read() as session:
        query = (
            select(Election.id)
            .join(Campaign)
            .where(Campaign.state == State.OPEN.value)
            .order_by(Election.id)
        )
        ids = [i for i in session.scalars(query) if _is_due(context, session, i)]
    sealed = sum(_seal_if_due(context, election_id) for election_id in ids)
    if sealed:
        context.board.tidy()
    sign_heads(context)
    return sealed


def _is_due(context: Context, session: Session, election_id: int) -> bool:
    """Whether the open batch holds enough, or something for long enough."""
    election = session.get_one(Election, election_id)
    waiting = session.scalar(
        select(func.count())
        .select_from(Ballot)
        .where(Ballot.election_id == election_id, Ballot.batch == election.batch)
    )
    if not waiting or election.batch_since is None:
        return False
    age = context.clock() - election.batch_since
    return waiting >= context.settings.batch_size or age >= context.settings.batch_interval


def _seal_if_due(context: Context, election_id: int) -> bool:
    with context.board.write() as session:
        query = select(Election).where(Election.id == election_id).with_for_update()
        election = session.scalars(query).one()
        if election.end_tip is not None or not _is_due(context, session, election_id):
            return False
        seal(context, session, election)
        return True


def seal(context: Context, session: Session, election: Election) -> None:
    """Append the waiting ballots, if any, as one batch; the caller holds the election's lock.

    Their rows are written anew in sealed order, so that no database shows how they came.
    """
    open_batch = (Ballot.election_id == election.id, Ballot.batch == election.batch)
    query = select(Ballot.hash, Ballot.credential, Ballot.data).where(*open_batch)
    waiting = sorted(session.execute(query.order_by(Ballot.hash)).all())
    if not waiting:
        return
    first = (election.height or 0) + 1
    append_events(session, election, "Ballot", [[data or b""] for _, _, data in waiting])
    session.execute(delete(Ballot).where(*open_batch))
    session.execute(insert(Ballot), _sealed_rows(election, first, waiting))
    _add_batch(session, election, election.batch, len(waiting), final=False)
    election.batch += 1
    election.batch_since = context.clock()


def _sealed_rows(
    election: Election, first: int, waiting: Sequence[tuple[str, str, bytes | None]]
) -> list[dict[str, object]]:
    return [
        {
            "election_id": election.id,
            "credential": credential,
            "hash": digest,
            "batch": election.batch,
            "height": first + i,
            "data": None,
        }
        for i, (digest, credential, _) in enumerate(waiting)
    ]


def end_ballots(context: Context, session: Session, election: Election) -> None:
    """Seal what waits and append EndBallots; the caller holds the election's lock."""
    seal(context, session, election)
    election.end_tip = append_events(session, election, "EndBallots", [[]])
    _add_batch(session, election, election.batch, 0, final=True)


def _add_batch(
    session: Session, election: Election, number: int, ballots: int, *, final: bool
) -> None:
    session.add(
        Batch(
            election_id=election.id,
            number=number,
            height=election.height or 0,
            event=election.tip or "",
            ballots=ballots,
            final=final,
        )
    )
    session.flush()


def sign_heads(context: Context) -> None:
    """Sign every head that a commit left to be signed; the same head always looks the same."""
    with context.board.read() as session:
        unsigned = session.execute(
            select(Batch, Election).join(Election).where(Batch.head.is_(None))
        ).all()
    if not unsigned:
        return
    with context.board.write() as session:
        for batch, election in unsigned:
            row = session.get_one(Batch, (batch.election_id, batch.number))
            row.head = encode_canonical(context.signer.sign(_create_head(batch, election)))


def _create_head(batch: Batch, election: Election) -> Head:
    """The final head names the last batch that held ballots, 0 for none."""
    return Head(
        uuid=election.uuid,
        fingerprint=election.fingerprint or "",
        batch=batch.number - 1 if batch.final else batch.number,
        height=batch.height,
        event=batch.event,
        final=batch.final,
    )
