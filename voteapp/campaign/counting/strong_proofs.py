"""Strong proofs of decryption: one Chaum-Pedersen proof a ciphertext, bound to its place.

DESIGN, "The evidence and the bundle"; docs/formats.md, "Evidence" (Strong proofs). The challenge
hashes the ciphertext, the factor, the trustee and the state of the record, and the nonce is
never the format proof's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from voteapp.errors import ProtocolError
from voteapp.protocol.election import ElectionContext
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.trustees import Item, collect_keys
from voteapp.protocol.proofs import Pair, Proof

ProofMatrix = list[list[Proof]]


class DecryptionContext(NamedTuple):
    """What a strong proof is bound to: election, state of the archive, and trustee.

    ``parent``: hash (hex) of the last event before the archive's first PartialDecryption.
    ``public_key``: that trustee's, an element.
    """

    group: Group
    fingerprint: str
    parent: str
    owner: int
    public_key: Element


def bind_decryption(
    election: ElectionContext, items: Sequence[Item], parent: str, owner: int
) -> DecryptionContext:
    """What the strong proofs of ``owner`` are bound to; ``parent``: see DecryptionContext.

    Raises ProtocolError ``decryption-owner``.
    """
    key = collect_keys(items).get(owner)
    if key is None:
        raise ProtocolError("decryption-owner", f"there is no trustee {owner}")
    return DecryptionContext(election.group, election.fingerprint, parent, owner, key)


def _compute_challenge(
    context: DecryptionContext,
    path: tuple[int, int],
    alpha: Element,
    factor: Element,
    commitments: tuple[Element, Element],
) -> int:
    encode = context.group.encode
    parts = (
        "voteapp-decrypt",
        context.fingerprint,
        context.parent,
        str(context.owner),
        f"{path[0]},{path[1]}",
        encode(context.public_key),
        encode(alpha),
        encode(factor),
        f"{encode(commitments[0])},{encode(commitments[1])}",
    )
    digest = hashlib.sha512("|".join(parts).encode()).digest()
    return int.from_bytes(digest, "big") % context.group.order


def create_strong_proofs(
    context: DecryptionContext,
    private_key: int,
    tally: Sequence[Sequence[Pair]],
    random_bytes: RandomBytes,
) -> ProofMatrix:
    """Prove every factor ``α^x`` of the tally, row by row; one fresh nonce a ciphertext."""
    group = context.group
    matrix: ProofMatrix = []
    for i, row in enumerate(tally):
        proofs = []
        for j, pair in enumerate(row):
            nonce = group.random_scalar(random_bytes)
            commitments = group.base_power(nonce), group.power(pair.alpha, nonce)
            factor = group.power(pair.alpha, private_key)
            challenge = _compute_challenge(context, (i, j), pair.alpha, factor, commitments)
            response = (nonce - private_key * challenge) % group.order
            proofs.append(Proof(group.encode_scalar(challenge), group.encode_scalar(response)))
        matrix.append(proofs)
    return matrix


def check_strong_proofs(
    context: DecryptionContext,
    tally: Sequence[Sequence[Pair]],
    factors: Sequence[Sequence[Element]],
    proofs: Sequence[Sequence[Proof]],
) -> None:
    """Check one trustee's proofs against checked factors.

    Raises ProtocolError ``strong-proof-shape``, ``strong-proof-scalar`` or
    ``strong-proof-invalid``.
    """
    if [len(row) for row in proofs] != [len(row) for row in tally]:
        raise ProtocolError("strong-proof-shape", "the strong proofs do not match the tally")
    for i, row in enumerate(tally):
        for j, pair in enumerate(row):
            _check_one(context, (i, j), pair.alpha, factors[i][j], proofs[i][j])


def _check_one(
    context: DecryptionContext,
    path: tuple[int, int],
    alpha: Element,
    factor: Element,
    proof: Proof,
) -> None:
    group = context.group
    place = f"question {path[0] + 1}, choice {path[1] + 1}"
    try:
        challenge = group.decode_scalar(proof.challenge)
        response = group.decode_scalar(proof.response)
    except ProtocolError as error:
        raise ProtocolError("strong-proof-scalar", f"{place}: {error.message}") from None
    commitments = (
        group.commit(response, context.public_key, challenge),
        group.commit_pair(alpha, response, factor, challenge),
    )
    if _compute_challenge(context, path, alpha, factor, commitments) != challenge:
        raise ProtocolError(
            "strong-proof-invalid",
            f"trustee {context.owner}: the factor of {place} is not proved",
        )
