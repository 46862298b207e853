"""What anybody may know of a board while voting runs: what the last signed head covers.

PAPER, "Seals". Nobody, the committee included, is told how many ballots wait: whoever asks again
and again would learn when each one came.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voteapp.store.board.models import Batch, Election


class Sealed(NamedTuple):
    """Ballots and batches under signed heads, the height of the last event that is covered (0: none
    but Setup), and whether that is EndBallots."""

    ballots: int
    batches: int
    height: int
    final: bool


def read_sealed(session: Session, election: Election) -> Sealed:
    """What the signed heads of an election cover."""
    signed = (Batch.election_id == election.id, Batch.head.is_not(None))
    ballots, rows, height = session.execute(
        select(func.sum(Batch.ballots), func.count(), func.max(Batch.height)).where(*signed)
    ).one()
    final = session.scalar(select(Batch.number).where(*signed, Batch.final.is_(True))) is not None
    return Sealed(ballots or 0, rows - final, height or 0, final)


def count_sealed(session: Session, election: Election) -> int:
    """Ballots under signed heads."""
    return read_sealed(session, election).ballots
