"""Checking a receipt: is the promise kept, still open, or broken?

PAPER, "Receipts, refusals, voids": a receipt names the last batch that may hold its ballot. Any
head of that batch or later, or a final one, whose record lacks the tracker proves a broken promise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from voteapp.campaign.board.signing import Head, Receipt
from voteapp.campaign.signed import check_signed
from voteapp.errors import ProtocolError
from voteapp.protocol.archive import ByteSource
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.structure import Structure, read_structure
from voteapp.protocol.ballots import decode_ballot
from voteapp.protocol.election import SetupData, compute_fingerprint
from voteapp.protocol.encoding import decode_json, hex_to_base64

State = Literal["sealed", "late", "waiting", "missing"]


class ReceiptState(NamedTuple):
    """``sealed`` at ``height``; ``late``: there too, but after the batch that was promised;
    ``waiting`` for its batch; ``missing`` though that batch (or the whole vote) is sealed. Late and
    missing ones are broken promises."""

    state: State
    height: int | None


def find_fingerprint(structure: Structure) -> str | None:
    """The fingerprint of the record's election; None where the record has none."""
    events = structure.of_kind("Setup")
    body = structure.fetch(events[0].payload or "") if events else None
    if body is None:
        return None
    try:
        setup = decode_json(body, SetupData, "setup-encoding", "the setup data")
    except ProtocolError:
        return None
    election = structure.fetch(setup.election)
    return None if election is None else compute_fingerprint(election)


def find_receipt(receipt: Receipt, record: ByteSource, heads: Sequence[Head]) -> ReceiptState:
    """Look for a receipt's ballot in a record; ``heads`` are those of its evidence, if any.

    The ballot itself is not checked (the auditor does). Raises ProtocolError ``receipt-election``
    where the record is another election's, ``receipt-credential`` where the ballot is another
    slip's, NotAnArchiveError.
    """
    structure = read_structure(record, Findings(), lambda done, total: None)
    if find_fingerprint(structure) != receipt.fingerprint:
        raise ProtocolError("receipt-election", "the receipt is of another election")
    proving = [head for head in heads if head.final or head.batch >= receipt.batch]
    for event in structure.of_kind("Ballot"):
        if event.payload is not None and hex_to_base64(event.payload) == receipt.tracker:
            _check_credential(receipt, structure.fetch(event.payload))
            late = any(head.height < event.height for head in proving)
            return ReceiptState("late" if late else "sealed", event.height)
    closed = bool(structure.of_kind("EndBallots"))
    return ReceiptState("missing" if closed or proving else "waiting", None)


def _check_credential(receipt: Receipt, ballot: bytes | None) -> None:
    try:
        found = decode_ballot(ballot or b"").credential
    except ProtocolError:
        return  # a ballot that is none: a finding of the auditor, not of the receipt
    if found != receipt.credential:
        raise ProtocolError("receipt-credential", "the receipt's tracker is another slip's ballot")


def check_receipt(receipt: Receipt, server_key: str) -> None:
    """Check the server's signature; raises ProtocolError ``receipt-signature``."""
    check_signed(receipt, server_key, "receipt-signature")
