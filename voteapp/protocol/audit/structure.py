"""First pass of an audit: members, hashes, the chain of events, the order of objects.

Belenios specification, section "Public data". Nothing is computed in the group here. What the
pass leaves is a ``Structure``: the events that the state machine accepted, in order, with the
places of their payloads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec import UNSET

from voteapp.errors import ProtocolError
from voteapp.protocol.archive import ByteSource, Header, Member, read_header, read_members
from voteapp.protocol.audit.references import referred_objects
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.encoding import hash_hex
from voteapp.protocol.events import WITHOUT_PAYLOAD, Event, EventType, decode_event, may_follow


class Place(NamedTuple):
    """Where an object's bytes are, and whether its name is really its hash."""

    offset: int
    size: int
    intact: bool


class AcceptedEvent(NamedTuple):
    """An event that the state machine accepted; ``digest`` is the hash that names it."""

    height: int
    kind: EventType
    digest: str
    payload: str | None


@dataclass
class Structure:
    """The record's skeleton."""

    header: Header
    source: ByteSource
    events: list[AcceptedEvent] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    state: EventType | None = None
    disordered: set[EventType] = field(default_factory=set)
    unreadable: bool = False
    complete: bool = True
    last_event: str | None = None

    @property
    def ballots_certain(self) -> bool:
        """Whether it is clear which ballots are on the board."""
        return not self.unreadable and not self.disordered & {"Ballot", "EndBallots"}

    def fetch(self, digest: str) -> bytes | None:
        """An object's bytes; None where it is missing or not what its name says."""
        place = self.places.get(digest)
        if place is None or not place.intact:
            return None
        return self.source.read_at(place.offset, place.size)

    def of_kind(self, kind: EventType) -> list[AcceptedEvent]:
        """The accepted events of one type, in order."""
        return [event for event in self.events if event.kind == kind]


class _Reader:
    """Walks over the members once, with the objects since the last event at hand."""

    def __init__(self, structure: Structure, findings: Findings) -> None:
        self.structure = structure
        self.findings = findings
        self.height = 0
        self.parent: str | None = None
        self.waiting: list[str] = []
        self.events_seen: set[str] = set()
        self.orphans: dict[str, int] = {}
        self.lost = False

    def take(self, member: Member) -> None:
        intact = hash_hex(member.body) == member.digest
        if not intact:
            self.findings.add(
                "archive-hash", self.height, f"{member.digest} is not the hash of its content"
            )
        if member.is_event:
            self._take_event(member, intact)
        elif member.digest in self.structure.places:
            self.findings.add(
                "archive-duplicate", self.height, f"the object {member.digest} stands twice"
            )
        else:
            self.structure.places[member.digest] = Place(member.offset, member.size, intact)
            self.waiting.append(member.digest)

    def _take_event(self, member: Member, intact: bool) -> None:
        if member.digest in self.events_seen:
            self.findings.add(
                "archive-duplicate", self.height, f"the event {member.digest} stands twice"
            )
            return
        self.events_seen.add(member.digest)
        try:
            event = decode_event(member.body)
        except ProtocolError as error:
            if intact:
                self.findings.add_error(error, self.height)
            event = None
        if event is not None:
            self._check_chain(event, intact)
            self._accept(event, member.digest)
        else:
            # What belonged to an event that cannot be read is not called an orphan as well, and
            # whatever comes next may have been right after it.
            self.structure.unreadable = self.lost = True
        self.waiting = []
        self.parent = member.digest
        self.structure.last_event = member.digest
        self.height += 1

    def _check_chain(self, event: Event, intact: bool) -> None:
        if not intact:
            return
        if event.height != self.height:
            self.findings.add(
                "event-height", self.height, f"the event says that its height is {event.height}"
            )
        if (None if event.parent is UNSET else event.parent) != self.parent:
            self.findings.add(
                "event-parent", self.height, "the event does not name the one before it"
            )

    def _accept(self, event: Event, digest: str) -> None:
        structure, kind = self.structure, event.type
        payload = None if event.payload is UNSET else event.payload
        # Of an object that stands before its event one name is kept, not two of the same letters.
        payload = next((one for one in self.waiting if one == payload), payload)
        if not self.lost and not may_follow(structure.state, kind):
            before = structure.state or "the beginning"
            self.findings.add("event-order", self.height, f"{kind} may not follow {before}")
            structure.disordered.add(kind)
            return
        structure.state, self.lost = kind, False
        if (payload is None) != (kind in WITHOUT_PAYLOAD):
            problem = "has no payload" if payload is None else "may not have a payload"
            self.findings.add("event-payload", self.height, f"the event {kind} {problem}")
            structure.disordered.add(kind)
            payload = None
            if kind not in WITHOUT_PAYLOAD:
                return
        structure.events.append(AcceptedEvent(self.height, kind, digest, payload))
        if payload is not None:
            self._check_objects(kind, payload)
        elif self.waiting and event.payload is UNSET:
            self._orphans(self.waiting)

    def _check_objects(self, kind: EventType, payload: str) -> None:
        """Objects before an event: its own, in the format's order, and no other."""
        if payload not in self.structure.places:
            self.findings.add("archive-missing", self.height, f"the payload {payload} is missing")
            return
        if payload not in self.waiting:
            # Else it was another event's payload: the check of its content says what is wrong.
            if payload in self.orphans:
                self._disorder(payload)
            return
        position = self.waiting.index(payload)
        after, before = self.waiting[position + 1 :], self.waiting[:position]
        wanted = self._wanted_before(kind, payload)
        if wanted is None or before == wanted:
            self._orphans(after)
        elif sorted(before + after) == sorted(wanted):
            self._disorder(payload)
        else:
            for digest in wanted:
                if digest not in self.structure.places:
                    self.findings.add(
                        "archive-missing", self.height, f"the object {digest} is missing"
                    )
                elif digest not in before:
                    self._disorder(digest)
            self._orphans([digest for digest in before + after if digest not in wanted])

    def _wanted_before(self, kind: EventType, payload: str) -> list[str] | None:
        """The objects that a payload refers to, in order; None where it cannot be read."""
        body = self.structure.fetch(payload)
        return None if body is None else referred_objects(kind, body)

    def _disorder(self, digest: str) -> None:
        # An object that came too early looked like an orphan until now.
        self.orphans.pop(digest, None)
        self.findings.add("archive-order", self.height, f"the object {digest} is out of order")

    def _orphans(self, digests: list[str]) -> None:
        self.orphans |= dict.fromkeys(digests, self.height)

    def finish(self) -> None:
        self._orphans(self.waiting)
        for digest, height in self.orphans.items():
            self.findings.add("archive-orphan", height, f"nothing refers to the object {digest}")


def read_structure(
    source: ByteSource, findings: Findings, on_progress: Callable[[int, int], None]
) -> Structure:
    """Read a whole archive; raises NotAnArchiveError, else collects findings.

    ``on_progress(bytes read, bytes in all)`` is called now and then.
    """
    header, offset = read_header(source)
    structure = Structure(header, source)
    reader = _Reader(structure, findings)
    try:
        for member in read_members(source, offset, int(header.timestamp)):
            reader.take(member)
            on_progress(member.offset + member.size, source.size)
        reader.finish()
    except ProtocolError as error:
        findings.add_error(error, reader.height)
        structure.complete = False
    return structure
