"""What a trustee keeps: the key file, protected by a passphrase.

DESIGN, "Trustees"; docs/formats.md, "Protected files".
"""

from __future__ import annotations

from typing import Literal

import msgspec

from voteapp.campaign.canonical import Record
from voteapp.campaign.protection import SCRYPT_N, Kind, open_envelope, protect, read_envelope
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.keys.trustees import (
    TrusteePublicKey,
    check_trustee_public_key,
    create_trustee_public_key,
)


class TrusteeKeyPublic(Record, frozen=True, kw_only=True):
    """What a key file shows without its passphrase."""

    group: Literal["Ed25519"] = GROUP_NAME
    trustee_public_key: TrusteePublicKey


class TrusteeKeySecret(Record, frozen=True, kw_only=True):
    """The private key x as a decimal string."""

    private_key: str


def create_trustee_key(
    passphrase: str, random_bytes: RandomBytes, *, n: int = SCRYPT_N
) -> tuple[TrusteePublicKey, bytes]:
    """Draw a key; returns the public key to post and the protected file to keep."""
    group = get_group(GROUP_NAME)
    private_key = group.random_scalar(random_bytes)
    public = create_trustee_public_key(group, private_key, random_bytes)
    return public, protect_trustee_key(public, private_key, passphrase, random_bytes, n=n)


def protect_trustee_key(
    public: TrusteePublicKey,
    private_key: int,
    passphrase: str,
    random_bytes: RandomBytes,
    *,
    n: int = SCRYPT_N,
) -> bytes:
    """The file's bytes, with fresh salt and nonce."""
    return protect(
        Kind.TRUSTEE_KEY,
        TrusteeKeyPublic(trustee_public_key=public),
        TrusteeKeySecret(private_key=get_group(GROUP_NAME).encode_scalar(private_key)),
        passphrase,
        random_bytes,
        n=n,
    )


def read_trustee_public_key(data: bytes) -> TrusteePublicKey:
    """The public key that a key file shows, its proof checked; the file stays closed.

    Raises ProtocolError ``file-encoding`` or ``trustee-proof``.
    """
    envelope = read_envelope(data, Kind.TRUSTEE_KEY)
    try:
        public = msgspec.convert(envelope.public, TrusteeKeyPublic)
    except msgspec.ValidationError:
        raise ProtocolError("file-encoding", "the key file does not show a public key") from None
    check_trustee_public_key(get_group(public.group), public.trustee_public_key)
    return public.trustee_public_key


def open_trustee_key(data: bytes, passphrase: str) -> int:
    """The private key; raises WrongPassphraseError, ProtocolError ``file-encoding``."""
    public = read_trustee_public_key(data)
    secret = open_envelope(read_envelope(data, Kind.TRUSTEE_KEY), passphrase, TrusteeKeySecret)
    group = get_group(GROUP_NAME)
    try:
        private_key = group.decode_scalar(secret.private_key)
    except ProtocolError:
        raise ProtocolError("file-encoding", "the file holds no private key") from None
    if group.encode(group.base_power(private_key)) != public.public_key:
        raise ProtocolError("file-encoding", "private and public key do not belong together")
    return private_key
