"""Sealing: waiting ballots enter the record in batches, sorted, and a signed head follows.

PAPER, "Seals". All elections of a campaign at one instant, by the clock and by nothing else; the
head is signed after the commit, so a crash in between only leaves a signature to be made up for.

A waiting ballot's row has the number of the batch that was promised: the last that may hold it. So
what the last seal left has the open number, and what came since the one after.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session

from voteapp.campaign.board.seal_rule import choose_sealed
from voteapp.campaign.board.signing import Head
from voteapp.campaign.canonical import encode_canonical
from voteapp.services.campaigns import find_campaign, get_state, list_elections
from voteapp.services.context import Context
from voteapp.services.life import State
from voteapp.services.server_key import require_key, require_manifest_key
from voteapp.services.voting.records import append_events
from voteapp.store.board.models import Ballot, Batch, Campaign, Election


class Waiting(NamedTuple):
    """A ballot that is not sealed: its hash, credential, bytes, and the batch that was promised."""

    hash: str
    credential: str
    data: bytes
    batch: int


def seal_due(context: Context) -> int:
    """Seal every campaign whose instant has come; returns how many batches were sealed."""
    now = context.clock()
    latest = now - context.settings.seal_every
    with context.board.read() as session:
        query = (
            select(Campaign.code)
            .join(Election)
            .where(Campaign.state == State.OPEN.value, Election.batch_since <= latest)
            .order_by(Campaign.id)
        )
        codes = list(dict.fromkeys(session.scalars(query)))
    sealed = sum(_seal_campaign(context, code) for code in codes)
    if sealed:
        context.board.tidy()
    sign_heads(context)
    return sealed


def _seal_campaign(context: Context, code: str) -> int:
    """Seal once, if it is time; the instant has passed then, whatever was sealed.

    Otherwise the next ballot would bring about a seal, and the seal would date it.
    """
    every = context.settings.seal_every
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        elections = list_elections(session, campaign, lock=True)
        for election in elections:
            require_manifest_key(election.manifest, context.signer)
        now = context.clock()
        since = [one.batch_since for one in elections if one.batch_since is not None]
        due = get_state(campaign) is State.OPEN and now < campaign.closing
        if not due or not since or now - min(since) < every:
            return 0
        k = max(election.k for election in elections)
        sealed = sum(_seal_by_rule(context, session, election, k) for election in elections)
        for election in elections:
            election.batch_since = _compute_instant(min(since), every, now)
        return sealed


def _compute_instant(since: datetime, every: timedelta, now: datetime) -> datetime:
    """The last instant of the rhythm that began at ``since``."""
    return since + (now - since) // every * every


def _seal_by_rule(context: Context, session: Session, election: Election, k: int) -> bool:
    waiting = _list_waiting(session, election)
    kept = [row.hash for row in waiting if row.batch == election.batch]
    new = [row.hash for row in waiting if row.batch != election.batch]
    choice = choose_sealed(kept, new, k, context.random_bytes)
    if choice is None:
        return False
    _append_batch(session, election, waiting, frozenset(choice.sealed))
    return True


def seal_all(session: Session, election: Election) -> None:
    """Append all waiting ballots, if any, as one batch; the caller holds the election's lock."""
    waiting = _list_waiting(session, election)
    if waiting:
        _append_batch(session, election, waiting, {row.hash for row in waiting})


def _list_waiting(session: Session, election: Election) -> list[Waiting]:
    """The waiting ballots, by their hash."""
    query = select(Ballot.hash, Ballot.credential, Ballot.data, Ballot.batch)
    query = query.where(*_are_waiting(election)).order_by(Ballot.hash)
    return [Waiting(h, c, data or b"", batch) for h, c, data, batch in session.execute(query)]


def _are_waiting(election: Election) -> tuple[ColumnElement[bool], ...]:
    return (
        Ballot.election_id == election.id,
        Ballot.batch >= election.batch,
        Ballot.height.is_(None),
    )


def _append_batch(
    session: Session,
    election: Election,
    waiting: Sequence[Waiting],
    chosen: Collection[str],
) -> None:
    """Append the chosen ones and open the next batch. All rows are written anew in the order of
    their hashes, those that stay as well, so that no database shows how they came."""
    sealed = [row for row in waiting if row.hash in chosen]
    heights = {row.hash: (election.height or 0) + 1 + i for i, row in enumerate(sealed)}
    append_events(session, election, "Ballot", [[row.data] for row in sealed])
    session.execute(delete(Ballot).where(*_are_waiting(election)))
    session.execute(insert(Ballot), [_describe_row(election, row, heights) for row in waiting])
    _add_batch(session, election, election.batch, len(sealed), final=False)
    election.batch += 1


def _describe_row(election: Election, row: Waiting, heights: dict[str, int]) -> dict[str, object]:
    """A ballot's row after the seal: what was promised of a sealed one is forgotten."""
    height = heights.get(row.hash)
    return {
        "election_id": election.id,
        "credential": row.credential,
        "hash": row.hash,
        "batch": row.batch if height is None else election.batch,
        "height": height,
        "data": row.data if height is None else None,
    }


def end_ballots(session: Session, election: Election) -> None:
    """Seal what waits and append EndBallots; the caller holds the election's lock."""
    seal_all(session, election)
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
        require_key(session, context.signer)
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
