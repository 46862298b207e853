"""Chains of signed entries that all elections of a campaign share: amendments, notes.

docs/formats.md, "Evidence" (Amendments, Notes). Two entries with one number prove two histories.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

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


def hash_beginnings(chain: Sequence[Linked]) -> Iterator[str]:
    """The hash of the array of none of the entries, of the first, of the first two, ... of all.

    Each entry is written once: of thousands, to write every array takes too long.
    """
    written = hashlib.sha256(b"[")
    for index in range(len(chain) + 1):
        if index:
            written.update(b"," * (index > 1) + encode_canonical(chain[index - 1]))
        whole = written.copy()
        whole.update(b"]")
        yield whole.hexdigest()


class Own(NamedTuple):
    """The election whose evidence it is: its ``place`` (from 0) among the campaign's, how many
    these are, its fingerprint."""

    place: int
    elections: int
    fingerprint: str


def check_link(chain: Sequence[Linked], index: int, own: Own, code: str) -> None:
    """The ``index``-th entry (from 0): number, hash of the one before, and the elections: all of
    the campaign, this one among them in its place. Raises ProtocolError(code).

    The chain is given whole: thousands of entries, each with a copy of those before, take long.
    """
    entry, before = chain[index], chain[index - 1 : index] if index else []
    named = entry.fingerprints
    if entry.number != index + 1 or entry.previous != compute_previous(before):
        raise ProtocolError(code, "an entry does not follow the one before")
    if len(named) != own.elections or len(set(named)) != len(named):
        raise ProtocolError(code, "an entry does not name every election once")
    if named[own.place] != own.fingerprint:
        raise ProtocolError(code, "an entry names another election in this one's place")
    if named != chain[0].fingerprints:
        raise ProtocolError(code, "two entries name different elections")
