"""Chains of signed entries that all elections of a campaign share."""

from __future__ import annotations

from tests.players.campaign.elections import Workshop
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.linked import hash_beginnings
from voteapp.campaign.setup.amendments import Change
from voteapp.protocol.encoding import hash_hex

LATER = ["2026-11-29T20:00:00-08:00", "2026-11-30T20:00:00-08:00", "2026-12-01T20:00:00-08:00"]


def test_the_hashes_are_those_of_the_arrays_of_the_first_entries() -> None:
    election = Workshop("linked").open()
    for closes in LATER:
        election.amend(Change("closes", closes, "Täglich länger"), "2026-11-20T08:00:00-08:00")
    chain = election.evidence.amendments
    whole = [hash_hex(encode_canonical(chain[:i])) for i in range(len(LATER) + 1)]
    assert list(hash_beginnings(chain)) == whole
    assert list(hash_beginnings([])) == [hash_hex(b"[]")]
