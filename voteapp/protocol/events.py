"""Events: the hash chain that orders everything in a record, and its state machine.

Belenios specification, section "Public data". The order of events that we accept is strict:
``Setup, Ballot*, EndBallots, EncryptedTally, (Shuffle+, EndShuffles)?, PartialDecryption*,
Result``; a record may end after any of them.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec
from msgspec import UNSET, UnsetType

from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import decode_canonical, encode_json, is_hash

EventType = Literal[
    "Setup",
    "Ballot",
    "EndBallots",
    "EncryptedTally",
    "Shuffle",
    "EndShuffles",
    "PartialDecryption",
    "Result",
]

EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)

WITHOUT_PAYLOAD = frozenset({"EndBallots", "EndShuffles"})

_FOLLOWERS: dict[EventType | None, frozenset[EventType]] = {
    None: frozenset({"Setup"}),
    "Setup": frozenset({"Ballot", "EndBallots"}),
    "Ballot": frozenset({"Ballot", "EndBallots"}),
    "EndBallots": frozenset({"EncryptedTally"}),
    "EncryptedTally": frozenset({"Shuffle", "PartialDecryption", "Result"}),
    "Shuffle": frozenset({"Shuffle", "EndShuffles"}),
    "EndShuffles": frozenset({"PartialDecryption", "Result"}),
    "PartialDecryption": frozenset({"PartialDecryption", "Result"}),
    "Result": frozenset(),
}


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``event``: its predecessor's hash, its height, its type and its payload's hash."""

    parent: str | UnsetType = UNSET
    height: int
    type: EventType
    payload: str | UnsetType = UNSET


def create_event(
    parent: str | None, height: int, kind: EventType, payload: str | None = None
) -> bytes:
    """Write an event; ``parent`` is the hash of the previous event's bytes, None at first."""
    return encode_json(
        Event(
            parent=UNSET if parent is None else parent,
            height=height,
            type=kind,
            payload=UNSET if payload is None else payload,
        )
    )


def decode_event(data: bytes) -> Event:
    """Read an event in canonical form: ``event-encoding``."""
    event = decode_canonical(data, Event, "event-encoding", "an event")
    for reference in (event.parent, event.payload):
        if reference is not UNSET and not is_hash(reference):
            raise ProtocolError("event-encoding", "an event refers to something that is no hash")
    return event


def may_follow(previous: EventType | None, kind: EventType) -> bool:
    """Whether the state machine allows ``kind`` directly after ``previous`` (None: at first)."""
    return kind in _FOLLOWERS[previous]
