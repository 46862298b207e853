"""Ballots: made in the phone, checked by the server, the auditor and anyone.

Belenios specification, sections "Ballots" and "Signatures".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.credentials import compute_public_credential, compute_secret
from voteapp.protocol.election import ElectionContext
from voteapp.protocol.encoding import RandomBytes, decode_canonical, encode_json, hash_base64
from voteapp.protocol.kinds import kind_of
from voteapp.protocol.proofs import (
    Ciphertext,
    Pair,
    Proof,
    check_knowledge,
    create_knowledge,
    decode_ciphertext,
)
from voteapp.protocol.questions import Answer


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The hash of the ballot without its signature, and a proof of the credential's secret."""

    hash: str
    proof: Proof


class UnsignedBallot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``ballot`` without its signature: the bytes that are hashed and signed."""

    election_uuid: str
    election_hash: str
    credential: str
    answers: list[Answer]


class Ballot(UnsignedBallot, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``ballot`` as it stands in the record."""

    signature: Signature

    def without_signature(self) -> UnsignedBallot:
        """What the signature signs."""
        return UnsignedBallot(
            election_uuid=self.election_uuid,
            election_hash=self.election_hash,
            credential=self.credential,
            answers=self.answers,
        )


class CheckedBallot(NamedTuple):
    """A ballot whose every proof holds, with its decoded ciphertexts by question."""

    ballot: Ballot
    pairs: list[list[Pair]]


def compute_tracker(data: bytes) -> str:
    """The ballot tracker: SHA-256 of the ballot's bytes in base64 without padding."""
    return hash_base64(data)


def create_ballot(
    context: ElectionContext,
    credential: str,
    choices: Sequence[Sequence[int]],
    random_bytes: RandomBytes,
) -> bytes:
    """Encrypt, prove and sign a vote; ``choices`` has a row of zeros and ones a question.

    Raises MisuseError for choices that the questions do not allow.
    """
    public = compute_public_credential(context.group, context.election.uuid, credential)
    unsigned = create_unsigned(context, public, choices, random_bytes)
    return sign_ballot(context, credential, unsigned, random_bytes)


def create_unsigned(
    context: ElectionContext,
    public_credential: str,
    choices: Sequence[Sequence[int]],
    random_bytes: RandomBytes,
) -> UnsignedBallot:
    """Encrypt and prove a vote for the holder of a public credential (64 hex), as
    ``create_ballot`` does. Raises MisuseError."""
    election = context.election
    if len(choices) != len(election.questions):
        raise MisuseError("there must be one row of choices for each question")
    answers = [
        kind_of(question).create_answer(
            context.group,
            context.public_key,
            question,
            row,
            f"{context.fingerprint}|{public_credential}",
            random_bytes,
        )
        for question, row in zip(election.questions, choices, strict=True)
    ]
    return UnsignedBallot(
        election_uuid=election.uuid,
        election_hash=context.fingerprint,
        credential=public_credential,
        answers=answers,
    )


def compute_ballot_hash(unsigned: UnsignedBallot) -> str:
    """What a ballot's signature signs, known before it is signed: SHA-256 of all else in the
    ballot, in base64 without padding."""
    return hash_base64(encode_json(unsigned))


def sign_ballot(
    context: ElectionContext, credential: str, unsigned: UnsignedBallot, random_bytes: RandomBytes
) -> bytes:
    """The ballot's bytes; of the randomness only the nonce of the signature is drawn."""
    secret = compute_secret(context.group, context.election.uuid, credential)
    digest = compute_ballot_hash(unsigned)
    proof = create_knowledge(context.group, f"sig|{digest}", secret, random_bytes)
    return encode_json(
        Ballot(
            election_uuid=unsigned.election_uuid,
            election_hash=unsigned.election_hash,
            credential=unsigned.credential,
            answers=unsigned.answers,
            signature=Signature(digest, proof),
        )
    )


def decode_ballot(data: bytes) -> Ballot:
    """Read a ballot in canonical form; raises ProtocolError ``ballot-encoding``."""
    return decode_canonical(data, Ballot, "ballot-encoding", "the ballot")


def check_ballot_header(context: ElectionContext, ballot: Ballot) -> None:
    """Right election, right shape; raises ``ballot-election`` or ``ballot-shape``."""
    if (ballot.election_uuid, ballot.election_hash) != (
        context.election.uuid,
        context.fingerprint,
    ):
        raise ProtocolError("ballot-election", "the ballot is for another election")
    if len(ballot.answers) != len(context.election.questions):
        raise ProtocolError("ballot-shape", "the ballot has the wrong number of answers")
    for question, answer in zip(context.election.questions, ballot.answers, strict=True):
        kind_of(question).check_shape(question, answer)


def list_ciphertexts(context: ElectionContext, ballot: Ballot) -> list[Sequence[Ciphertext]]:
    """What every answer adds to the tally, of a ballot that has as many as there are questions."""
    return [
        kind_of(question).list_ciphertexts(answer)
        for question, answer in zip(context.election.questions, ballot.answers, strict=True)
    ]


def decode_pairs(context: ElectionContext, ballot: Ballot) -> list[list[Pair]]:
    """Decode every ciphertext of such a ballot; raises ProtocolError ``ballot-element``."""
    try:
        return [
            [decode_ciphertext(context.group, one) for one in row]
            for row in list_ciphertexts(context, ballot)
        ]
    except ProtocolError as error:
        raise ProtocolError("ballot-element", error.message) from None


def check_scalars(context: ElectionContext, ballot: Ballot) -> None:
    """Check the form of every number before anything is computed: ``ballot-scalar``."""
    proofs = [ballot.signature.proof]
    for question, answer in zip(context.election.questions, ballot.answers, strict=True):
        proofs += kind_of(question).list_proofs(answer)
    try:
        for proof in proofs:
            context.group.decode_scalar(proof.challenge)
            context.group.decode_scalar(proof.response)
    except ProtocolError as error:
        raise ProtocolError("ballot-scalar", error.message) from None


def check_signature(context: ElectionContext, ballot: Ballot) -> None:
    """Check hash and proof: ``ballot-signature``, or ``ballot-element`` for the credential."""
    unsigned = encode_json(ballot.without_signature())
    if ballot.signature.hash != hash_base64(unsigned):
        raise ProtocolError("ballot-signature", "the signed hash is not the ballot's")
    try:
        public = context.group.decode(ballot.credential)
    except ProtocolError as error:
        raise ProtocolError("ballot-element", error.message) from None
    check_knowledge(
        context.group,
        f"sig|{ballot.signature.hash}",
        public,
        ballot.signature.proof,
        "ballot-signature",
    )


def check_proofs(context: ElectionContext, ballot: Ballot, pairs: Sequence[Sequence[Pair]]) -> None:
    """Check the proofs of every answer; raises ``ballot-*-proof``."""
    prefix = f"{context.fingerprint}|{ballot.credential}"
    for question, answer, row in zip(
        context.election.questions, ballot.answers, pairs, strict=True
    ):
        kind_of(question).check_answer(
            context.group, context.public_key, question, answer, row, prefix
        )


def check_ballot(
    context: ElectionContext, data: bytes, weights: Mapping[str, int] | None
) -> CheckedBallot:
    """Check a ballot wholly, cheapest first; stops at the first failure.

    ``weights``: the listed public credentials, or None where the caller has checked that.
    Raises ProtocolError with a ``ballot-`` code.
    """
    ballot = decode_ballot(data)
    check_ballot_header(context, ballot)
    if weights is not None and ballot.credential not in weights:
        raise ProtocolError("ballot-credential", "the ballot's credential is not listed")
    pairs = decode_pairs(context, ballot)
    check_scalars(context, ballot)
    check_signature(context, ballot)
    check_proofs(context, ballot, pairs)
    return CheckedBallot(ballot, pairs)
