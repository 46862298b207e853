"""Ballots in which one number of one proof is another; all the rest is as it was."""

from __future__ import annotations

import re

_RESPONSE = re.compile(rb'"response":"([0-9])')


def spoil_proof(ballot: bytes) -> bytes:
    """The ballot with another first digit in its first response, whatever that one is."""
    found = _RESPONSE.search(ballot)
    assert found is not None
    place, other = found.start(1), b"2" if found[1] == b"1" else b"1"
    return ballot[:place] + other + ballot[place + 1 :]
