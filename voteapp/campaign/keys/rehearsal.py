"""The rehearsal: a trustee shows, before opening, that the saved key file still decrypts.

DESIGN, "Trustees": the challenge is ``α = g^r`` with r derived from what everybody knows, so the
key is never used on a ciphertext that came from elsewhere. The answer is ``F = α^x`` with a proof
that ``g^x`` and ``α^x`` have one x; its hash begins ``voteapp-rehearsal|DIGEST|INDEX|X``.
"""

from __future__ import annotations

import hashlib

from voteapp.campaign.canonical import Record, decode_strict
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import RandomBytes, encode_json, hash_hex
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.trustees import TrusteePublicKey
from voteapp.protocol.proofs import Proof, check_equality, create_equality


class RehearsalAnswer(Record, frozen=True, kw_only=True):
    """What a trustee posts: the factor (hex) and its proof."""

    factor: str
    proof: Proof


def compute_digest(key: TrusteePublicKey) -> str:
    """What stands for the certs-hash of a Single item: SHA-256 (hex) of its key object."""
    return hash_hex(encode_json(key))


def compute_challenge(group: Group, digest: str, index: int) -> Element:
    """``α = g^r``, r = SHA-512("voteapp-rehearsal|" digest "|" index) mod q; index from 1."""
    text = _write_text(digest, index)
    exponent = int.from_bytes(hashlib.sha512(text.encode()).digest(), "big") % group.order
    return group.base_power(exponent)


def create_answer(
    group: Group, private_key: int, digest: str, index: int, random_bytes: RandomBytes
) -> RehearsalAnswer:
    """Answer the challenge; one nonce is drawn."""
    alpha = compute_challenge(group, digest, index)
    public = group.encode(group.base_power(private_key))
    nonce = group.random_scalar(random_bytes)
    proof = create_equality(group, _prefix(digest, index, public), alpha, private_key, nonce)
    return RehearsalAnswer(factor=group.encode(group.power(alpha, private_key)), proof=proof)


def decode_answer(data: bytes) -> RehearsalAnswer:
    """Read a posted answer; raises ProtocolError ``rehearsal-encoding``."""
    return decode_strict(data, RehearsalAnswer, "rehearsal-encoding", "the rehearsal's answer")


def check_answer(
    group: Group, public_key: Element, digest: str, index: int, answer: RehearsalAnswer
) -> None:
    """Check an answer under the trustee's public key; raises ``rehearsal-proof``."""
    code = "rehearsal-proof"
    prefix = _prefix(digest, index, group.encode(public_key))
    try:
        factor = group.decode(answer.factor)
        alpha = compute_challenge(group, digest, index)
        check_equality(group, prefix, public_key, alpha, factor, answer.proof, code)
    except ProtocolError as error:
        raise ProtocolError(code, error.message) from None


def _write_text(digest: str, index: int) -> str:
    return f"voteapp-rehearsal|{digest}|{index}"


def _prefix(digest: str, index: int, public_key: str) -> str:
    return f"{_write_text(digest, index)}|{public_key}"
