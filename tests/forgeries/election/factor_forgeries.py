"""Threshold trustees who give the factor of something else than the election's tally."""

from __future__ import annotations

from tests.forgeries.election.bench import close, pack
from tests.forgeries.election.bundle_forgeries import forges
from tests.forgeries.election.threshold_forgeries import Held, agree, hold, open_election
from tests.players.campaign.elections import GROUP, NO, VOTES, YES, Stream, Workshop
from voteapp.campaign.bundle.evidence import StrongProofs
from voteapp.campaign.counting.strong_proofs import create_strong_proofs
from voteapp.campaign.counting.tallying import compute_tally, encode_owned_decryption
from voteapp.campaign.playing.election import PlayedElection
from voteapp.protocol.tally import PairMatrix, create_partial_decryption


def closed(held: Held, seed: str = "threshold lies") -> tuple[Workshop, PlayedElection]:
    """An election whose trustees 1 and 2 agreed to decrypt."""
    workshop, election = open_election(held, held.ceremony())
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    close(workshop, election)
    agree(held, election)
    return workshop, election


def decrypt_other(held: Held, election: PlayedElection, tally: PairMatrix) -> bytes:
    """Trustee 1 decrypts this, with both kinds of proof; trustee 2 the tally."""
    bound, share, random_bytes = election.decryption_context(1), held.shares[0], Stream("factor")
    decryption = create_partial_decryption(GROUP, bound.fingerprint, share, tally, random_bytes)
    proofs = create_strong_proofs(bound, share, tally, random_bytes)
    election.append("PartialDecryption", encode_owned_decryption(1, decryption))
    code = election.plan.groups[0].code
    election.replace(strong_proofs=[StrongProofs(group=code, owner=1, proofs=proofs)])
    election.decrypt(2, held.shares[1])
    return pack(election)


@forges("decryption-single-ballot")
def the_factor_of_a_single_ballot() -> bytes:
    held = hold()
    _, election = closed(held)
    ballot = compute_tally(election.context, election.ballots[:1])
    return decrypt_other(held, election, ballot.totals)


@forges("decryption-single-ballot")
def the_factor_of_the_last_ballot() -> bytes:
    held = hold()
    _, election = closed(held)
    ballot = compute_tally(election.context, election.ballots[-1:])
    return decrypt_other(held, election, ballot.totals)


@forges("decryption-older-tally")
def the_factor_of_an_older_tally() -> bytes:
    """All ballots but the last: with the final tally it shows the last voter's choice."""
    held = hold()
    _, election = closed(held)
    older = compute_tally(election.context, election.ballots[:-1])
    return decrypt_other(held, election, older.totals)


@forges("decryption-proof")
def the_factor_of_another_election_of_the_campaign() -> bytes:
    """The trustees' key is the same; the tally is the sibling's."""
    held = hold()
    _, election = closed(held)
    workshop = Workshop("the campaign's other election")
    workshop.public_keys, workshop.signing = [held.parameters], held.signing
    sibling = workshop.open()
    sibling.seal([workshop.vote(sibling, i, YES if i < 4 else NO) for i in range(6)])
    close(workshop, sibling)
    assert sibling.tally is not None and sibling.uuid != election.uuid
    return decrypt_other(held, election, sibling.tally.totals)


@forges("decryption-proof")
def a_whole_decryption_of_another_election() -> bytes:
    """What the trustee gave for the sibling, word for word."""
    held = hold()
    _, election = closed(held)
    workshop = Workshop("the campaign's other election")
    workshop.public_keys, workshop.signing = [held.parameters], held.signing
    sibling = workshop.open()
    sibling.seal([workshop.vote(sibling, i, YES if i < 4 else NO) for i in range(6)])
    close(workshop, sibling)
    sibling.decrypt(1, held.shares[0])
    given = sibling.evidence.strong_proofs[0]
    bound = sibling.decryption_context(1)
    decryption = create_partial_decryption(
        GROUP, bound.fingerprint, held.shares[0], sibling.tally.totals, Stream("sibling")
    )
    election.append("PartialDecryption", encode_owned_decryption(1, decryption))
    code = election.plan.groups[0].code
    election.replace(strong_proofs=[StrongProofs(group=code, owner=1, proofs=given.proofs)])
    election.decrypt(2, held.shares[1])
    return pack(election)
