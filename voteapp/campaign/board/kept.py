"""What people keep of the server's answers, and which of it is about one election.

docs/formats.md, "What is kept". A member's text holds the receipts of a slip, one for each
election; the page on which a slip is given up keeps one answer for each. Nothing signed is checked
here. The same as ``static/js/campaign/board/kept.js``.
"""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.board.receipt_addresses import read_receipts
from voteapp.campaign.board.refusals import Refusal, decode_refusal
from voteapp.campaign.board.signing import Receipt
from voteapp.campaign.canonical import decode_strict
from voteapp.errors import ProtocolError
from voteapp.protocol.audit.structure import Structure
from voteapp.protocol.ballots import compute_ballot_hash, decode_ballot
from voteapp.protocol.encoding import hex_to_base64

Kept = Receipt | Refusal

_REFUSAL, _RECEIPT = b'"type":"voteapp-refusal"', b'"type":"voteapp-receipt"'


def read_kept(data: bytes) -> list[Kept]:
    """The receipts or refusals of a kept file, at least one.

    Raises ProtocolError ``receipt-encoding``, ``refusal-encoding``.
    """
    text = data.strip()
    # In an answer within another text these quotes are escaped; a refusal may hold a receipt.
    if _REFUSAL in text:
        return [decode_refusal(text)]
    if not text.startswith(b"{") or _RECEIPT in text:
        return [*read_receipts(text)]
    return [*_read_answers(text)]


def _read_answers(data: bytes) -> list[Refusal]:
    """The server's answers to somebody who gave a slip up: uuid -> a refusal's exact text."""
    code = "refusal-encoding"
    answers = decode_strict(data, dict[str, str], code, "the server's answers")
    if not answers:
        raise ProtocolError(code, "the file holds no answer")
    refusals = []
    for uuid, text in answers.items():
        refusal = decode_refusal(text.encode())
        if refusal.uuid != uuid or refusal.tracker is not None:
            raise ProtocolError(code, "an answer does not belong to the one who gave the slip up")
        refusals.append(refusal)
    return refusals


def pick_kept(kept: Sequence[Kept], uuid: str | None) -> Kept:
    """What is about the election ``uuid``; what stands alone is judged as it is.

    Raises ProtocolError ``receipt-election`` where there are several and none, or more than one,
    is about it.
    """
    own = [one for one in kept if one.uuid == uuid]
    if len(kept) > 1 and len(own) != 1:
        what = "nothing in it" if not own else "more than one receipt in it"
        raise ProtocolError("receipt-election", f"{what} is of this election")
    return own[0] if own else kept[0]


def find_commitment(structure: Structure, tracker: str) -> str | None:
    """What the ballot of a tracker was sealed as: the hash of all of it but its signature, which
    its phone showed before it was sent; worked out again. None where no ballot that can be read
    has this tracker."""
    for event in structure.of_kind("Ballot"):
        if event.payload is not None and hex_to_base64(event.payload) == tracker:
            try:
                ballot = decode_ballot(structure.fetch(event.payload) or b"")
            except ProtocolError:
                return None
            return compute_ballot_hash(ballot.without_signature())
    return None
