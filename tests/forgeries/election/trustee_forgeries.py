"""Trustees who sign the wrong thing, too few of them, and factors that are not what they seem."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from tests.forgeries.election.bench import close, open_voting, pack, play, replace
from tests.forgeries.election.bundle_forgeries import forges
from tests.players.campaign.elections import GROUP, NO, VOTES, YES, Stream, Workshop
from voteapp.campaign.bundle.evidence import StrongProofs
from voteapp.campaign.counting.strong_proofs import create_strong_proofs
from voteapp.campaign.counting.tallying import encode_owned_decryption
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import create_statement
from voteapp.protocol.ballots import create_ballot, decode_ballot
from voteapp.protocol.encoding import hash_to_integer
from voteapp.protocol.keys.trustees import create_trustee_public_key
from voteapp.protocol.proofs import Proof
from voteapp.protocol.tally import (
    PartialDecryption,
    check_partial_decryption,
    create_partial_decryption,
)


def tallied(seed: str, trustees: int = 1) -> tuple[Workshop, PlayedElection]:
    workshop = Workshop(seed, trustees=trustees)
    election = workshop.open()
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    close(workshop, election)
    return workshop, election


def decrypt_all(workshop: Workshop, election: PlayedElection) -> bytes:
    for owner, key in enumerate(workshop.private_keys, 1):
        election.decrypt(owner, key)
    election.publish()
    return pack(election)


@forges("trustee-repeated")
def one_person_is_two_trustees() -> bytes:
    """Both proofs of knowledge are right: they are of one key."""
    workshop = Workshop("twice", trustees=2)
    key = workshop.private_keys[0]
    workshop.private_keys[1] = key
    workshop.public_keys[1] = create_trustee_public_key(GROUP, key, Stream("again"))
    election = workshop.open()
    election.seal([workshop.vote(election, i, VOTES[i]) for i in range(5)])
    return pack(election)


@forges("closing-statement-early")
def a_statement_before_the_end() -> bytes:
    _, finished = play("voting")
    _, election = open_voting("voting")
    election.replace(closing_statements=finished.evidence.closing_statements)
    return pack(election)


@forges("closing-statement-missing")
def decrypted_without_a_statement() -> bytes:
    workshop, election = tallied("unsigned")
    return decrypt_all(workshop, election)


@forges("closing-statement-missing")
def half_of_the_trustees_signed() -> bytes:
    workshop, election = tallied("half", trustees=2)
    election.agree(1, workshop.private_keys[0])
    return decrypt_all(workshop, election)


@forges("closing-statement-signer")
def a_statement_by_nobody() -> bytes:
    workshop, election = tallied("nobody")
    election.agree(1, workshop.private_keys[0])
    election.agree(2, workshop.private_keys[0])
    return decrypt_all(workshop, election)


@forges("closing-statement-second")
def one_trustee_signs_twice() -> bytes:
    workshop, election = tallied("again")
    election.agree(1, workshop.private_keys[0])
    election.agree(1, workshop.private_keys[0])
    return decrypt_all(workshop, election)


def sign_text(workshop: Workshop, election: PlayedElection, text: str) -> None:
    key, signer = workshop.private_keys[0], Signer("trustee", 1)
    statement = create_statement(GROUP, signer, key, text, workshop.random_bytes)
    election.replace(closing_statements=[statement])


@forges("closing-statement-text")
def another_plan_was_signed() -> bytes:
    workshop, election = tallied("plan")
    *before, _, frozen = election.closing_text.split("|")
    plan = hashlib.sha256(b"plan").hexdigest()
    sign_text(workshop, election, "|".join((*before, plan, frozen)))
    return decrypt_all(workshop, election)


@forges("closing-statement-text")
def another_end_of_voting_was_signed() -> bytes:
    workshop, election = tallied("end")
    prefix, fingerprint, _, *rest = election.closing_text.split("|")
    sign_text(workshop, election, "|".join((prefix, fingerprint, "0" * 64, *rest)))
    return decrypt_all(workshop, election)


@forges("closing-statement-signature")
def a_statement_signed_with_another_key() -> bytes:
    workshop, election = tallied("forged signature")
    election.agree(1, 12345)
    return decrypt_all(workshop, election)


def with_proofs(change: Any, trustees: int = 1) -> bytes:
    workshop = Workshop("strong", trustees=trustees)
    election = workshop.play(workshop.open(), VOTES)
    election.replace(strong_proofs=change(election.evidence.strong_proofs))
    return pack(election)


@forges("strong-proof-missing")
def no_strong_proofs() -> bytes:
    return with_proofs(lambda entries: [])


@forges("strong-proof-missing")
def one_of_two_trustees_proves_nothing() -> bytes:
    return with_proofs(lambda entries: entries[:1], trustees=2)


@forges("strong-proof-owner")
def strong_proofs_in_another_order() -> bytes:
    return with_proofs(lambda entries: entries[::-1], trustees=2)


@forges("strong-proof-owner")
def strong_proofs_twice() -> bytes:
    return with_proofs(lambda entries: [*entries, *entries])


@forges("strong-proof-shape")
def one_strong_proof_too_few() -> bytes:
    def change(entries: list[StrongProofs]) -> list[StrongProofs]:
        return [replace(entries[0], proofs=[entries[0].proofs[0][:-1]])]

    return with_proofs(change)


@forges("strong-proof-scalar")
def a_response_that_is_not_reduced() -> bytes:
    def change(entries: list[StrongProofs]) -> list[StrongProofs]:
        (row,) = entries[0].proofs
        response = str(int(row[0].response) + GROUP.order)
        proofs = [[Proof(row[0].challenge, response), *row[1:]]]
        return [replace(entries[0], proofs=proofs)]

    return with_proofs(change)


@forges("strong-proof-invalid")
def strong_proofs_of_exchanged_ciphertexts() -> bytes:
    def change(entries: list[StrongProofs]) -> list[StrongProofs]:
        (row,) = entries[0].proofs
        return [replace(entries[0], proofs=[[row[1], row[0], *row[2:]]])]

    return with_proofs(change)


@forges("strong-proof-invalid")
def the_formats_proofs_once_more() -> bytes:
    workshop = Workshop("format proofs")
    election = workshop.play(workshop.open(), VOTES)
    key, tally = workshop.private_keys[0], election.tally.totals
    decryption = create_partial_decryption(
        GROUP, election.context.fingerprint, key, tally, workshop.random_bytes
    )
    (entry,) = election.evidence.strong_proofs
    election.replace(strong_proofs=[replace(entry, proofs=decryption.decryption_proofs)])
    return pack(election)


@forges("strong-proof-invalid")
def strong_proofs_bound_to_another_state() -> bytes:
    workshop = Workshop("state")
    election = workshop.play(workshop.open(), VOTES)
    bound = election.decryption_context(1)._replace(parent="0" * 64)
    proofs = create_strong_proofs(
        bound, workshop.private_keys[0], election.tally.totals, workshop.random_bytes
    )
    (entry,) = election.evidence.strong_proofs
    election.replace(strong_proofs=[replace(entry, proofs=proofs)])
    return pack(election)


SHIFTS = (0, -1, 1)
"""What the lying trustee takes from blank, yes and no: one no becomes a yes."""


@forges("strong-proof-invalid")
def factors_moved_by_a_constant() -> bytes:
    """The format's proofs verify and the record alone is right, but the totals are moved.

    The format's challenge hashes neither ciphertext nor factor. The trustee fixes w, B and with
    them the challenge c before the last ballot; a friend casts it with randomness r = (b - δc)/w.
    """
    return move_factors()


def move_factors(respell: Callable[[bytes], bytes] = lambda ballot: ballot) -> bytes:
    """The same with the first ballot spelled otherwise."""
    workshop = Workshop("moved")
    election, key = workshop.open(), workshop.private_keys[0]
    proofs = vote_with_a_friend(workshop, election, key, respell)
    election.agree(1, key)
    decrypt_moved(workshop, election, proofs, key)
    election.publish()
    return pack(election)


def vote_with_a_friend(
    workshop: Workshop,
    election: PlayedElection,
    key: int,
    respell: Callable[[bytes], bytes] = lambda ballot: ballot,
) -> list[Proof]:
    """Six honest ballots, the friend's, closing and tally; returns trustee 1's false proofs."""
    first, *rest = [workshop.vote(election, i, YES if i < 3 else NO) for i in range(6)]
    election.seal([respell(first), *rest])
    election.ballots = [ballot.strip() for ballot in election.ballots]  # the player reads them
    proofs, exponents = [], []
    for place, shift in enumerate(SHIFTS):
        before = GROUP.product(
            GROUP.decode(decode_ballot(ballot).answers[0].choices[place].alpha)
            for ballot in election.ballots
        )
        w, b = (GROUP.random_scalar(workshop.random_bytes) for _ in range(2))
        first = GROUP.encode(GROUP.base_power(w))
        second = GROUP.multiply(GROUP.power(before, w), GROUP.base_power(b))
        public = GROUP.encode(GROUP.base_power(key))
        text = f"decrypt|{election.context.fingerprint}|{public}|{first},{GROUP.encode(second)}"
        c = hash_to_integer(text) % GROUP.order
        exponents.append((b - shift * c) * pow(w, -1, GROUP.order) % GROUP.order)
        proofs.append(Proof(str(c), str((w - key * c) % GROUP.order)))
    election.seal([_cast_with(workshop, election, exponents)])
    close(workshop, election)
    return proofs


def _cast_with(workshop: Workshop, election: PlayedElection, exponents: list[int]) -> bytes:
    """The friend's ballot; the first scalars that it draws are these exponents."""
    given = [exponent.to_bytes(64, "big") for exponent in exponents]

    def random_bytes(size: int) -> bytes:
        return given.pop(0) if given else workshop.random_bytes(size)

    return create_ballot(election.context, workshop.credentials[6], NO, random_bytes)


def decrypt_moved(
    workshop: Workshop, election: PlayedElection, proofs: list[Proof], key: int
) -> None:
    """Trustee 1's factors, each moved, with the proofs of before."""
    bound, totals = election.decryption_context(1), election.tally.totals
    factors = []
    for pair, shift in zip(totals[0], SHIFTS, strict=True):
        moved = GROUP.base_power(shift % GROUP.order) if shift else GROUP.neutral
        factors.append(GROUP.encode(GROUP.multiply(GROUP.power(pair.alpha, key), moved)))
    decryption = PartialDecryption([factors], [proofs])
    election.factors[1] = check_partial_decryption(
        GROUP, bound.fingerprint, bound.public_key, totals, decryption
    )
    election.append("PartialDecryption", encode_owned_decryption(1, decryption))
    strong = create_strong_proofs(bound, key, totals, workshop.random_bytes)
    entry = StrongProofs(group=election.plan.groups[0].code, owner=1, proofs=strong)
    election.replace(strong_proofs=[entry])
