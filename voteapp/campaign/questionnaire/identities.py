"""Identities of parts, questions and answers: they stay when a thing is moved or reworded."""

from __future__ import annotations

import re
from collections.abc import Callable

from voteapp.campaign.slips.tokens import ALPHABET
from voteapp.protocol.encoding import RandomBytes

LENGTH_OF_ID = 8

CreateId = Callable[[], str]
"""Gives an identity that it never gave before."""

_ID = re.compile(rf"[{ALPHABET}]{{{LENGTH_OF_ID}}}\Z")


def create_id(random_bytes: RandomBytes) -> str:
    """Draw an identity: 8 bytes, each mod 32, in the alphabet of tokens."""
    return "".join(ALPHABET[byte % 32] for byte in random_bytes(LENGTH_OF_ID))


def is_id(text: str) -> bool:
    """Whether a text has the form of an identity."""
    return _ID.match(text) is not None
