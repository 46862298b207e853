"""Refusals: the server's signed word that it does not take a ballot, with what shows why.

PAPER, "Receipts, refusals, voids"; docs/formats.md, "Refusal". Whoever sent a ballot takes nothing
else for a refusal and keeps it.
"""

from __future__ import annotations

from typing import Literal

from voteapp.campaign.board.signing import Head, Receipt
from voteapp.campaign.board.voids import Void, check_void
from voteapp.campaign.canonical import check_count, decode_strict
from voteapp.campaign.signed import Signed, check_signed
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import is_hex
from voteapp.protocol.group import GROUP_NAME, get_group

Reason = Literal["used", "voided", "closed"]


class Refusal(Signed, frozen=True, kw_only=True):
    """The ballot ``tracker`` of ``credential`` is not taken. One of the three stands there: for
    ``used`` the receipt of the ballot that is there, for ``voided`` the void, for ``closed`` the
    final head. Without a tracker it answers a void, which it took (``voided``) or not (``used``).
    """

    type: Literal["voteapp-refusal"] = "voteapp-refusal"
    uuid: str
    fingerprint: str
    credential: str
    tracker: str | None
    reason: Reason
    receipt: Receipt | None = None
    void: Void | None = None
    head: Head | None = None


def decode_refusal(data: bytes) -> Refusal:
    """Read a refusal (nothing signed is checked); raises ProtocolError ``refusal-encoding``."""
    code = "refusal-encoding"
    refusal = decode_strict(data, Refusal, code, "the refusal")
    if not is_hex(refusal.credential, 32):
        raise ProtocolError(code, "the credential has 64 hex digits")
    if refusal.tracker is None and refusal.reason == "closed":
        raise ProtocolError(code, "a void is not answered with the end of voting")
    if refusal.receipt is not None:
        check_count(refusal.receipt.batch, code, "the batch", least=1)
    if refusal.head is not None:
        check_count(refusal.head.batch, code, "the batch")
        check_count(refusal.head.height, code, "the height")
    return refusal


def check_refusal(refusal: Refusal, server_key: str) -> None:
    """Check the signature and what shows the reason; raises ProtocolError ``refusal-signature``,
    ``refusal-reason``."""
    check_signed(refusal, server_key, "refusal-signature")
    shown = [refusal.receipt, refusal.void, refusal.head]
    places: dict[Reason, int] = {"used": 0, "voided": 1, "closed": 2}
    place = places[refusal.reason]
    if [one is not None for one in shown] != [i == place for i in range(3)]:
        raise ProtocolError("refusal-reason", "the refusal does not carry what its reason needs")
    try:
        _check_shown(refusal, server_key)
    except ProtocolError as error:
        raise ProtocolError("refusal-reason", error.message) from None


def _check_shown(refusal: Refusal, server_key: str) -> None:
    code, own = "refusal-reason", (refusal.uuid, refusal.fingerprint)
    if refusal.receipt is not None:
        check_signed(refusal.receipt, server_key, code)
        other = refusal.receipt.tracker != refusal.tracker
        if (refusal.receipt.uuid, refusal.receipt.fingerprint) != own or not other:
            raise ProtocolError(code, "the receipt is of another election or of this ballot")
        if refusal.receipt.credential != refusal.credential:
            raise ProtocolError(code, "the receipt is of another slip")
    if refusal.void is not None:
        check_void(get_group(GROUP_NAME), refusal.void, refusal.fingerprint, refusal.credential)
    if refusal.head is not None:
        check_signed(refusal.head, server_key, code)
        if (refusal.head.uuid, refusal.head.fingerprint) != own or not refusal.head.final:
            raise ProtocolError(code, "the head is not this election's final one")
