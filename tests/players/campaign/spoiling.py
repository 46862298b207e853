"""Ballots in which one number of one proof is another; all the rest is as it was."""

from __future__ import annotations

import re

from voteapp.protocol.ballots import decode_ballot, sign_ballot
from voteapp.protocol.election import ElectionContext
from voteapp.protocol.encoding import RandomBytes

_RESPONSE = re.compile(rb'"response":"([0-9])')


def spoil_proof(ballot: bytes, part: str = "") -> bytes:
    """The ballot with another first digit in its first response, or in the first one behind the
    name of a part of it, whatever that one is."""
    found = _RESPONSE.search(ballot, ballot.index(part.encode()))
    assert found is not None
    place, other = found.start(1), b"2" if found[1] == b"1" else b"1"
    return ballot[:place] + other + ballot[place + 1 :]


def spoil_signed(
    context: ElectionContext, credential: str, ballot: bytes, part: str, random_bytes: RandomBytes
) -> bytes:
    """The ballot with another number in that part (``individual_proofs``, ``overall_proof``,
    ``blank_proof``), signed again by its own credential: only that proof is wrong."""
    spoiled = decode_ballot(spoil_proof(ballot, part)).without_signature()
    return sign_ballot(context, credential, spoiled, random_bytes)
