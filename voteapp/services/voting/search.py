"""Where a ballot is: by its tracker, by the four words of its receipt, or by oneself in a list.

docs/formats.md, "Receipt and head". Words name a ballot for a person who looks for one, and prove
nothing.
"""

from __future__ import annotations

import base64
import binascii

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from voteapp.campaign.words import read_words
from voteapp.protocol.ballots import decode_ballot
from voteapp.protocol.encoding import hex_to_base64
from voteapp.services.campaigns import find_election, list_elections
from voteapp.services.context import Context
from voteapp.services.sealed import read_sealed
from voteapp.services.values.public import SealedTrackers, TrackerView
from voteapp.services.voting.records import read_object
from voteapp.store.board.models import Ballot, Batch, Campaign, Election

SHORTEST_QUERY = 4
_TRACKER_LENGTH = 43


def find_tracker(context: Context, uuid: str, text: str) -> TrackerView:
    """Where a sealed ballot is, by its whole tracker or its four words: in this election, or in
    another part of the same campaign, which ``uuid`` and ``title`` then name.

    One that waits is as absent as one that never came, and as one whose head is not signed yet.
    Raises NotFoundError for the election.
    """
    prefix = decode_tracker(text.strip()) or read_words(text)
    with context.board.read() as session:
        election = find_election(session, uuid)
        if prefix is None:
            return TrackerView("absent")
        campaign = session.get_one(Campaign, election.campaign_id)
        others = [one for one in list_elections(session, campaign) if one.id != election.id]
        for place in (election, *others):
            found = _find(session, place, prefix)
            if found is not None:
                return found
        return TrackerView("absent")


def list_sealed(context: Context, uuid: str) -> SealedTrackers:
    """Every tracker under a signed head, in the order of the board: whoever holds the list asks
    nobody where one is. Raises NotFoundError."""
    with context.board.read() as session:
        election = find_election(session, uuid)
        sealed = select(Ballot.hash).where(*_are_sealed(session, election))
        hashes = session.scalars(sealed.order_by(Ballot.height))
        batches = list(
            session.scalars(
                select(Batch).where(Batch.election_id == election.id, Batch.head.is_not(None))
            )
        )
        return SealedTrackers(
            uuid=uuid,
            title=election.title,
            batch=max((batch.number for batch in batches), default=0),
            final=any(batch.final for batch in batches),
            server_key=context.signer.public_key,
            trackers=tuple(hex_to_base64(digest) for digest in hashes),
        )


def read_prefix(text: str) -> str | None:
    """With what a ballot's hash begins (hex): from four characters of its tracker or more, or from
    its four words; None where it is neither.

    Four characters of a tracker are six hex digits of the hash, by which the database looks.
    """
    words = read_words(text)
    if words is not None:
        return words
    whole = text[: len(text) // 4 * 4]
    try:
        prefix = base64.b64decode(whole.encode("ascii"), validate=True).hex()
    except (binascii.Error, UnicodeEncodeError):
        return None
    return prefix or None


def begins_with(prefix: str) -> ColumnElement[bool]:
    """The condition that a ballot's hash begins with these hex digits."""
    return and_(Ballot.hash >= prefix, Ballot.hash <= prefix + "g")


def decode_tracker(text: str) -> str | None:
    """The hash (hex) that a tracker writes in base64; None where it is no tracker."""
    padded = text.encode("utf-8", "replace") + b"="
    if len(text) != _TRACKER_LENGTH:
        return None
    try:
        digest = base64.b64decode(padded, validate=True).hex()
    except binascii.Error:
        return None
    return digest if hex_to_base64(digest) == text else None


def _find(session: Session, election: Election, prefix: str) -> TrackerView | None:
    query = select(Ballot).where(*_are_sealed(session, election), begins_with(prefix))
    ballot = session.scalars(query.order_by(Ballot.hash).limit(1)).first()
    if ballot is None:
        return None
    batch = session.get_one(Batch, (election.id, ballot.batch))
    head = (batch.head or b"").decode()
    return TrackerView(
        "sealed",
        ballot.batch,
        ballot.height,
        head,
        uuid=election.uuid,
        title=election.title,
        commitment=decode_ballot(read_object(session, election, ballot.hash)).signature.hash,
    )


def _are_sealed(session: Session, election: Election) -> tuple[ColumnElement[bool], ...]:
    """Under a signed head."""
    last = read_sealed(session, election).height
    return (Ballot.election_id == election.id, Ballot.height <= last)
