"""Sealed batches: how ballots are ordered, and what the signed heads say about a record.

DESIGN, "Casting, sealing, receipts"; docs/formats.md, "Receipt and head".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voteapp.campaign.board.signing import Head
from voteapp.campaign.signed import check_signed
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import hash_hex

_MOST_WRONG_HEADS = 100


class EventView(NamedTuple):
    """One event of a record: its hash, its type, and for a ballot the hash of its bytes and its
    credential (else None). The place in the list is the height."""

    digest: str
    type: str
    ballot: str | None = None
    credential: str | None = None


class Batch(NamedTuple):
    """Heights ``first`` to ``last`` of batch ``number``."""

    number: int
    first: int
    last: int


def sort_batch(ballots: Sequence[bytes]) -> list[bytes]:
    """Ballots in the order in which a batch is appended: by SHA-256 of their bytes."""
    return sorted(ballots, key=hash_hex)


def compute_batches(heads: Sequence[Head]) -> list[Batch]:
    """The batch boundaries that heads fix; their sequence is already checked."""
    batches: list[Batch] = []
    last = 0
    for head in heads:
        if not head.final:
            batches.append(Batch(head.batch, last + 1, head.height))
            last = head.height
    return batches


def verify_heads(
    heads: Sequence[Head], uuid: str, fingerprint: str, server_key: str
) -> Iterator[ProtocolError]:
    """Check heads by themselves: whose they are, signatures, sequence.

    Yields errors ``head-election``, ``head-signature`` (one for each head at most) and
    ``head-sequence`` (at most one, if nothing else was wrong). After many no more are checked.
    """
    sound, wrong = True, 0
    for head in heads:
        if wrong == _MOST_WRONG_HEADS:
            return
        try:
            if (head.uuid, head.fingerprint) != (uuid, fingerprint):
                raise ProtocolError("head-election", f"head {head.batch} is another election's")
            check_signed(head, server_key, "head-signature")
        except ProtocolError as error:
            sound, wrong = False, wrong + 1
            yield error
    if sound and (problem := _find_sequence_problem(heads)):
        yield ProtocolError("head-sequence", problem)


def _find_sequence_problem(heads: Sequence[Head]) -> str | None:
    number, height = 0, 0
    for place, head in enumerate(heads):
        if head.final:
            if place != len(heads) - 1:
                return "a head follows the final one"
            if head.batch != number or head.height <= height:
                return "the final head does not follow the last batch"
            return None
        if head.batch != number + 1 or head.height <= height:
            return f"head {head.batch} is out of sequence or its batch is empty"
        number, height = head.batch, head.height
    return None


def verify_boundaries(
    heads: Sequence[Head], events: Sequence[EventView]
) -> Iterator[ProtocolError]:
    """Check heads in sequence against the record's events.

    Yields ``head-event`` (another event at that height), ``head-missing`` (ballots or EndBallots
    that no head covers).
    """
    for head in heads:
        wanted = "EndBallots" if head.final else "Ballot"
        if head.height >= len(events) or events[head.height].digest != head.event:
            yield ProtocolError("head-event", f"head {head.batch}: the record has another event")
            return
        if events[head.height].type != wanted:
            yield ProtocolError("head-event", f"head {head.batch} is not at a batch's end")
            return
    sealed = max((head.height for head in heads), default=0)
    last_ballot = max((i for i, event in enumerate(events) if event.ballot), default=0)
    closed = any(event.type == "EndBallots" for event in events)
    if last_ballot > sealed:
        yield ProtocolError("head-missing", "ballots stand in the record that no head covers")
    elif closed and not (heads and heads[-1].final):
        yield ProtocolError("head-missing", "the closed record has no final head")


def verify_batches(
    batches: Sequence[Batch], events: Sequence[EventView]
) -> Iterator[ProtocolError]:
    """Check order within each batch and repeated credentials.

    Yields ``batch-order`` for each batch out of order, ``credential-reused`` for each ballot of a
    credential that has one.
    """
    used: set[str] = set()
    for batch in batches:
        ballots = events[batch.first : batch.last + 1]
        hashes = [event.ballot or "" for event in ballots]
        if hashes != sorted(hashes):
            yield ProtocolError("batch-order", f"batch {batch.number} is not sorted")
        for event in ballots:
            if event.credential in used:
                message = f"{event.credential} cast more than one ballot"
                yield ProtocolError("credential-reused", message)
            if event.credential is not None:
                used.add(event.credential)
