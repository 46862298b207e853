"""Evidence that is missing, from elsewhere, or changed; boards that were changed after signing."""

from __future__ import annotations

import hashlib

import msgspec

from tests.forgeries.election.bench import (
    edit,
    open_voting,
    pack,
    play,
    replace,
    resign,
)
from tests.forgeries.election.bundle_forgeries import forges
from tests.forgeries.workshop import GROUP, with_order_two
from tests.players.campaign.elections import NO, VOTES, YES, Workshop
from voteapp.campaign.bundle.evidence import encode_evidence
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.signed import compute_server_key, sign
from voteapp.protocol.encoding import hash_hex


@forges("evidence-missing")
def no_evidence() -> bytes:
    return pack(play()[1], evidence=None)


@forges("evidence-encoding")
def evidence_with_spaces() -> bytes:
    election = play()[1]
    return pack(election, evidence=encode_evidence(election.evidence).replace(b":", b": ", 1))


@forges("evidence-encoding")
def evidence_without_a_field() -> bytes:
    election = play()[1]
    return pack(
        election, evidence=edit(encode_evidence(election.evidence), lambda e: e.pop("plan"))
    )


@forges("evidence-election")
def evidence_of_another_election() -> bytes:
    return pack(play()[1], evidence=encode_evidence(play("other")[1].evidence))


@forges("evidence-election")
def evidence_with_another_fingerprint() -> bytes:
    election = play()[1]
    election.replace(fingerprint="A" * 43)
    return pack(election)


@forges("evidence-manifest")
def evidence_that_names_another_manifest() -> bytes:
    election = play()[1]
    election.replace(manifest="0" * 64)
    return pack(election)


@forges("head-election")
def a_head_of_another_election() -> bytes:
    election = play()[1]
    first, *others = election.evidence.heads
    election.replace(heads=[resign(election, first, uuid="AnotherUuid123"), *others])
    return pack(election)


@forges("head-signature")
def a_head_signed_by_somebody_else() -> bytes:
    election = play()[1]
    first, *others = election.evidence.heads
    forged = sign(replace(first, signature=""), hashlib.sha256(b"somebody").digest())
    election.replace(heads=[forged, *others])
    return pack(election)


@forges("head-signature")
def a_head_changed_after_signing() -> bytes:
    election = play()[1]
    first, *others = election.evidence.heads
    election.replace(heads=[replace(first, height=first.height - 1), *others])
    return pack(election)


@forges("head-sequence")
def a_batch_without_its_head() -> bytes:
    election = play()[1]
    election.replace(heads=election.evidence.heads[1:])
    return pack(election)


@forges("head-sequence")
def a_head_repeated() -> bytes:
    election = play()[1]
    first, *others = election.evidence.heads
    election.replace(heads=[first, first, *others])
    return pack(election)


@forges("head-sequence")
def two_heads_of_one_number() -> bytes:
    """Two histories beside each other, both signed: the second ends the batch later."""
    election = play()[1]
    first, *others = election.evidence.heads
    later = resign(election, first, height=first.height + 1, event="0" * 64)
    election.replace(heads=[first, later, *others])
    return pack(election)


@forges("head-sequence")
def heads_that_skip_a_number() -> bytes:
    """As after a restore, of which version 1 knows nothing."""
    _, election = open_voting("skipped")
    election.replace(heads=[resign(election, election.evidence.heads[0], batch=2)])
    return pack(election)


@forges("head-sequence")
def heads_that_begin_with_zero() -> bytes:
    _, election = open_voting("zero")
    election.replace(heads=[resign(election, election.evidence.heads[0], batch=0)])
    return pack(election)


@forges("head-sequence")
def a_batch_of_nothing() -> bytes:
    _, election = open_voting("nothing")
    (first,) = election.evidence.heads
    election.replace(heads=[first, resign(election, first, batch=2)])
    return pack(election)


@forges("head-event")
def a_final_head_while_voting_runs() -> bytes:
    _, election = open_voting("final")
    (first,) = election.evidence.heads
    end = resign(election, first, final=True, height=first.height + 1, event="0" * 64)
    election.replace(heads=[first, end])
    return pack(election)


@forges("head-event")
def a_head_of_what_is_not_there_yet() -> bytes:
    """A later state, or another history: the record ends before it."""
    _, election = open_voting("ahead")
    (first,) = election.evidence.heads
    ahead = resign(election, first, batch=2, height=first.height + 9, event="0" * 64)
    election.replace(heads=[first, ahead])
    return pack(election)


@forges("head-signature")
def a_head_that_only_some_libraries_believe() -> bytes:
    """R is moved by the point of order two: who multiplies by eight sees no difference."""
    election = play()[1]
    first, *others = election.evidence.heads
    fields = msgspec.to_builtins(first)
    del fields["signature"]
    signature = sign_beside(encode_canonical(fields), election.server_key)
    election.replace(heads=[replace(first, signature=signature), *others])
    return pack(election)


def sign_beside(message: bytes, private_key: bytes) -> str:
    """An Ed25519 signature (RFC 8032) by the holder of the key, whose R is not of prime order."""
    digest = hashlib.sha512(private_key).digest()
    key = int.from_bytes(digest[:32], "little") % 2**254 // 8 * 8 + 2**254
    first = bytes.fromhex(with_order_two(GROUP.encode(GROUP.base_power(12345))))[::-1]
    public = bytes.fromhex(compute_server_key(private_key))
    hashed = hashlib.sha512(first + public + message).digest()
    second = (12345 + int.from_bytes(hashed, "little") * key) % GROUP.order
    return (first + second.to_bytes(32, "little")).hex()


@forges("head-sequence")
def a_final_head_of_an_earlier_batch() -> bytes:
    election = play()[1]
    *others, last = election.evidence.heads
    election.replace(heads=[*others, resign(election, last, batch=1)])
    return pack(election)


@forges("head-event")
def a_ballot_exchanged_after_signing() -> bytes:
    workshop, election = open_voting("exchanged")
    again = workshop.open()
    *kept, _ = election.ballots
    again.seal([*kept, workshop.vote(again, 4, NO)])
    again.replace(heads=election.evidence.heads)
    return pack(again)


@forges("head-event")
def a_ballot_dropped_after_signing() -> bytes:
    workshop, election = open_voting("dropped")
    again = workshop.open()
    again.seal(election.ballots[:-1])
    again.replace(heads=election.evidence.heads)
    return pack(again)


@forges("head-event")
def a_head_that_does_not_end_a_batch() -> bytes:
    """Signed by the server itself, at EndBallots, as if that were a ballot."""
    _, election = play("not a ballot")
    *others, last, final = election.evidence.heads
    moved = resign(election, last, height=final.height, event=final.event)
    election.replace(heads=[*others, moved])
    return pack(election)


@forges("head-missing")
def ballots_that_no_head_covers() -> bytes:
    workshop, election = open_voting("uncovered")
    heads = election.evidence.heads
    election.seal([workshop.vote(election, 5, NO)])
    election.replace(heads=heads)
    return pack(election)


@forges("head-missing")
def a_closed_record_without_its_final_head() -> bytes:
    election = play()[1]
    election.replace(heads=election.evidence.heads[:-1])
    return pack(election)


def seal_as_given(election: PlayedElection, ballots: list[bytes]) -> None:
    """A batch in the given order, with a valid head."""
    for ballot in ballots:
        election.append("Ballot", [ballot])
        election.ballots.append(ballot)
    number = 1 + max((head.batch for head in election.evidence.heads), default=0)
    election._sign_head(number, final=False)


@forges("batch-order")
def a_batch_in_order_of_arrival() -> bytes:
    workshop = Workshop("arrival")
    election = workshop.open()
    ballots = [workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)]
    seal_as_given(election, sorted(ballots, key=hash_hex, reverse=True))
    election.close(workshop.slips())
    workshop.finish(election)
    return pack(election)


@forges("credential-reused")
def one_slip_used_twice() -> bytes:
    workshop = Workshop("twice")
    election = workshop.open()
    election.seal([workshop.vote(election, i, YES) for i in range(6)])
    election.seal([workshop.vote(election, 0, NO)])
    election.close(workshop.slips())
    workshop.finish(election)
    return pack(election)


@forges("credential-reused")
def one_slip_twice_in_a_batch() -> bytes:
    workshop = Workshop("revoter")
    election = workshop.open()
    ballots = [workshop.vote(election, i, YES) for i in range(6)]
    election.seal([*ballots, workshop.vote(election, 0, NO)])
    election.close(workshop.slips())
    workshop.finish(election)
    return pack(election)
