"""Changes of opening, closing and numbers entitled that nobody may make, signed by the server."""

from __future__ import annotations

import hashlib

from tests.forgeries.election.bench import pack, play, replace, sign_again
from tests.forgeries.election.bundle_forgeries import forges
from voteapp.campaign.linked import compute_previous
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.setup.amendments import Amendment, Change
from voteapp.campaign.signed import sign

LATER = Change("closes", "2026-11-29T20:00:00-08:00", "More people want to vote.")
MORE = Change("entitled", "14", "Two members were forgotten.", leaf="icu")
BEFORE, WHILE = "2026-11-20T10:00:00-08:00", "2026-11-22T10:00:00-08:00"


def amended(*, upto: int = 2) -> PlayedElection:
    """An honest election with a corrected number before it opened and a later closing."""
    election = play("amended")[1]
    for change, at in ((MORE, BEFORE), (LATER, WHILE))[:upto]:
        election.amend(change, at)
    return sign_again(election)


def bend(which: int, /, key: bytes | None = None, **fields: object) -> bytes:
    """One amendment (from 1) with other fields, signed again; those after it follow it."""
    election = amended()
    chain: list[Amendment] = []
    for i, old in enumerate(election.evidence.amendments, start=1):
        changed = replace(old, previous=compute_previous(chain), signature="")
        if i == which:
            changed = replace(changed, **fields)
        chain.append(sign(changed, key or election.server_key))
    election.replace(amendments=chain)
    return pack(election)


@forges("amendment-signature")
def an_amendment_signed_by_somebody_else() -> bytes:
    return bend(0, key=hashlib.sha256(b"somebody").digest())


@forges("amendment-signature")
def an_amendment_changed_after_signing() -> bytes:
    election = amended(upto=1)
    (only,) = election.evidence.amendments
    election.replace(amendments=[replace(only, reason="Another reason.")])
    return pack(election)


@forges("amendment-chain")
def the_first_amendment_left_out() -> bytes:
    election = amended()
    election.replace(amendments=election.evidence.amendments[1:])
    return pack(election)


@forges("amendment-chain")
def an_amendment_that_names_another_before_it() -> bytes:
    return bend(2, previous="0" * 64)


@forges("amendment-chain")
def an_amendment_numbered_twice() -> bytes:
    return bend(2, number=1)


@forges("amendment-chain")
def an_amendment_of_another_campaign() -> bytes:
    return bend(1, fingerprints=["A" * 43])


@forges("amendment-chain")
def an_amendment_that_names_an_election_too_many() -> bytes:
    election = amended()
    own = election.context.fingerprint
    return bend(2, fingerprints=[own, "A" * 43])


@forges("amendment-value")
def an_amendment_of_what_was_not_in_force() -> bytes:
    return bend(2, old="2026-11-28T21:00:00-08:00")


@forges("amendment-value")
def an_amendment_that_changes_nothing() -> bytes:
    return bend(1, new="12")


@forges("amendment-value")
def an_amendment_without_a_reason() -> bytes:
    return bend(1, reason="")


@forges("amendment-value")
def a_number_entitled_changed_while_voting_ran() -> bytes:
    election = play("late number")[1]
    election.amend(MORE, BEFORE)
    (only,) = election.evidence.amendments
    late = replace(only, at=WHILE, signature="")
    election.replace(amendments=[sign(late, election.server_key)])
    return pack(election)


@forges("amendment-value")
def a_number_entitled_of_none() -> bytes:
    return bend(1, new="0")


@forges("amendment-value")
def a_number_entitled_written_oddly() -> bytes:
    return bend(1, new="014")


@forges("amendment-value")
def a_number_entitled_of_a_unit_that_does_not_exist() -> bytes:
    return bend(1, leaf="nowhere")


@forges("amendment-value")
def a_closing_of_one_unit() -> bytes:
    return bend(2, leaf="icu")


@forges("amendment-value")
def a_number_entitled_of_no_unit() -> bytes:
    return bend(1, leaf=None)


@forges("amendment-value")
def a_closing_moved_after_the_end() -> bytes:
    return bend(2, at="2026-11-28T20:00:01-08:00")


@forges("amendment-value")
def a_closing_in_the_past() -> bytes:
    return bend(2, new="2026-11-22T09:59:59-08:00")


@forges("amendment-value")
def an_opening_after_the_closing() -> bytes:
    election = amended(upto=0)
    election.amend(Change("opens", "2026-11-21T09:00:00-08:00", "Later."), BEFORE)
    (only,) = election.evidence.amendments
    moved = replace(only, new="2026-11-28T20:00:00-08:00", signature="")
    election.replace(amendments=[sign(moved, election.server_key)])
    return pack(election)


@forges("amendment-value")
def an_opening_in_the_past() -> bytes:
    election = amended(upto=0)
    election.amend(Change("opens", "2026-11-21T09:00:00-08:00", "Later."), BEFORE)
    (only,) = election.evidence.amendments
    moved = replace(only, new="2026-11-20T09:00:00-08:00", signature="")
    election.replace(amendments=[sign(moved, election.server_key)])
    return pack(election)


@forges("amendment-value")
def amendments_that_go_back_in_time() -> bytes:
    return bend(2, at="2026-11-20T09:00:00-08:00")
