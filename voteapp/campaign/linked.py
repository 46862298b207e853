"""Chains of signed entries that all elections of a campaign share: amendments, notes.

docs/formats.md, "Evidence" (Amendments, Notes). Two entries with one number prove two histories.
"""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.signed import Signed
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import hash_hex


class Linked(Signed, frozen=True, kw_only=True):
    """An entry: ``number`` from 1, ``previous`` the hash of the one before (None: the first),
    ``fingerprints`` of all the campaign's elections, in the manifest's order."""

    fingerprints: list[str]
    number: int
    previous: str | None


def compute_previous(chain: Sequence[Linked]) -> str | None:
    """What the next entry names as the one before: its hash; None for the first."""
    return hash_hex(encode_canonical(chain[-1])) if chain else None


def check_link(
    before: Sequence[Linked], entry: Linked, place: int, elections: int, fingerprint: str, code: str
) -> None:
    """Number, hash of the one before, and the elections: all of the campaign, this one among them
    in its ``place`` (from 0). Raises ProtocolError(code)."""
    named = entry.fingerprints
    if entry.number != len(before) + 1 or entry.previous != compute_previous(before):
        raise ProtocolError(code, "an entry does not follow the one before")
    if len(named) != elections or len(set(named)) != len(named):
        raise ProtocolError(code, "an entry does not name every election once")
    if named[place] != fingerprint:
        raise ProtocolError(code, "an entry names another election in this one's place")
    if before and named != before[0].fingerprints:
        raise ProtocolError(code, "two entries name different elections")
