"""What the server and tellers sign, with Ed25519 (RFC 8032): receipts, heads, statements.

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
    """What is signed: every field but ``signature``."""

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
    return msgspec.structs.replace(value, signature=_sign(compute_signed_bytes(value), private_key))


def sign_text(text: str, private_key: bytes) -> str:
    """The signature (128 hex) of a text's UTF-8 bytes; ``private_key`` is 32 bytes."""
    return _sign(text.encode(), private_key)


def _sign(data: bytes, private_key: bytes) -> str:
    if len(private_key) != 32:
        raise MisuseError("a signing key has 32 bytes")
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(data).hex()


def check_signed(value: Signed, server_key: str, code: str) -> None:
    """Check the signature under a key, the server's or a teller's; raises ProtocolError(code)."""
    _check(compute_signed_bytes(value), value.signature, server_key, code)


def check_text(text: str, signature: str, key: str, code: str) -> None:
    """Check a text's signature (hex) under a key (hex); raises ProtocolError(code)."""
    _check(text.encode(), signature, key, code)


def _check(data: bytes, signature: str, key: str, code: str) -> None:
    if not is_hex(signature, 64) or not is_hex(key, 32):
        raise ProtocolError(code, "a signature or its key is not written as hex")
    if not is_key(key):
        raise ProtocolError(code, "the signing key is no element of prime order")
    try:
        public_key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public_key.verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        raise ProtocolError(code, "the signature does not verify") from None
