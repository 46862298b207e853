"""Which objects a payload refers to, in the order in which they must precede it."""

from __future__ import annotations

import msgspec
from msgspec import UNSET

from voteapp.errors import ProtocolError
from voteapp.protocol.election import SetupData
from voteapp.protocol.encoding import decode_json
from voteapp.protocol.events import EventType
from voteapp.protocol.tally import OwnedPartialDecryption, SizedEncryptedTally

_SHAPES: dict[str, type[msgspec.Struct]] = {
    "Setup": SetupData,
    "EncryptedTally": SizedEncryptedTally,
    "Shuffle": OwnedPartialDecryption,
    "PartialDecryption": OwnedPartialDecryption,
}


def referred_objects(kind: EventType, payload: bytes) -> list[str] | None:
    """Hashes of the objects that must stand before the payload; None if it cannot be read."""
    shape = _SHAPES.get(kind)
    if shape is None:
        return []
    try:
        value = decode_json(payload, shape, "payload", kind)
    except ProtocolError:
        return None
    if isinstance(value, SetupData):
        certificate = value.credentials_certificate
        rest = [] if certificate is UNSET else [certificate]
        return [value.election, value.trustees, value.credentials, *rest]
    if isinstance(value, SizedEncryptedTally):
        return [value.encrypted_tally]
    if isinstance(value, OwnedPartialDecryption):
        return [value.payload]
    return []
