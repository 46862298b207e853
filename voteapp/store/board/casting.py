"""The few statements that every ballot runs, built once; they take a connection and plain values.

Everything else asks through models; here the time of building statements would be most of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, and_, bindparam, insert, select

from voteapp.store.board.models import (
    CLOCK_ROW,
    Ballot,
    Campaign,
    ClockState,
    Credential,
    Election,
)

_ELECTION: BindParameter[int] = bindparam("election_id")
_CREDENTIAL: BindParameter[str] = bindparam("credential")

_HASH: BindParameter[str] = bindparam("hash")

_STORED = select(Ballot.hash).where(
    Ballot.election_id == _ELECTION, Ballot.credential == _CREDENTIAL
)

_BATCH = select(Ballot.batch).where(Ballot.election_id == _ELECTION, Ballot.hash == _HASH)

_STANDING = (
    select(ClockState.good)
    .where(ClockState.id == CLOCK_ROW, ClockState.doubt.is_not(None))
    .scalar_subquery()
)

_ADMISSION = (
    select(Campaign.state, Campaign.opening, Campaign.closing, Credential.voided, _STANDING)
    .select_from(Election)
    .join(Campaign)
    .outerjoin(
        Credential,
        and_(Credential.election_id == Election.id, Credential.credential == _CREDENTIAL),
    )
    .where(Election.id == _ELECTION)
)

_OPEN_BATCH = select(Election.batch).where(Election.id == _ELECTION).with_for_update(read=True)

_INSERT = insert(Ballot.__table__)  # type: ignore[arg-type]


class Admission(NamedTuple):
    """What decides whether a credential may cast; ``voided`` is None where it is not listed,
    ``standing`` the instant at which time stands still while the clock is in doubt."""

    state: str
    opening: datetime
    closing: datetime
    voided: bool | None
    standing: datetime | None


def find_stored(connection: Connection, election_id: int, credential: str) -> str | None:
    """The hash of the credential's ballot, if it has one."""
    values = {"election_id": election_id, "credential": credential}
    return connection.execute(_STORED, values).scalar_one_or_none()


def find_batch(connection: Connection, election_id: int, digest: str) -> int | None:
    """The batch, promised or where it stands, of the ballot with that hash; None: not here."""
    values = {"election_id": election_id, "hash": digest}
    return connection.execute(_BATCH, values).scalar_one_or_none()


def find_admission(connection: Connection, election_id: int, credential: str) -> Admission:
    """State and times of the campaign, and the credential's place on the list."""
    values = {"election_id": election_id, "credential": credential}
    return Admission(*connection.execute(_ADMISSION, values).one())


def share_open_batch(connection: Connection, election_id: int) -> int:
    """The open batch, locked against sealing and closing until the transaction ends.

    The state is read after this, in a statement of its own: only then does it hold.
    """
    return int(connection.execute(_OPEN_BATCH, {"election_id": election_id}).scalar_one())


def insert_ballot(
    connection: Connection, election_id: int, credential: str, digest: str, batch: int, data: bytes
) -> None:
    """Keep a waiting ballot; IntegrityError where the credential has one."""
    row = {
        "election_id": election_id,
        "credential": credential,
        "hash": digest,
        "batch": batch,
        "height": None,
        "data": data,
    }
    connection.execute(_INSERT, row)
