"""A ZIP file taken apart and put together again, also wrongly: whatever its headers are to say."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field

HEADER_FIELDS = ["needed", "flags", "method", "time", "date", "crc", "packed", "size"]
HEADER_FIELDS += ["name_length", "extra_length"]
DIRECTORY_FIELDS = ["directory_size", "directory", "comment_length"]

LOCAL = (
    ["signature", *HEADER_FIELDS],
    struct.Struct("<IHHHHHIIIHH"),
)
CENTRAL = (
    ["signature", "made_by", *HEADER_FIELDS, "comment_length", "disk", "inner", "outer", "header"],
    struct.Struct("<IHHHHHHIIIHHHHHII"),
)
END = (
    ["signature", "disk", "first_disk", "here", "count", *DIRECTORY_FIELDS],
    struct.Struct("<IHHHHIIH"),
)


@dataclass
class Member:
    """One file: its name and content, and what its headers say beside (``local``, ``central``);
    ``before`` and ``behind`` are bytes that belong to nothing."""

    name: bytes
    body: bytes
    local: dict[str, int] = field(default_factory=dict)
    central: dict[str, int] = field(default_factory=dict)
    central_name: bytes | None = None
    local_extra: bytes = b""
    central_extra: bytes = b""
    comment: bytes = b""
    before: bytes = b""
    behind: bytes = b""


@dataclass
class Zip:
    """The files in order, the directory's order, and what else there is."""

    members: list[Member]
    order: list[int]
    end: dict[str, int] = field(default_factory=dict)
    before_end: bytes = b""
    behind: bytes = b""


def read_zip(data: bytes) -> Zip:
    """A ZIP file in our form."""
    members, place = [], 0
    while data[place : place + 4] == b"PK\x03\x04":
        names, form = LOCAL
        found = dict(zip(names, form.unpack_from(data, place), strict=True))
        start = place + form.size
        middle = start + found["name_length"]
        place = middle + found["size"]
        members.append(Member(data[start:middle], data[middle:place]))
    return Zip(members, list(range(len(members))))


def _pack(form: tuple[list[str], struct.Struct], fields: dict[str, int]) -> bytes:
    names, packing = form
    widths = {"H": 2**16, "I": 2**32}
    letters = packing.format[1:]
    return packing.pack(
        *(fields.get(n, 0) % widths[c] for n, c in zip(names, letters, strict=True))
    )


def write_zip(made: Zip) -> bytes:
    """Its bytes; what headers say wrongly is written as they say it."""
    data, places = b"", []
    for one in made.members:
        data += one.before
        places.append(len(data))
        said = _describe(one, 0x04034B50) | {"extra_length": len(one.local_extra)} | one.local
        data += _pack(LOCAL, said) + one.name + one.local_extra + one.body + one.behind
    directory = b""
    for i in made.order:
        one = made.members[i]
        name = one.name if one.central_name is None else one.central_name
        lengths = {"extra_length": len(one.central_extra), "comment_length": len(one.comment)}
        said = _describe(one, 0x02014B50) | {"name_length": len(name), "header": places[i]}
        said |= {"made_by": 3 << 8 | 20, "outer": 0o100644 << 16} | lengths | one.central
        directory += _pack(CENTRAL, said) + name + one.central_extra + one.comment
    count = len(made.order)
    end = {"signature": 0x06054B50, "here": count, "count": count}
    end |= {"directory_size": len(directory), "directory": len(data)} | made.end
    return data + directory + made.before_end + _pack(END, end) + made.behind


def _describe(one: Member, signature: int) -> dict[str, int]:
    size = len(one.body)
    sizes = {"packed": size, "size": size, "crc": zlib.crc32(one.body)}
    said = {"signature": signature, "needed": 20, "date": 0x0021, "name_length": len(one.name)}
    return said | sizes
