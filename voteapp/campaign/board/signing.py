"""Receipts and heads: what the server promises of a board.

PAPER, "Receipts, refusals, voids"; docs/formats.md, "Receipt and head".
"""

from __future__ import annotations

from typing import Literal

from voteapp.campaign.canonical import check_count, decode_strict
from voteapp.campaign.signed import Signed
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import is_hex


class Receipt(Signed, frozen=True, kw_only=True):
    """The promise that the ballot ``tracker`` of ``credential`` is sealed in ``batch`` at the
    latest. It names the public credential so that two people cannot be shown one ballot."""

    type: Literal["voteapp-receipt"] = "voteapp-receipt"
    uuid: str
    fingerprint: str
    tracker: str
    credential: str
    batch: int


class Head(Signed, frozen=True, kw_only=True):
    """The state of the record after sealing ``batch``: its last event's height and hash."""

    type: Literal["voteapp-head"] = "voteapp-head"
    uuid: str
    fingerprint: str
    batch: int
    height: int
    event: str
    final: bool


def decode_receipt(data: bytes) -> Receipt:
    """Read a receipt (signature not checked); raises ProtocolError ``receipt-encoding``."""
    receipt = decode_strict(data, Receipt, "receipt-encoding", "the receipt")
    check_count(receipt.batch, "receipt-encoding", "the batch", least=1)
    if not is_hex(receipt.credential, 32):
        raise ProtocolError("receipt-encoding", "the credential has 64 hex digits")
    return receipt


def decode_head(data: bytes) -> Head:
    """Read a head (signature not checked); raises ProtocolError ``head-encoding``."""
    head = decode_strict(data, Head, "head-encoding", "the head")
    check_count(head.batch, "head-encoding", "the batch")
    check_count(head.height, "head-encoding", "the height")
    return head
