"""What the server signs, with Ed25519 (RFC 8032): receipts, heads, amendments.

docs/formats.md, "Common rules" (Signed objects).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from voteapp.campaign.canonical import Record, encode_canonical
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import is_hex
from voteapp.protocol.group import GROUP_NAME, get_group


class Signed(Record, frozen=True, kw_only=True):
    """What the server signs: every field but ``signature``."""

    signature: str = ""


S = TypeVar("S", bound=Signed)


def compute_server_key(private_key: bytes) -> str:
    """The public key (64 hex) of a private Ed25519 key of 32 bytes."""
    key = Ed25519PrivateKey.from_private_bytes(private_key)
    return key.public_key().public_bytes_raw().hex()


@lru_cache(maxsize=64)
def is_key(server_key: str) -> bool:
    """Whether 64 hex digits are a key that can prove anything: canonical, on the curve, of prime
    order, not neutral. Under another, signatures can be found that some accept and others do not.

    RFC 8032 writes the bytes in the order that is the reverse of an element's in the record.
    """
    try:
        get_group(GROUP_NAME).decode(bytes.fromhex(server_key)[::-1].hex())
    except ProtocolError:
        return False
    return True


def compute_signed_bytes(value: Signed) -> bytes:
    """What is signed: the canonical JSON of the object without ``signature``."""
    fields: dict[str, Any] = msgspec.to_builtins(value)
    del fields["signature"]
    return encode_canonical(fields)


def sign(value: S, private_key: bytes) -> S:
    """The same object with its signature; ``private_key`` is 32 bytes."""
    if len(private_key) != 32:
        raise MisuseError("a signing key has 32 bytes")
    key = Ed25519PrivateKey.from_private_bytes(private_key)
    return msgspec.structs.replace(value, signature=key.sign(compute_signed_bytes(value)).hex())


def check_signed(value: Signed, server_key: str, code: str) -> None:
    """Check the signature under the manifest's ``server_key``; raises ProtocolError(code)."""
    if not is_hex(value.signature, 64) or not is_hex(server_key, 32):
        raise ProtocolError(code, "a signature or its key is not written as hex")
    if not is_key(server_key):
        raise ProtocolError(code, "the server's key is no element of prime order")
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(server_key))
        key.verify(bytes.fromhex(value.signature), compute_signed_bytes(value))
    except (InvalidSignature, ValueError):
        raise ProtocolError(code, "the server's signature does not verify") from None
