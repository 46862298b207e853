"""Notes that nobody wrote, that were left out, or that say nothing."""

from __future__ import annotations

import hashlib

from tests.forgeries.election.bench import pack, play, replace
from tests.forgeries.election.bundle_forgeries import forges
from voteapp.campaign.bundle.notes import Note
from voteapp.campaign.linked import compute_previous
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.signed import sign

FIRST, SECOND = "2026-11-30T09:00:00-08:00", "2026-12-01T09:00:00-08:00"


def noted() -> PlayedElection:
    """An honest election with two notes."""
    election = play("noted")[1]
    election.note("In the ER 5 slips were handed out, not 6.", FIRST)
    election.note("The list of the ICU was found.", SECOND)
    return election


def bend(which: int, /, key: bytes | None = None, **fields: object) -> bytes:
    """One note (from 1) with other fields, signed again; those after it follow it."""
    election = noted()
    chain: list[Note] = []
    for i, old in enumerate(election.evidence.notes, start=1):
        changed = replace(old, previous=compute_previous(chain), signature="")
        if i == which:
            changed = replace(changed, **fields)
        chain.append(sign(changed, key or election.server_key))
    election.replace(notes=chain)
    return pack(election)


@forges("note-signature")
def a_note_signed_by_somebody_else() -> bytes:
    return bend(0, key=hashlib.sha256(b"somebody").digest())


@forges("note-signature")
def a_note_changed_after_signing() -> bytes:
    election = noted()
    first, second = election.evidence.notes
    election.replace(notes=[first, replace(second, text="Another text.")])
    return pack(election)


@forges("note-chain")
def the_first_note_left_out() -> bytes:
    election = noted()
    election.replace(notes=election.evidence.notes[1:])
    return pack(election)


@forges("note-chain")
def a_note_numbered_twice() -> bytes:
    return bend(2, number=1)


@forges("note-chain")
def a_note_of_another_campaign() -> bytes:
    return bend(1, fingerprints=["A" * 43])


@forges("note-chain")
def a_note_that_names_an_election_too_many() -> bytes:
    own = noted().context.fingerprint
    return bend(2, fingerprints=[own, "A" * 43])


@forges("note-value")
def a_note_that_says_nothing() -> bytes:
    return bend(1, text="")


@forges("note-value")
def notes_that_go_back_in_time() -> bytes:
    return bend(2, at="2026-11-30T08:59:59-08:00")


@forges("note-value")
def a_note_of_no_day() -> bytes:
    return bend(2, at="2026-11-31T09:00:00-08:00")


@forges("evidence-encoding")
def a_note_by_nobody() -> bytes:
    return bend(2, role="employer")
