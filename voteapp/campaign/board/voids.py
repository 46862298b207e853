"""Voids: a slip given up by whoever holds it, signed with the slip's own credential.

PAPER, "Receipts, refusals, voids"; docs/formats.md, "Void". Nothing else makes a slip void.
"""

from __future__ import annotations

from typing import Literal

from voteapp.campaign.canonical import Record, decode_strict
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.group import Group
from voteapp.protocol.proofs import Proof, check_knowledge, create_knowledge


class Void(Record, frozen=True, kw_only=True):
    """In the election ``fingerprint`` nothing is to be cast with ``credential`` any more."""

    type: Literal["voteapp-void"] = "voteapp-void"
    fingerprint: str
    credential: str
    proof: Proof


def _compute_prefix(fingerprint: str, credential: str) -> str:
    return f"voteapp-void|{fingerprint}|{credential}"


def create_void(
    group: Group, fingerprint: str, credential: str, secret: int, random_bytes: RandomBytes
) -> Void:
    """Give up a slip in one election; ``secret`` is the credential's."""
    prefix = _compute_prefix(fingerprint, credential)
    proof = create_knowledge(group, prefix, secret, random_bytes)
    return Void(fingerprint=fingerprint, credential=credential, proof=proof)


def decode_void(data: bytes) -> Void:
    """Read a void (proof not checked); raises ProtocolError ``void-encoding``."""
    return decode_strict(data, Void, "void-encoding", "the void")


def check_void(group: Group, void: Void, fingerprint: str, credential: str) -> None:
    """Check whose it is and its proof; raises ProtocolError ``void-election``,
    ``void-signature``."""
    if (void.fingerprint, void.credential) != (fingerprint, credential):
        raise ProtocolError("void-election", "the void is of another slip or election")
    code = "void-signature"
    try:
        public = group.decode(credential)
        prefix = _compute_prefix(fingerprint, credential)
        check_knowledge(group, prefix, public, void.proof, code)
    except ProtocolError as error:
        raise ProtocolError(code, error.message) from None
