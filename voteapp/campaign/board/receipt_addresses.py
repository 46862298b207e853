"""A receipt as an address: what its square code and its print hold.

docs/formats.md, "Receipt and head". The receipt stands behind the ``#``, which no browser sends:
the page that opens reads it there.
"""

from __future__ import annotations

import base64
import binascii
import re

from voteapp.campaign.board.signing import Receipt, decode_receipt
from voteapp.campaign.canonical import encode_canonical
from voteapp.errors import ProtocolError

_PARTS = re.compile(
    rb"1\.([1-9A-HJ-NP-Za-km-z]{14,64})\.([1-9][0-9]{0,9})"
    rb"\.([\w-]{43})\.([\w-]{43})\.([\w-]{43})\.([\w-]{86})",
    re.ASCII,
)
_LONGEST_ADDRESS = 4096
_PAGE = b"/check#"


def write_fragment(receipt: Receipt) -> str:
    """What stands behind the ``#``: a version, uuid, batch, fingerprint, tracker, credential and
    signature, with points between."""
    hashes = [text.translate(_TO_URL) for text in (receipt.fingerprint, receipt.tracker)]
    numbers = [_shorten(bytes.fromhex(text)) for text in (receipt.credential, receipt.signature)]
    return ".".join(["1", receipt.uuid, str(receipt.batch), *hashes, *numbers])


def read_receipts(data: bytes) -> list[Receipt]:
    """The receipts of a kept text, at least one: each of its addresses; or what ``read_receipt``
    reads. Signatures are not checked. Raises ProtocolError ``receipt-encoding``."""
    words = data.split()
    if data.strip().startswith(b"{") or len(words) < 2:
        return [read_receipt(data)]
    addresses = [word for word in words if _PAGE in word]
    if not addresses:
        raise ProtocolError("receipt-encoding", "no receipt's address stands in it")
    return [read_receipt(word) for word in addresses]


def read_receipt(data: bytes) -> Receipt:
    """A receipt from its JSON, its address or what stands behind the address's ``#``.

    The signature is not checked. Raises ProtocolError ``receipt-encoding``.
    """
    text = data.strip()
    if text.startswith(b"{"):
        return decode_receipt(text)
    match = _PARTS.fullmatch(text.rpartition(b"#")[2]) if len(text) <= _LONGEST_ADDRESS else None
    if match is None:
        raise ProtocolError("receipt-encoding", "this is neither a receipt nor its address")
    uuid, batch, *others = (part.decode() for part in match.groups())
    fingerprint, tracker = (text.translate(_FROM_URL) for text in others[:2])
    credential, signature = (_lengthen(text).hex() for text in others[2:])
    receipt = Receipt(
        uuid=uuid,
        fingerprint=fingerprint,
        tracker=tracker,
        credential=credential,
        batch=int(batch),
        signature=signature,
    )
    return decode_receipt(encode_canonical(receipt))


_TO_URL = str.maketrans("+/", "-_")
_FROM_URL = str.maketrans("-_", "+/")


def _shorten(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _lengthen(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    try:
        data = base64.b64decode(padded, altchars=b"-_", validate=True)
    except binascii.Error:
        raise ProtocolError("receipt-encoding", "a part of the address is no base64") from None
    if _shorten(data) != text:
        raise ProtocolError("receipt-encoding", "a part of the address is not written as it must")
    return data
