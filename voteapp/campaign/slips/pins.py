"""The pin: the sixth group of a slip's code, which ties the paper to one set-up and one leaf.

PAPER, "Pin"; docs/formats.md, "Pin". It is keyed by the token, which the server never knows:
whoever makes a second set-up cannot look for one that has the same pins.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from voteapp.campaign.slips.tokens import (
    ALPHABET,
    LENGTH,
    TokenError,
    check_token,
    format_token,
    read_characters,
)

PIN_LENGTH = 5
CODE_LENGTH = LENGTH + PIN_LENGTH


class SlipCode(NamedTuple):
    """What stands on a slip: the token, 25 characters, and the pin, 5."""

    token: str
    pin: str

    @property
    def text(self) -> str:
        """The thirty characters, as the square code holds them."""
        return self.token + self.pin


def compute_pin(token: str, fingerprints: Sequence[str], leaf: str) -> str:
    """The pin of a slip: ``token`` normalized, the fingerprints of the campaign's elections in the
    manifest's order, the code of the slip's leaf.

    The first 25 bits, five a character, of HMAC-SHA-256 over ``voteapp-pin|``, the fingerprints and
    the leaf, each after a ``|``; its key is SHA-256 of ``voteapp-pin|`` and the token.
    """
    return _shorten(_begin(token, fingerprints), leaf)


def find_leaves(code: SlipCode, fingerprints: Sequence[str], leaves: Iterable[str]) -> list[str]:
    """Which of these leaves the code can belong to, in their order.

    None where the slip was printed for another set-up (or one character of the pin is mistyped);
    two fit by chance about once in 2^25 pairs.
    """
    begun = _begin(code.token, fingerprints)
    return [leaf for leaf in leaves if _shorten(begun, leaf) == code.pin]


def read_slip_code(text: str) -> SlipCode:
    """Read what a person typed, scanned or pasted, the whole address as well.

    What does not matter in a token does not matter here. Raises TokenError, which names the first
    character that cannot be; whether the pin fits is another question (``find_leaves``).
    """
    characters = read_characters(text)
    if len(characters) != CODE_LENGTH:
        found = len(characters)
        raise TokenError(f"A slip's code has {CODE_LENGTH} characters; this has {found}.")
    check_token(characters[:LENGTH])
    return SlipCode(characters[:LENGTH], characters[LENGTH:])


def format_slip_code(code: SlipCode) -> str:
    """Six groups of five, for people."""
    return format_token(code.text)


def _begin(token: str, fingerprints: Sequence[str]) -> hmac.HMAC:
    key = hashlib.sha256(f"voteapp-pin|{token}".encode("ascii")).digest()
    message = "".join(["voteapp-pin", *(f"|{one}" for one in fingerprints)])
    return hmac.new(key, message.encode("ascii"), hashlib.sha256)


def _shorten(begun: hmac.HMAC, leaf: str) -> str:
    """The pin, once the leaf is added to what was begun."""
    whole = begun.copy()
    whole.update(f"|{leaf}".encode("ascii"))
    bits = int.from_bytes(whole.digest()[:4], "big") >> 7
    return "".join(ALPHABET[bits >> 5 * i & 31] for i in reversed(range(PIN_LENGTH)))
