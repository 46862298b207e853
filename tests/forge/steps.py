"""What happens in an honest election beside voting: changes, notes, voids, counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from tests.forge.plans import AFTER, BEFORE, GROUP, LATER, WHILE
from tests.support.randomness import RandomStream
from voteapp.campaign.board.voids import create_void
from voteapp.campaign.bundle.notes import create_note
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.setup.amendments import Change, check_amendments, create_amendment
from voteapp.campaign.signed import sign
from voteapp.campaign.slips.counts import SlipCount
from voteapp.protocol.credentials import compute_secret


def void(election: PlayedElection, public: str, slip: str, random: RandomStream) -> Any:
    """A slip given up by who holds it."""
    secret = compute_secret(GROUP, election.uuid, slip)
    return create_void(GROUP, election.context.fingerprint, public, secret, random)


def count(election: PlayedElection, leaves: Sequence[str]) -> list[SlipCount]:
    """Every slip was handed out."""
    made = [leaf for part in election.parts for leaf in part.leaves.values()]
    create: Callable[..., SlipCount] = partial(SlipCount, spoiled=0, returned=0)
    return [
        create(leaf=leaf, printed=made.count(leaf), handed_out=made.count(leaf))
        for leaf in sorted(leaves)
    ]


def change(election: PlayedElection, fingerprints: Sequence[str]) -> None:
    """A corrected number, a later closing and two notes, the same in all the campaign."""
    changes = [
        (Change("entitled", "8", "One was forgotten.", leaf="icu"), BEFORE),
        (Change("closes", "2026-11-29T20:00:00-08:00", "More time."), WHILE),
    ]
    for change, at in changes:
        before = election.evidence.amendments
        held = check_amendments(before, election.manifest, election.context.fingerprint)
        made = create_amendment(before, held, fingerprints, change, at)
        election.replace(amendments=[*before, sign(made, election.server_key)])
    for text, at in (("Six were handed out.", AFTER), ("A list was found.", LATER)):
        noted = election.evidence.notes
        note = create_note(noted, fingerprints, "committee", text, at)
        election.replace(notes=[*noted, sign(note, election.server_key)])
