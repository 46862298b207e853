"""Files protected by a passphrase: scrypt, then AES-256-GCM over canonical JSON.

docs/formats.md, "Protected files". The token file and the trustees' key files share the envelope.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Any, Literal, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from voteapp.campaign.canonical import (
    Record,
    decode_strict,
    encode_canonical,
)
from voteapp.errors import InvalidInputError, ProtocolError
from voteapp.protocol.encoding import RandomBytes, is_hex

SCRYPT_N = 2**17
MIN_PASSPHRASE = 12

T = TypeVar("T")


class Kind(StrEnum):
    """What a protected file is."""

    SLIPS = "voteapp-token-file"
    TRUSTEE_KEY = "voteapp-trustee-key"
    THRESHOLD_KEY = "voteapp-threshold-key"
    WITNESS_KEY = "voteapp-witness-key"
    MIRROR_KEY = "voteapp-mirror-key"


class Protection(Record, frozen=True, kw_only=True):
    """How the key is derived and which cipher was used."""

    kdf: Literal["scrypt"] = "scrypt"
    n: int
    r: Literal[8] = 8
    p: Literal[1] = 1
    salt: str
    cipher: Literal["AES-256-GCM"] = "AES-256-GCM"
    nonce: str


class Envelope(Record, frozen=True, kw_only=True):
    """A protected file; ``public`` may be seen without the passphrase."""

    type: Kind
    version: Literal[1] = 1
    public: dict[str, Any]
    protection: Protection
    ciphertext: str


class WrongPassphraseError(InvalidInputError):
    """The passphrase does not open the file (or the file was changed)."""

    def __init__(self) -> None:
        super().__init__("passphrase", "The passphrase does not open this file.")


def check_passphrase(passphrase: str) -> None:
    """Require the least length; raises InvalidInputError ``passphrase``."""
    if len(unicodedata.normalize("NFC", passphrase)) < MIN_PASSPHRASE:
        raise InvalidInputError(
            "passphrase", f"A passphrase has at least {MIN_PASSPHRASE} characters."
        )


def _derive(passphrase: str, protection: Protection) -> bytes:
    salt = bytes.fromhex(protection.salt)
    kdf = Scrypt(salt=salt, length=32, n=protection.n, r=protection.r, p=protection.p)
    return kdf.derive(unicodedata.normalize("NFC", passphrase).encode())


def _additional_data(envelope: Envelope) -> bytes:
    fields: dict[str, Any] = msgspec.to_builtins(envelope)
    del fields["ciphertext"]
    return encode_canonical(fields)


def protect(
    kind: Kind,
    public: object,
    secret: object,
    passphrase: str,
    random_bytes: RandomBytes,
    *,
    n: int = SCRYPT_N,
) -> bytes:
    """Encrypt ``secret`` (canonical JSON) under a passphrase; returns the file's bytes.

    Randomness: salt (16 bytes), then nonce (12). Raises InvalidInputError for a short passphrase.
    """
    check_passphrase(passphrase)
    protection = Protection(n=n, salt=random_bytes(16).hex(), nonce=random_bytes(12).hex())
    envelope = Envelope(
        type=kind, public=msgspec.to_builtins(public), protection=protection, ciphertext=""
    )
    sealed = AESGCM(_derive(passphrase, protection)).encrypt(
        bytes.fromhex(protection.nonce), encode_canonical(secret), _additional_data(envelope)
    )
    return encode_canonical(msgspec.structs.replace(envelope, ciphertext=sealed.hex()))


def read_envelope(data: bytes, kind: Kind) -> Envelope:
    """Read a protected file without opening it; raises ProtocolError ``file-encoding``."""
    code = "file-encoding"
    envelope = decode_strict(data, Envelope, code, "the protected file")
    protection, n = envelope.protection, envelope.protection.n
    if envelope.type != kind:
        raise ProtocolError(code, f"this is a {envelope.type}, not a {kind}")
    if not 2**14 <= n <= 2**20 or n & (n - 1):
        raise ProtocolError(code, "the protected file asks for unusual work (scrypt)")
    sizes = is_hex(protection.salt, 16) and is_hex(protection.nonce, 12)
    if not sizes or not is_hex(envelope.ciphertext, len(envelope.ciphertext) // 2):
        raise ProtocolError(code, "salt, nonce or ciphertext are not written as hex")
    return envelope


def open_envelope(envelope: Envelope, passphrase: str, wanted: type[T]) -> T:
    """Decrypt and read the secret; raises WrongPassphraseError, ProtocolError ``file-encoding``."""
    try:
        clear = AESGCM(_derive(passphrase, envelope.protection)).decrypt(
            bytes.fromhex(envelope.protection.nonce),
            bytes.fromhex(envelope.ciphertext),
            _additional_data(envelope),
        )
    except InvalidTag:
        raise WrongPassphraseError from None
    return decode_strict(clear, wanted, "file-encoding", "the file's secret part")
