"""Zero-knowledge proofs: knowledge, membership in an interval, possibly-blank votes, equality.

Belenios specification, sections "Proofs of interval membership", "Proofs of possibly-blank
votes", "Verification keys", "Signatures" and "Partial decryptions". Every disjunctive proof of
the protocol has one form, built and checked by one pair of functions: a list of branches, each
claiming that a ciphertext encrypts a given number, one of which is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import RandomBytes, hash_to_integer
from voteapp.protocol.group import Element, Group


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A (challenge, response) pair, both decimal scalars."""

    challenge: str
    response: str


class Ciphertext(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An ElGamal ciphertext as it stands in the record: two elements in hex."""

    alpha: str
    beta: str


class Pair(NamedTuple):
    """A decoded ciphertext: (g^r, y^r·g^m)."""

    alpha: Element
    beta: Element


class Branch(NamedTuple):
    """The claim that ``pair`` encrypts ``value`` under the election's key."""

    pair: Pair
    value: int


def decode_ciphertext(group: Group, ciphertext: Ciphertext, *, allow_neutral: bool = False) -> Pair:
    """Decode both elements; raises ProtocolError ``element``."""
    return Pair(
        group.decode(ciphertext.alpha, allow_neutral=allow_neutral),
        group.decode(ciphertext.beta, allow_neutral=allow_neutral),
    )


def encode_ciphertext(group: Group, pair: Pair) -> Ciphertext:
    """Write both elements as the record does."""
    return Ciphertext(group.encode(pair.alpha), group.encode(pair.beta))


def encrypt(group: Group, public_key: Element, exponent: int, value: int) -> Pair:
    """``(g^r, y^r·g^m)``; r is secret."""
    alpha = group.base_power(exponent)
    shared = group.power(public_key, exponent)
    return Pair(alpha, group.multiply(shared, group.generator_power(value)) if value else shared)


def multiply_pairs(group: Group, pairs: Sequence[Pair]) -> Pair:
    """The pointwise product: it encrypts the sum."""
    return Pair(
        group.product(pair.alpha for pair in pairs), group.product(pair.beta for pair in pairs)
    )


def _challenge_text(
    group: Group, prefix: str, commitments: Sequence[tuple[Element, Element]]
) -> str:
    encode = group.encode
    return prefix + "|" + ",".join(f"{encode(a)},{encode(b)}" for a, b in commitments)


def create_disjunction(
    group: Group,
    public_key: Element,
    prefix: str,
    branches: Sequence[Branch],
    true_index: int,
    exponent: int,
    random_bytes: RandomBytes,
) -> list[Proof]:
    """Prove that one branch holds without saying which.

    ``prefix`` is all that the challenge hashes before the commitments; ``exponent`` is the
    randomness of the true branch's ciphertext. For each false branch in order a challenge and a
    response are drawn, then the nonce of the true one.
    """
    if not 0 <= true_index < len(branches):
        raise MisuseError("no branch of the proof is true")
    challenges = [0] * len(branches)
    responses = [0] * len(branches)
    commitments: list[tuple[Element, Element]] = [(group.neutral, group.neutral)] * len(branches)
    for index, branch in enumerate(branches):
        if index == true_index:
            continue
        challenges[index] = group.random_scalar(random_bytes)
        responses[index] = group.random_scalar(random_bytes)
        commitments[index] = _simulate(
            group, public_key, branch, challenges[index], responses[index]
        )
    nonce = group.random_scalar(random_bytes)
    commitments[true_index] = (group.base_power(nonce), group.power(public_key, nonce))
    total = hash_to_integer(_challenge_text(group, prefix, commitments))
    challenges[true_index] = (total - sum(challenges)) % group.order
    responses[true_index] = (nonce - exponent * challenges[true_index]) % group.order
    return [
        Proof(group.encode_scalar(c), group.encode_scalar(r))
        for c, r in zip(challenges, responses, strict=True)
    ]


def _simulate(
    group: Group, public_key: Element, branch: Branch, challenge: int, response: int
) -> tuple[Element, Element]:
    """A false branch's commitments. Constant time: which branch is false is the choice."""
    beta = branch.pair.beta
    beta = group.divide(beta, group.generator_power(branch.value))
    return (
        group.multiply(group.base_power(response), group.power(branch.pair.alpha, challenge)),
        group.multiply(group.power(public_key, response), group.power(beta, challenge)),
    )


def check_disjunction(
    group: Group,
    public_key: Element,
    prefix: str,
    branches: Sequence[Branch],
    proofs: Sequence[Proof],
    code: str,
) -> None:
    """Check a proof made by ``create_disjunction``; raises ProtocolError with ``code``.

    Raises ProtocolError ``scalar`` for numbers that are not canonical exponents.
    """
    if len(proofs) != len(branches):
        raise ProtocolError(code, "a proof has the wrong number of parts")
    total = 0
    commitments = []
    for branch, proof in zip(branches, proofs, strict=True):
        challenge = group.decode_scalar(proof.challenge)
        response = group.decode_scalar(proof.response)
        beta = branch.pair.beta
        if branch.value:
            beta = group.divide(beta, group.generator_power(branch.value))
        commitments.append(
            (
                group.commit(response, branch.pair.alpha, challenge),
                group.commit_pair(public_key, response, beta, challenge),
            )
        )
        total += challenge
    expected = hash_to_integer(_challenge_text(group, prefix, commitments))
    if (expected - total) % group.order:
        raise ProtocolError(code, "a proof does not verify")


def create_knowledge(group: Group, prefix: str, secret: int, random_bytes: RandomBytes) -> Proof:
    """A Schnorr proof of knowledge of ``secret``; the challenge hashes ``prefix|A``."""
    nonce = group.random_scalar(random_bytes)
    commitment = group.encode(group.base_power(nonce))
    challenge = hash_to_integer(f"{prefix}|{commitment}") % group.order
    response = (nonce - secret * challenge) % group.order
    return Proof(group.encode_scalar(challenge), group.encode_scalar(response))


def check_knowledge(group: Group, prefix: str, public: Element, proof: Proof, code: str) -> None:
    """Check ``create_knowledge``; raises ProtocolError with ``code`` (or ``scalar``)."""
    challenge = group.decode_scalar(proof.challenge)
    response = group.decode_scalar(proof.response)
    commitment = group.encode(group.commit(response, public, challenge))
    if hash_to_integer(f"{prefix}|{commitment}") % group.order != challenge:
        raise ProtocolError(code, "a proof of knowledge or signature does not verify")


def create_equality(group: Group, prefix: str, base: Element, secret: int, nonce: int) -> Proof:
    """Prove that ``g^x`` and ``base^x`` have one x; the challenge hashes ``prefix|A,B``.

    The hash is SHA-256, as for the format's decryption proofs.
    """
    first = group.encode(group.base_power(nonce))
    second = group.encode(group.power(base, nonce))
    challenge = hash_to_integer(f"{prefix}|{first},{second}") % group.order
    response = (nonce - secret * challenge) % group.order
    return Proof(group.encode_scalar(challenge), group.encode_scalar(response))


def check_equality(
    group: Group,
    prefix: str,
    public: Element,
    base: Element,
    factor: Element,
    proof: Proof,
    code: str,
) -> None:
    """Check ``create_equality``: public = g^x, factor = base^x; raises with ``code``."""
    challenge = group.decode_scalar(proof.challenge)
    response = group.decode_scalar(proof.response)
    first = group.encode(group.commit(response, public, challenge))
    second = group.encode(group.commit_pair(base, response, factor, challenge))
    if hash_to_integer(f"{prefix}|{first},{second}") % group.order != challenge:
        raise ProtocolError(code, "a decryption proof does not verify")
