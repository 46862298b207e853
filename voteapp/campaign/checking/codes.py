"""The two codes of a check: the commitment before the choice to check, and what opens it.

PAPER, "Check instead of send"; docs/formats.md, "Checking a ballot". Both are data, never an
address. The same as ``static/js/campaign/checking/codes.js``.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from typing import NamedTuple

from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import BASE58

FIRST = "voteapp-commitment"
SECOND = "voteapp-opened"

_HASH = re.compile(r"[A-Za-z0-9+/]{43}\Z")
_OPENED = re.compile(
    rf"([{BASE58}]{{14,64}})\|([0-9a-f]{{64}})\|([0-9a-f]{{64}})\|([0-9a-f]+)\Z", re.ASCII
)


class Opened(NamedTuple):
    """What opens a commitment: uuid, public credential (64 hex), seed (32 bytes), and the choices:
    all rows' zeros and ones in hex, four to a digit, zeros behind the last."""

    uuid: str
    credential: str
    seed: bytes
    choices: str


def is_commitment(text: str) -> bool:
    """Whether the text has the form of a hash in base64: 43 characters that stand for 32 bytes."""
    if not _HASH.match(text):
        return False
    try:
        digest = base64.b64decode(text + "=", validate=True)
    except binascii.Error:
        return False
    return base64.b64encode(digest).decode().rstrip("=") == text


def write_commitment(digest: str) -> str:
    """The first code of a ballot's hash (base64, 43 characters)."""
    return f"{FIRST}|{digest}"


def read_commitment(text: str) -> str:
    """The hash in a first code. Raises ProtocolError as ``read_code``, and ``check-order`` for a
    second one."""
    found = read_code(text)
    if isinstance(found, Opened):
        raise ProtocolError("check-order", "this is the second code; the first one comes first")
    return found


def write_opened(opened: Opened) -> str:
    """The second code."""
    seed = opened.seed.hex()
    return f"{SECOND}|{opened.uuid}|{opened.credential}|{seed}|{opened.choices}"


def read_opened(text: str) -> Opened:
    """What a second code holds. Raises ProtocolError as ``read_code``, and ``check-order`` for a
    first one."""
    found = read_code(text)
    if not isinstance(found, Opened):
        raise ProtocolError("check-order", "this is a first code; the second one comes now")
    return found


def read_code(text: str) -> str | Opened:
    """The hash of a first code, or what a second one holds.

    Raises ProtocolError ``check-code`` (a code of something else) or ``check-half`` (one of these
    codes, but not whole).
    """
    whole = text.strip(" \t\r\n")
    name, _bar, rest = whole.partition("|")
    if name == FIRST and is_commitment(rest):
        return rest
    match = _OPENED.match(rest) if name == SECOND else None
    if match is not None:
        return Opened(match[1], match[2], bytes.fromhex(match[3]), match[4])
    begins = whole[: len(SECOND)]
    if name in (FIRST, SECOND) or begins in (FIRST[: len(begins)], SECOND[: len(begins)]):
        raise ProtocolError("check-half", "this code of a check is not whole")
    raise ProtocolError("check-code", "this is no code of a check")


def pack_choices(choices: Sequence[Sequence[int]]) -> str:
    """Rows of zeros and ones as a second code holds them."""
    bits = "".join(str(one) for row in choices for one in row)
    padded = bits + "0" * (-len(bits) % 4)
    return "".join(f"{int(padded[i : i + 4], 2):x}" for i in range(0, len(padded), 4))


def unpack_choices(packed: str, widths: Sequence[int]) -> list[list[int]]:
    """The rows again, of questions with so many choices each. Raises ProtocolError
    ``check-choices`` where these do not fit."""
    total = sum(widths)
    bits = "".join(f"{int(digit, 16):04b}" for digit in packed)
    if len(bits) != total + -total % 4 or "1" in bits[total:]:
        raise ProtocolError("check-choices", "the choices do not have the questions' shape")
    rows, place = [], 0
    for width in widths:
        rows.append([int(bit) for bit in bits[place : place + width]])
        place += width
    return rows
