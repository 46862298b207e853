"""Threshold trustees who lie: in the ceremony, in closing, in decrypting.

The ceremony is held without our own steps, which would refuse each of these lies.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.forgeries.election.bench import close, exchange_trustees, pack, replace
from tests.forgeries.election.bundle_forgeries import forges
from tests.forgeries.election.trustee_forgeries import decrypt_moved, vote_with_a_friend
from tests.players.campaign.elections import GROUP, VOTES, Stream, Workshop
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony.agreement import (
    Ceremony,
    Entry,
    compute_acknowledgement_text,
    compute_certs_hash,
    compute_commitments,
)
from voteapp.campaign.ceremony.messages import Acknowledgement, Commitment
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import create_statement
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.keys.certificates import check_certificates, create_certificate
from voteapp.protocol.keys.pedersen import (
    Polynomial,
    Voutput,
    compute_threshold_parameters,
    compute_vinputs,
    create_polynomial,
    create_voutput,
    open_vinput,
)
from voteapp.protocol.keys.pki import (
    SignedMessage,
    compute_private_keys,
    create_seed,
    create_signature,
)
from voteapp.protocol.keys.trustees import ThresholdParameters
from voteapp.protocol.proofs import Proof


class Held(NamedTuple):
    """What a ceremony left."""

    seeds: list[str]
    signing: list[int]
    shares: list[int]
    parameters: ThresholdParameters
    polynomials: list[Polynomial]
    voutputs: list[Voutput]

    def acknowledge(self, commitments: list[str]) -> list[Proof]:
        certs_hash = compute_certs_hash([self.parameters])
        text = compute_acknowledgement_text(certs_hash, commitments)
        return [create_signature(GROUP, key, text, Stream(f"ack {key}")) for key in self.signing]

    def ceremony(self) -> Ceremony:
        """What all said, honestly, step by step."""
        certs_hash = compute_certs_hash([self.parameters])
        listed = compute_commitments([self.parameters])
        signed = self.acknowledge(listed)
        said: dict[str, list[bytes]] = {
            "certificate": [encode_json(cert) for cert in self.parameters.certs],
            "commit": [
                encode_canonical(Commitment(index=i, certs_hash=certs_hash, commitment=value))
                for i, value in enumerate(listed, 1)
            ],
            "acknowledge": [
                encode_canonical(
                    Acknowledgement(
                        index=i, certs_hash=certs_hash, commitments=listed, signature=proof
                    )
                )
                for i, proof in enumerate(signed, 1)
            ],
            "reveal": [encode_json(polynomial) for polynomial in self.polynomials],
            "share": [encode_json(voutput) for voutput in self.voutputs],
        }
        entries = [
            Entry(trustee=trustee, step=step, message=data.decode())
            for step, messages in said.items()
            for trustee, data in enumerate(messages, 1)
        ]
        return Ceremony(
            certs_hash=certs_hash, commitments=listed, acknowledgements=signed, messages=entries
        )


def certify(seed: str, size: int, threshold: int, index: int) -> SignedMessage:
    return create_certificate(
        GROUP, seed, size=size, threshold=threshold, index=index, random_bytes=Stream(f"c{seed}")
    )


def hold(
    size: int = 3, threshold: int = 2, polynomials: str = "polynomials", wrong: int = 0
) -> Held:
    """Keys from always the same seeds; ``polynomials`` says with which randomness.

    ``wrong``: a trustee whose share is off by one, because a liar sent it so and it believed.
    """
    drawing = Stream("seeds")
    seeds = [create_seed(drawing) for _ in range(size)]
    signed = [certify(seed, size, threshold, index) for index, seed in enumerate(seeds, 1)]
    certs = check_certificates(GROUP, signed, threshold)
    random_bytes = Stream(polynomials)
    drawn = [create_polynomial(GROUP, seed, certs, random_bytes) for seed in seeds]
    opened = [
        open_vinput(GROUP, seed, certs, vinput)
        for seed, vinput in zip(seeds, compute_vinputs(drawn), strict=True)
    ]
    opened = [own._replace(share=own.share + (own.number == wrong)) for own in opened]
    voutputs = [
        create_voutput(GROUP, seed, certs, own, random_bytes)
        for seed, own in zip(seeds, opened, strict=True)
    ]
    parameters = compute_threshold_parameters(certs, drawn, voutputs)
    signing = [compute_private_keys(GROUP, seed).signing for seed in seeds]
    return Held(seeds, signing, [own.share for own in opened], parameters, drawn, voutputs)


def open_election(
    held: Held, ceremony: Ceremony, **fields: object
) -> tuple[Workshop, PlayedElection]:
    """``fields`` of the manifest are replaced."""
    workshop = Workshop("threshold lies", manifest_fields=fields)
    workshop.public_keys, workshop.signing = [held.parameters], held.signing
    election = workshop.open()
    election.replace(ceremony=ceremony)
    return workshop, election


def tallied(held: Held) -> tuple[Workshop, PlayedElection]:
    workshop, election = open_election(held, held.ceremony())
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    close(workshop, election)
    return workshop, election


def agree(held: Held, election: PlayedElection) -> None:
    """Everybody signs the closing."""
    for owner, key in enumerate(held.signing, 1):
        election.agree(owner, key)


def finish(held: Held, election: PlayedElection) -> bytes:
    for owner in (1, 2):
        election.decrypt(owner, held.shares[owner - 1])
    election.publish()
    return pack(election)


def honest() -> bytes:
    """A threshold election without a lie."""
    held = hold()
    _, election = tallied(held)
    agree(held, election)
    return finish(held, election)


@forges("ceremony-commitment")
def coefficients_that_differ_from_the_commitment() -> bytes:
    """All committed to some polynomials; trustees opened others and made their keys of them."""
    committed = compute_commitments([hold(polynomials="committed").parameters])
    held = hold()
    ceremony = held.ceremony()
    listed = [*ceremony.commitments[:2], committed[2]]
    bent = replace(ceremony, commitments=listed, acknowledgements=held.acknowledge(listed))
    return pack(open_election(held, bent)[1])


@forges("ceremony-acknowledgement")
def an_acknowledgement_of_another_list() -> bytes:
    held = hold()
    honest_one = held.ceremony()
    other = held.acknowledge(["0" * 64, *honest_one.commitments[1:]])
    given = honest_one.acknowledgements
    ceremony = replace(honest_one, acknowledgements=[given[0], other[1], given[2]])
    return pack(open_election(held, ceremony)[1])


@forges("ceremony-acknowledgement")
def a_missing_acknowledgement() -> bytes:
    held = hold()
    ceremony = held.ceremony()
    shorter = replace(ceremony, acknowledgements=ceremony.acknowledgements[:2])
    return pack(open_election(held, shorter)[1])


@forges("trustee-certificate")
def a_certificate_of_another_context() -> bytes:
    """Trustee 3's certificate is the one that it made for a ceremony of five."""
    held = hold()
    workshop, right = open_election(held, held.ceremony())
    foreign = certify(held.seeds[2], 5, 3, 3)
    changed = replace(held.parameters, certs=[*held.parameters.certs[:2], foreign])
    return pack(exchange_trustees(workshop, right, [changed]))


@forges("trustee-verification-key")
def a_share_that_its_owner_believed() -> bytes:
    """One trustee was sent a wrong share, did not check it, and published the key of it."""
    held = hold()
    return pack(
        exchange_trustees(*open_election(held, held.ceremony()), [hold(wrong=2).parameters])
    )


@forges("trustee-proof")
def a_threshold_key_without_proof() -> bytes:
    held = hold()
    first, *rest = held.parameters.verification_keys
    bare = replace(held.parameters, verification_keys=[replace(first, pok=Proof("1", "2")), *rest])
    return pack(exchange_trustees(*open_election(held, held.ceremony()), [bare]))


@forges("trustee-minority")
def half_of_the_trustees_can_decrypt() -> bytes:
    held = hold(4, 2)
    return pack(open_election(held, held.ceremony())[1])


@forges("closing-statement-second")
def a_second_statement_for_the_same_fingerprint() -> bytes:
    held = hold()
    _, election = tallied(held)
    agree(held, election)
    first, *others = election.evidence.closing_statements
    prefix, fingerprint, _, *rest = election.closing_text.split("|")
    text = "|".join((prefix, fingerprint, "0" * 64, *rest))
    second = create_statement(GROUP, Signer("trustee", 1), held.signing[0], text, Stream("2"))
    election.replace(closing_statements=[first, second, *others])
    return finish(held, election)


@forges("closing-statement-signature")
def a_statement_signed_with_the_share() -> bytes:
    held = hold()
    _, election = tallied(held)
    election.agree(1, held.shares[0])
    election.agree(2, held.signing[1])
    election.agree(3, held.signing[2])
    return finish(held, election)


@forges("strong-proof-invalid")
def a_threshold_factor_moved_by_a_constant() -> bytes:
    """As in ``factors_moved_by_a_constant``, by one of the two who decrypt."""
    return decrypt_with_a_moved_factor(2)


@forges("strong-proof-invalid")
def a_moved_factor_beside_two_right_ones() -> bytes:
    """The three do not fit together; the strong proofs say whose factor is the wrong one."""
    return decrypt_with_a_moved_factor(2, 3)


def decrypt_with_a_moved_factor(*others: int) -> bytes:
    """Trustee 1 moves its factors; ``others`` decrypt after it, rightly."""
    held = hold()
    workshop, election = open_election(held, held.ceremony())
    proofs = vote_with_a_friend(workshop, election, held.shares[0])
    agree(held, election)
    decrypt_moved(workshop, election, proofs, held.shares[0])
    for owner in others:
        election.decrypt(owner, held.shares[owner - 1])
    election.publish()
    return pack(election)
