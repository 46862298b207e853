"""ZIP files that are byte for byte reproducible from their members.

docs/formats.md, "Bundle" and "Set-up package". Members are stored, sorted by name and dated
1980-01-01, so a reader writes the headers again and compares.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from voteapp.errors import MisuseError, NotAnArchiveError, ProtocolError
from voteapp.protocol.archive import ByteSource

_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_DATE = 0x0021  # 1980-01-01
_VERSION = 20
_UNIX = 3
_MODE = 0o100644 << 16
_LIMIT = 0xFFFFFFFF
_CHUNK = 1 << 20
_MAX_MEMBERS = 64


class ZipMember(NamedTuple):
    """Where a member's content stands in the bundle."""

    name: str
    crc: int
    size: int
    header: int

    @property
    def offset(self) -> int:
        """Where its bytes begin, in a bundle of the known form."""
        return self.header + _LOCAL.size + len(self.name)


def _encode_local(name: bytes, crc: int, size: int) -> bytes:
    fields = (0x04034B50, _VERSION, 0, 0, 0, _DATE, crc, size, size, len(name), 0)
    return _LOCAL.pack(*fields) + name


def _encode_central(name: bytes, crc: int, size: int, offset: int) -> bytes:
    made_by = _UNIX << 8 | _VERSION
    sizes = (crc, size, size, len(name))
    fields = (0x02014B50, made_by, _VERSION, 0, 0, 0, _DATE, *sizes, 0, 0, 0, 0, _MODE, offset)
    return _CENTRAL.pack(*fields) + name


def _encode_directory(members: Sequence[ZipMember], offset: int) -> bytes:
    central = b"".join(
        _encode_central(member.name.encode(), member.crc, member.size, member.header)
        for member in members
    )
    count = len(members)
    return central + _END.pack(0x06054B50, 0, 0, count, count, len(central), offset, 0)


def lay_out_zip(contents: Mapping[str, tuple[int, int]]) -> tuple[list[tuple[str, bytes]], bytes]:
    """A ZIP file of members by name, of each its checksum (CRC-32) and the number of its bytes.

    Gives what stands before each, in order, and what stands after the last.

    Raises MisuseError for names that are not ASCII and for more than 4 GiB.
    """
    members: list[ZipMember] = []
    headers: list[tuple[str, bytes]] = []
    offset = 0
    for name in sorted(contents):
        if not name.isascii():
            raise MisuseError("a bundle's member has an ASCII name")
        crc, size = contents[name]
        header = _encode_local(name.encode(), crc, size)
        members.append(ZipMember(name, crc, size, offset))
        headers.append((name, header))
        offset += len(header) + size
    if offset > _LIMIT:
        raise MisuseError("a bundle has at most 4 GiB")
    return headers, _encode_directory(members, offset)


def encode_zip(contents: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these members: stored, sorted, dated 1980-01-01. Raises as ``lay_out_zip``."""
    sizes = {name: (zlib.crc32(body), len(body)) for name, body in contents.items()}
    headers, end = lay_out_zip(sizes)
    parts = [part for name, header in headers for part in (header, contents[name])]
    return b"".join([*parts, end])


def has_checksum(source: ByteSource, member: ZipMember) -> bool:
    """Whether a member's content has the checksum that the file gives."""
    crc = 0
    for start in range(0, member.size, _CHUNK):
        size = min(_CHUNK, member.size - start)
        crc = zlib.crc32(source.read_at(member.offset + start, size), crc)
    return crc == member.crc


def read_directory(source: ByteSource) -> tuple[list[ZipMember], bool]:
    """Members by the central directory, and whether everything else is as we write it.

    Raises NotAnArchiveError."""
    broken = NotAnArchiveError("this file is neither a record nor a bundle that we can read")
    end = source.read_at(max(0, source.size - _END.size), _END.size)
    if len(end) != _END.size or end[:4] != b"PK\x05\x06":
        raise broken
    _, _, _, _, count, size, offset, _ = _END.unpack(end)
    directory = source.read_at(offset, size)
    if count > _MAX_MEMBERS or len(directory) != size or offset + size + _END.size != source.size:
        raise broken
    try:
        members = _parse_central(directory, count, source.size)
    except (struct.error, ProtocolError):
        raise broken from None
    if _overlap(members, offset):
        raise broken
    names = [member.name for member in members]
    tidy = names == sorted(set(names)) and directory + end == _encode_directory(members, offset)
    place = 0
    for member in members:
        header = _encode_local(member.name.encode(), member.crc, member.size)
        tidy = tidy and member.header == place
        tidy = tidy and source.read_at(member.header, len(header)) == header
        place += len(header) + member.size
    return members, tidy and place == offset


def _overlap(members: Sequence[ZipMember], limit: int) -> bool:
    """Whether two members, or one and the directory, hold the same bytes: small files would be read
    as large ones."""
    end = 0
    for member in sorted(members, key=lambda one: one.header):
        if member.header < end:
            return True
        end = member.offset + member.size
    return end > limit


def _parse_central(directory: bytes, count: int, limit: int) -> list[ZipMember]:
    members = []
    place = 0
    for _ in range(count):
        fields = _CENTRAL.unpack_from(directory, place)
        signature, method, crc, packed, size, length = (fields[i] for i in (0, 4, 7, 8, 9, 10))
        name = directory[place + _CENTRAL.size :][:length]
        if signature != 0x02014B50 or method != 0 or packed != size or not name.isascii():
            raise ProtocolError("bundle-format", "a member is compressed or not described")
        member = ZipMember(name.decode(), crc, size, fields[16])
        if member.offset + size > limit:
            raise ProtocolError("bundle-format", "a member lies outside the file")
        members.append(member)
        place += _CENTRAL.size + length + fields[11] + fields[12]
    return members
