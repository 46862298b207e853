"""What a copy of the board that another host keeps must notice: heads and records that part ways.

PAPER, "Closing", "Restore"; docs/formats.md, "Receipt and head", "Statements". A head is signed, so
two that contradict each other, or a record and its head, prove two histories.
"""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.board.signing import Head
from voteapp.campaign.signed import check_signed
from voteapp.errors import ProtocolError
from voteapp.protocol.audit.structure import AcceptedEvent

FORKED = "history-forked"


def check_head(head: Head, uuid: str, fingerprint: str, server_key: str) -> None:
    """Check that a head is of this election and signed; raises ProtocolError ``head-election`` or
    ``head-signature``."""
    if (head.uuid, head.fingerprint) != (uuid, fingerprint):
        raise ProtocolError("head-election", "a head is of another election")
    check_signed(head, server_key, "head-signature")


def check_history(events: Sequence[AcceptedEvent], heads: Sequence[Head]) -> None:
    """Compare a record's events with every head that was ever seen; raises ProtocolError
    ``history-forked``. A head beyond the record says nothing yet."""
    seen: dict[tuple[int, bool], Head] = {}
    for head in heads:
        first = seen.setdefault((head.batch, head.final), head)
        if (first.height, first.event) != (head.height, head.event):
            raise ProtocolError(FORKED, f"two heads of batch {head.batch} are signed")
        if head.height < len(events) and events[head.height].digest != head.event:
            text = f"the signed head of batch {head.batch} is not of this record"
            raise ProtocolError(FORKED, text)
    finals = {(head.height, head.event) for head in heads if head.final}
    if len(finals) > 1:
        raise ProtocolError(FORKED, "two final heads are signed")
    if any(head.height > height for head in heads for height, _event in finals):
        raise ProtocolError(FORKED, "a head goes on after the final one")


def check_covered(events: Sequence[AcceptedEvent], heads: Sequence[Head]) -> None:
    """Require a signed head over every ballot, and a final one over the end of voting; raises
    ProtocolError ``head-missing``. Whatever comes after the end has no heads."""
    covered = max((head.height for head in heads), default=-1)
    ballots = [event.height for event in events if event.kind == "Ballot"]
    if ballots and ballots[-1] > covered:
        raise ProtocolError("head-missing", "no signed head covers the last ballots yet")
    ended = any(event.kind == "EndBallots" for event in events)
    if ended and find_end(events, heads) is None:
        raise ProtocolError("head-missing", "no signed final head covers the end of voting yet")


def find_end(events: Sequence[AcceptedEvent], heads: Sequence[Head]) -> str | None:
    """The EndBallots (hash in hex) that the server signed as final; None where there is none."""
    signed = {(head.height, head.event) for head in heads if head.final}
    for event in events:
        if event.kind == "EndBallots" and (event.height, event.digest) in signed:
            return event.digest
    return None
