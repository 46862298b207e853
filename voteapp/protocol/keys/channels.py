"""Channels between trustees: signed, encrypted messages that anyone may carry.

Belenios specification, sections "Public key infrastructure" (Encrypting) and "Channels". The
cipher is AES-256-GCM with the whole of both hashes as key and nonce, as version 3.3.0 writes it.
"""

from __future__ import annotations

import hashlib

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import UNSET, UnsetType

from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import RandomBytes, decode_canonical, encode_json, is_hex
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.pki import PrivateKeys, SignedMessage, check_signature, create_signature

ALGORITHM = "AES-GCM"


class EncryptedMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``encrypted_msg``; ``algorithm`` is absent in messages of older versions (AES-CCM)."""

    algorithm: str | UnsetType = UNSET
    alpha: str
    beta: str
    data: str


class ChannelMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``channel_msg``: for whom a message is, and what it says."""

    recipient: str
    message: str


def _digest(prefix: str, text: str) -> bytes:
    return hashlib.sha256(f"{prefix}|{text}".encode()).digest()


def encrypt_message(
    group: Group, encryption_key: Element, message: str, random_bytes: RandomBytes
) -> EncryptedMessage:
    """Encrypt a text ("Encrypting"); draws r, then s."""
    r, s = group.random_scalar(random_bytes), group.random_scalar(random_bytes)
    shared = group.base_power(s)
    alpha = group.encode(group.base_power(r))
    beta = group.encode(group.multiply(group.power(encryption_key, r), shared))
    cipher = AESGCM(_digest("key", group.encode(shared)))
    data = cipher.encrypt(_digest("iv", alpha), message.encode(), None)
    return EncryptedMessage(algorithm=ALGORITHM, alpha=alpha, beta=beta, data=data.hex())


def check_encrypted_message(group: Group, text: str, code: str) -> EncryptedMessage:
    """Read an ``encrypted_msg`` in its only form; raises ProtocolError with ``code``."""
    wire = decode_canonical(text.encode(), EncryptedMessage, code, "an encrypted message")
    if wire.algorithm != ALGORITHM:
        raise ProtocolError(code, "a message is not encrypted with AES-GCM")
    if not is_hex(wire.data, len(wire.data) // 2):
        raise ProtocolError(code, "a message is not lower-case hex")
    try:
        group.decode(wire.alpha)
        group.decode(wire.beta)
    except ProtocolError as error:
        raise ProtocolError(code, error.message) from None
    return wire


def decrypt_message(group: Group, decryption_key: int, text: str, code: str) -> str:
    """Decrypt an ``encrypted_msg``; raises ProtocolError with ``code``."""
    wire = check_encrypted_message(group, text, code)
    return decrypt_shared(group, group.power(group.decode(wire.alpha), decryption_key), wire, code)


def decrypt_shared(group: Group, shared: Element, wire: EncryptedMessage, code: str) -> str:
    """Decrypt with ``alpha^dk`` alone, which opens messages with this alpha only.

    Raises ProtocolError with ``code``.
    """
    secret = group.divide(group.decode(wire.beta), shared)
    cipher = AESGCM(_digest("key", group.encode(secret)))
    try:
        return cipher.decrypt(_digest("iv", wire.alpha), bytes.fromhex(wire.data), None).decode()
    except (InvalidTag, ValueError):
        raise ProtocolError(code, "a message cannot be decrypted") from None


def send_message(
    group: Group, signing_key: int, recipient: str, message: str, random_bytes: RandomBytes
) -> str:
    """Sign a text and encrypt it for ``recipient``, an encryption key in hex ("Channels")."""
    body = encode_json(ChannelMessage(recipient, message)).decode()
    signature = create_signature(group, signing_key, body, random_bytes)
    signed = encode_json(SignedMessage(body, signature)).decode()
    wire = encrypt_message(group, group.decode(recipient), signed, random_bytes)
    return encode_json(wire).decode()


def receive_message(group: Group, keys: PrivateKeys, sender: Element, text: str, code: str) -> str:
    """Read what ``send_message`` made; ``sender`` is a verification key.

    Raises ProtocolError with ``code``.
    """
    plain = decrypt_message(group, keys.decryption, text, code)
    return read_message(group, group.encode(group.base_power(keys.decryption)), sender, plain, code)


def read_message(group: Group, recipient: str, sender: Element, plain: str, code: str) -> str:
    """Check a decrypted message: by ``sender``, for ``recipient`` (an encryption key in hex).

    Raises ProtocolError with ``code``.
    """
    signed = decode_canonical(plain.encode(), SignedMessage, code, "a signed message")
    try:
        check_signature(group, sender, signed.message, signed.signature, code)
    except ProtocolError as error:
        raise ProtocolError(code, error.message) from None
    body = decode_canonical(signed.message.encode(), ChannelMessage, code, "a message")
    if body.recipient != recipient:
        raise ProtocolError(code, "a message is for somebody else")
    return body.message
