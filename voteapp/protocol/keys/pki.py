"""The trustees' own public key infrastructure: keys from a seed, signed messages.

Belenios specification, sections "Public key infrastructure" and "Certificates".
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from voteapp.protocol.encoding import RandomBytes, encode_base58, hash_to_integer
from voteapp.protocol.group import Element, Group
from voteapp.protocol.proofs import Proof, check_knowledge, create_knowledge


class SignedMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``signed_msg``: a text and its Schnorr signature."""

    message: str
    signature: Proof


class PrivateKeys(NamedTuple):
    """A trustee's signing and decryption exponents, derived from one seed."""

    signing: int
    decryption: int


def create_seed(random_bytes: RandomBytes) -> str:
    """Draw a secret seed: 22 Base58 characters."""
    return encode_base58(int.from_bytes(random_bytes(48), "big"), 22)


def compute_private_keys(group: Group, seed: str) -> PrivateKeys:
    """Derive both exponents from the seed ("Deriving keys")."""
    return PrivateKeys(
        hash_to_integer(f"sk|{seed}") % group.order, hash_to_integer(f"dk|{seed}") % group.order
    )


def create_signature(
    group: Group, signing_key: int, message: str, random_bytes: RandomBytes
) -> Proof:
    """Sign a text ("Signing")."""
    return create_knowledge(group, f"sigmsg|{message}", signing_key, random_bytes)


def check_signature(
    group: Group, verification_key: Element, message: str, signature: Proof, code: str
) -> None:
    """Check a text's signature; raises ProtocolError with ``code`` (or ``scalar``)."""
    check_knowledge(group, f"sigmsg|{message}", verification_key, signature, code)
