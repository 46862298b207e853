"""The archive: an append-only, old-style tar of hash-named objects and events.

Belenios specification, section "Public data". Every header is fixed by name, size and the
archive's timestamp, so a header is checked by writing it again. There are no end-of-archive
blocks, and nothing but padding zeros between members.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

import msgspec

from voteapp.errors import NotAnArchiveError, ProtocolError
from voteapp.protocol.encoding import decode_canonical, encode_json, hash_hex
from voteapp.protocol.events import EventType, create_event
from voteapp.protocol.limits import MAX_OBJECT_BYTES

BLOCK = 512
HEADER_NAME = "BELENIOS"
MAX_TIMESTAMP = 8**11
MAX_OBJECTS = 300_000
"""Objects and events: of an election of 60,000 members there are some 120,000."""
_NAME = re.compile(r"([0-9a-f]{64})\.(data|event)\.json\Z")
_TIMESTAMP = re.compile(r"(0|[1-9][0-9]{0,10})\Z")
_OCTAL = re.compile(rb"[0-7]{11}\Z")


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The archive's first member; ``timestamp`` (seconds) stands in every tar header."""

    version: int
    timestamp: str


class Member(NamedTuple):
    """One object or event: the hash that names it, where its bytes are, and the bytes."""

    digest: str
    is_event: bool
    offset: int
    body: bytes

    @property
    def size(self) -> int:
        return len(self.body)


class ByteSource(Protocol):
    """Bytes that can be read anywhere: a file's or a string's."""

    size: int

    def read_at(self, offset: int, size: int) -> bytes:
        """Up to ``size`` bytes from ``offset``."""
        ...


class BytesSource:
    """A ByteSource over bytes in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read_at(self, offset: int, size: int) -> bytes:
        return self._data[offset : offset + size]


def encode_tar_header(name: str, size: int, timestamp: int) -> bytes:
    """The 512 bytes before a member's content."""
    fields = [
        name.encode("ascii").ljust(100, b"\0"),
        b"0000644\0",
        b"0000000\0",
        b"0000000\0",
        b"%011o\0" % size,
        b"%011o\0" % timestamp,
    ]
    before, after = b"".join(fields), b"0".ljust(BLOCK - 156, b"\0")
    checksum = sum(before) + sum(after) + 8 * ord(" ")
    return before + b"%06o\0 " % checksum + after


def encode_member(name: str, body: bytes, timestamp: int) -> bytes:
    """A member: header, content, zeros up to the next block."""
    return encode_tar_header(name, len(body), timestamp) + body + bytes(-len(body) % BLOCK)


def encode_archive_header(timestamp: int) -> bytes:
    """The archive's first member."""
    header = Header(1, str(timestamp))
    return encode_member(HEADER_NAME, encode_json(header), timestamp)


def encode_object(body: bytes, timestamp: int, *, is_event: bool) -> bytes:
    """A member named by its content's hash."""
    kind = "event" if is_event else "data"
    return encode_member(f"{hash_hex(body)}.{kind}.json", body, timestamp)


def read_header(source: ByteSource) -> tuple[Header, int]:
    """Read the first member; returns it and the offset of the next.

    Raises NotAnArchiveError.
    """
    first = source.read_at(0, 2 * BLOCK)
    size_field = first[124:135]
    if len(first) < 2 * BLOCK or not _OCTAL.match(size_field):
        raise NotAnArchiveError("this file does not begin with a BELENIOS header")
    size = int(size_field, 8)
    if size > BLOCK:
        raise NotAnArchiveError("this file does not begin with a BELENIOS header")
    try:
        header = decode_canonical(
            first[BLOCK : BLOCK + size], Header, "archive-format", "the archive's header"
        )
    except ProtocolError as error:
        raise NotAnArchiveError(error.message) from None
    if not _TIMESTAMP.match(header.timestamp) or int(header.timestamp) >= MAX_TIMESTAMP:
        raise NotAnArchiveError("the archive's timestamp is not a number of seconds")
    if header.version != 1:
        raise NotAnArchiveError(f"archives of version {header.version} are not known")
    if first != encode_member(HEADER_NAME, encode_json(header), int(header.timestamp)):
        raise NotAnArchiveError("the archive's header is not in the known form")
    return header, 2 * BLOCK


def read_members(source: ByteSource, offset: int, timestamp: int) -> Iterator[Member]:
    """Read the members after the header, in order.

    Names are not compared with contents here (the auditor does, and goes on). Raises
    ProtocolError ``archive-format`` or ``archive-size`` where reading cannot go on.
    """
    for count in itertools.count():
        if offset >= source.size:
            return
        if count == MAX_OBJECTS:
            raise ProtocolError("archive-size", f"there are more than {MAX_OBJECTS} members")
        head = source.read_at(offset, BLOCK)
        name, size = _parse_tar_header(head, timestamp)
        match = _NAME.match(name)
        if match is None:
            raise ProtocolError("archive-format", f"a member has the strange name {name[:80]!r}")
        if size > MAX_OBJECT_BYTES:
            raise ProtocolError("archive-size", f"the member {name} is too large")
        padded = size + -size % BLOCK
        body = source.read_at(offset + BLOCK, padded)
        if len(body) != padded:
            raise ProtocolError("archive-format", f"the archive ends within {name}")
        if any(body[size:]):
            raise ProtocolError("archive-format", f"there is something in the padding of {name}")
        yield Member(match[1], match[2] == "event", offset + BLOCK, body[:size])
        offset += BLOCK + padded


def _parse_tar_header(head: bytes, timestamp: int) -> tuple[str, int]:
    """Name and size of a header that must be exactly the one that we would write."""
    if len(head) != BLOCK:
        raise ProtocolError("archive-format", "the archive ends within a header")
    name_field, size_field = head[:100].rstrip(b"\0"), head[124:135]
    try:
        name = name_field.decode("ascii")
    except UnicodeDecodeError:
        raise ProtocolError("archive-format", "a member's name is not ASCII") from None
    if len(name) > 99 or not _OCTAL.match(size_field):
        raise ProtocolError("archive-format", "a member's header is not in the known form")
    size = int(size_field, 8)
    if head != encode_tar_header(name, size, timestamp):
        raise ProtocolError("archive-format", "a member's header is not in the known form")
    return name, size


class ArchiveWriter:
    """Appends objects and events to a chain; gives back the bytes to append to the file.

    It holds only what the next event needs (last event's hash and height).
    """

    def __init__(self, timestamp: int, parent: str | None = None, height: int = -1) -> None:
        self.timestamp = timestamp
        self.parent = parent
        self.height = height

    def append(self, kind: EventType, objects: list[bytes]) -> list[bytes]:
        """Bytes of the members for ``objects`` and the event whose payload is the last one.

        Returns a list of encoded members; writes nothing.
        """
        payload = hash_hex(objects[-1]) if objects else None
        event = create_event(self.parent, self.height + 1, kind, payload)
        self.parent = hash_hex(event)
        self.height += 1
        members = [encode_object(body, self.timestamp, is_event=False) for body in objects]
        return [*members, encode_object(event, self.timestamp, is_event=True)]
