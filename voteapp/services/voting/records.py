"""An election's record in the database: append an event with its objects; write it out.

Belenios specification, "Public data". Rows are only ever added; the caller holds the election's
lock. The archive's bytes are the same whenever they are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from voteapp.errors import ConflictError, NotFoundError
from voteapp.errors import gettext as _
from voteapp.protocol.archive import encode_archive_header, encode_object
from voteapp.protocol.encoding import hash_hex
from voteapp.protocol.events import EventType, create_event
from voteapp.store.board.models import Election, Member


def append_event(
    session: Session, election: Election, kind: EventType, objects: Sequence[bytes]
) -> str:
    """Append the objects, then the event whose payload is the last; returns the event's hash."""
    return append_events(session, election, kind, [objects])


def append_events(
    session: Session, election: Election, kind: EventType, batch: Sequence[Sequence[bytes]]
) -> str:
    """Append one event of this kind for each list of objects; returns the last event's hash."""
    rows: list[dict[str, object]] = []

    def add(member: str, body: bytes) -> str:
        digest = hash_hex(body)
        rows.append(
            {
                "election_id": election.id,
                "position": election.members + len(rows),
                "kind": member,
                "hash": digest,
                "data": body,
            }
        )
        return digest

    height = -1 if election.height is None else election.height
    tip = election.tip
    for objects in batch:
        payload = None
        for body in objects:
            payload = add("data", body)
        height += 1
        tip = add("event", create_event(tip, height, kind, payload))
    session.execute(insert(Member), rows)
    election.members += len(rows)
    election.height, election.tip = height, tip
    if tip is None:
        raise ConflictError(_("There is nothing to append."))
    return tip


def read_object(session: Session, election: Election, digest: str) -> bytes:
    """The object of that hash. Raises NotFoundError."""
    query = select(Member.data).where(
        Member.election_id == election.id, Member.hash == digest, Member.kind == "data"
    )
    found = session.scalar(query)
    if found is None:
        raise NotFoundError(_("The record does not hold this."))
    return found


def list_objects(session: Session, election: Election, upto: int | None = None) -> Iterator[Member]:
    """The record's members in order, the first ``upto`` of them (all for None)."""
    query = select(Member).where(Member.election_id == election.id).order_by(Member.position)
    if upto is not None:
        query = query.where(Member.position < upto)
    yield from session.scalars(query.execution_options(yield_per=500))


def count_members(session: Session, election: Election, height: int) -> int:
    """Members up to the Ballot event of that height (0: up to Setup); a ballot and its event are
    two."""
    query = select(Member.position).where(Member.election_id == election.id, Member.kind == "event")
    setup = session.scalar(query.order_by(Member.position).limit(1))
    return (setup or 0) + 1 + 2 * height


def encode_record(session: Session, election: Election, upto: int | None = None) -> bytes:
    """The archive ``UUID.bel``: whole, or its first ``upto`` members."""
    return b"".join(iterate_record(session, election, upto))


def iterate_record(
    session: Session, election: Election, upto: int | None = None
) -> Iterator[bytes]:
    """The same, part by part."""
    timestamp = int(election.timestamp or "0")
    yield encode_archive_header(timestamp)
    for member in list_objects(session, election, upto):
        yield encode_object(member.data, timestamp, is_event=member.kind == "event")
