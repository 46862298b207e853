"""Judging a refusal: is it true by the record, not to be told yet, or false?

PAPER, "Receipts, refusals, voids". A refusal carries what shows its reason, so that a false one can
be proven by whoever keeps it: a ``used`` promises a ballot, a ``closed`` an end, a ``voided`` that
nothing was cast with the slip.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from voteapp.campaign.board.receipts import (
    find_fingerprint,
    find_receipt,
    list_standing,
    read_record_key,
)
from voteapp.campaign.board.refusals import Refusal, check_refusal
from voteapp.campaign.board.signing import Head
from voteapp.campaign.board.voids import Void
from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.errors import ProtocolError
from voteapp.protocol.audit.structure import Structure
from voteapp.protocol.ballots import decode_ballot
from voteapp.protocol.encoding import hex_to_base64

State = Literal["true", "waiting", "false", "other"]


class RefusalState(NamedTuple):
    """``true`` by this record; ``waiting``: the record is older than what the refusal speaks of;
    ``false``: the ballot that a ``used`` names is missing or late, the refused ballot or one of a
    slip that was void stands in the record, a void is missing at the end, or voting ended
    otherwise than a ``closed`` says; ``other``: given under another election object of the uuid.

    ``proven``: whoever has the refusal and the file can check that, and needs to believe nobody."""

    state: State
    proven: bool


def find_refusal(
    refusal: Refusal,
    structure: Structure,
    manifest: bytes | None,
    heads: Sequence[Head],
    voids: Sequence[Void],
) -> RefusalState:
    """Judge a refusal by a record; ``manifest``, ``heads`` and ``voids`` stand beside it, if they
    are there. Without a manifest nothing signed is checked, and nothing is proven.

    Raises ProtocolError ``refusal-signature``, ``refusal-reason``, ``receipt-election`` (the
    record is another election's), ``manifest-hash``, ``receipt-credential``.
    """
    key = None if manifest is None else read_record_key(structure, manifest)
    if key is not None:
        check_refusal(refusal, key)
    if find_fingerprint(structure) != refusal.fingerprint:
        if manifest is not None and decode_manifest(manifest).uuid == refusal.uuid:
            return RefusalState("other", True)
        raise ProtocolError("receipt-election", "the refusal is of another election")
    standing = [] if key is None else list_standing(heads, structure, refusal, key)
    place = _find_ballot(refusal, structure)
    if place is not None:
        return RefusalState("false", any(head.height >= place for head in standing))
    if refusal.receipt is not None:
        found = find_receipt(refusal.receipt, structure, manifest, heads)
        if found.state in ("late", "missing"):
            return RefusalState("false", found.proven)
        return RefusalState("true" if found.state == "sealed" else "waiting", False)
    if refusal.head is not None:
        return _judge_end(refusal.head, structure, standing)
    if any(void.credential == refusal.credential for void in voids):
        return RefusalState("true", False)
    # Evidence is signed by nobody: who strips a void of it proves nothing against the server.
    closed = bool(structure.of_kind("EndBallots"))
    return RefusalState("false" if closed else "waiting", False)


def _find_ballot(refusal: Refusal, structure: Structure) -> int | None:
    """The height of a ballot that cannot be there: the refused one, or any of a void slip."""
    for event in structure.of_kind("Ballot"):
        if event.payload is None:
            continue
        if refusal.tracker is not None and hex_to_base64(event.payload) == refusal.tracker:
            return event.height
        if refusal.reason == "voided" and _is_of(refusal, structure.fetch(event.payload)):
            return event.height
    return None


def _is_of(refusal: Refusal, ballot: bytes | None) -> bool:
    try:
        return decode_ballot(ballot or b"").credential == refusal.credential
    except ProtocolError:
        return False  # a ballot that is none: a finding of the auditor


def _judge_end(end: Head, structure: Structure, standing: Sequence[Head]) -> RefusalState:
    """Whether the record has the end that a ``closed`` names."""
    events = {event.height: event for event in structure.events}
    there = events.get(end.height)
    if there is not None and there.digest == end.event:
        ends = there.kind == "EndBallots"  # a last head over something else is false by itself
        return RefusalState("true" if ends else "false", not ends)
    # Two ends, or a batch where the end was said to be: both are signed.
    forked = any(head.final or head.height >= end.height for head in standing)
    return RefusalState("false" if forked or end.height in events else "waiting", forked)
