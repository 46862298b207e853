"""Changes of a record as a tar file: its headers, its members, and what lies between them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.forge.changes.kinds import FileWay, add_file_ways
from voteapp.protocol.archive import encode_archive_header, encode_member, encode_object

BLOCK = 512
Members = list[bytes]
"""Each with its header and its padding."""


def read_tar(data: bytes) -> Members:
    """The members of a record in our form, the header first."""
    members, place = [], 0
    while place < len(data):
        size = int(data[place + 124 : place + 135], 8)
        end = place + BLOCK + size + -size % BLOCK
        members.append(data[place:end])
        place = end
    return members


def _add_up(header: bytes) -> bytes:
    """The header with its own checksum."""
    blank = header[:148] + b" " * 8 + header[156:]
    return header[:148] + b"%06o\0 " % sum(blank) + header[156:]


def _fill(place: int, value: bytes, *, summed: bool = True) -> FileWay:
    """Something else in a field of one header, whose checksum is right (or as before)."""

    def work(data: bytes, random: Random) -> bytes:
        members = read_tar(data)
        i = random.randrange(len(members))
        header, rest = members[i][:BLOCK], members[i][BLOCK:]
        header = header[:place] + value + header[place + len(value) :]
        members[i] = (_add_up(header) if summed else header) + rest
        return b"".join(members)

    return work


def _of_members(change: Callable[[Members, int, Random], Members]) -> FileWay:
    """Of the members, of which one (not the first) is at the place."""

    def work(data: bytes, random: Random) -> bytes:
        members = read_tar(data)
        return b"".join(change(members, random.randrange(1, len(members)), random))

    return work


def _put(member: bytes) -> FileWay:
    return _of_members(lambda m, i, random: [*m[:i], member, *m[i:]])


def _exchange(members: Members, i: int, random: Random) -> Members:
    j = random.randrange(1, len(members))
    members[i], members[j] = members[j], members[i]
    return members


def _pad_with(value: bytes) -> FileWay:
    """Something in the padding of a member that has any."""

    def change(members: Members, i: int, random: Random) -> Members:
        place = next(j for j, one in enumerate(members) if j >= min(i, 2) and one[-1:] == b"\0")
        members[place] = members[place][: -len(value)] + value
        return members

    return _of_members(change)


def _rename(change: Callable[[bytes], bytes]) -> FileWay:
    def work(members: Members, i: int, random: Random) -> Members:
        header, rest = members[i][:BLOCK], members[i][BLOCK:]
        name = change(header[:100].rstrip(b"\0"))[:100].ljust(100, b"\0")
        members[i] = _add_up(name + header[100:]) + rest
        return members

    return _of_members(work)


def _resize(change: Callable[[int], bytes]) -> FileWay:
    """Another size in the header than the content has."""

    def work(members: Members, i: int, random: Random) -> Members:
        header, rest = members[i][:BLOCK], members[i][BLOCK:]
        size = change(int(header[124:135], 8))
        members[i] = _add_up(header[:124] + size.ljust(12, b"\0")[:12] + header[136:]) + rest
        return members

    return _of_members(work)


def _turn_bit(data: bytes, random: Random) -> bytes:
    bent = bytearray(data)
    place = random.choice((random.randrange(2 * BLOCK), random.randrange(len(bent))))
    bent[place] ^= 1 << random.randrange(8)
    return bytes(bent)


def _stray(body: bytes, kind: bool, timestamp: int = 1_700_000_000) -> bytes:
    return encode_object(body, timestamp, is_event=kind)


EVENT = b'{"parent":"' + b"0" * 64 + b'","height":99,"type":"EndBallots"}'
STAMP = 1_700_000_000
FIELDS = {
    "mode": (100, b"0000755\0"),
    "mode with spaces": (100, b"   644 \0"),
    "mode without an end": (100, b"00000644"),
    "owner": (108, b"0001750\0"),
    "group": (116, b"0001750\0"),
    "time": (136, b"00000000001\0"),
    "time in base 256": (136, b"\x80" + bytes(11)),
    "kind file of today": (156, b"\0"),
    "kind link": (156, b"1"),
    "kind symbolic link": (156, b"2"),
    "kind folder": (156, b"5"),
    "kind contiguous": (156, b"7"),
    "kind pax": (156, b"x"),
    "kind global pax": (156, b"g"),
    "kind long name": (156, b"L"),
    "kind sparse": (156, b"S"),
    "a link's name": (157, b"evidence.json"),
    "the magic of ustar": (257, b"ustar\x0000"),
    "the magic of GNU": (257, b"ustar  \0"),
    "a user's name": (265, b"root"),
    "a device": (329, b"0000001\0"),
    "a prefix": (345, b"folder"),
    "something at the end": (511, b"x"),
}

add_file_ways(
    "tar",
    {
        **{f"header: {name}": _fill(*one) for name, one in FIELDS.items()},
        **{
            f"header: {name}, not summed": _fill(*one, summed=False) for name, one in FIELDS.items()
        },
        "header: another sum": _fill(148, b"000000\0 ", summed=False),
        "header: a sum without a space": _fill(154, b" \0", summed=False),
        "size one more": _resize(lambda n: b"%011o" % (n + 1)),
        "size one less": _resize(lambda n: b"%011o" % max(n - 1, 0)),
        "size a block more": _resize(lambda n: b"%011o" % (n + BLOCK)),
        "size none": _resize(lambda n: b"%011o" % 0),
        "size large": _resize(lambda n: b"77777777777"),
        "size with a space": _resize(lambda n: b"%10o " % n),
        "size in base 256": _resize(lambda n: b"\x80" + n.to_bytes(11, "big")),
        "size with a sign": _resize(lambda n: b"-%010o" % n),
        "size in twelve digits": _resize(lambda n: b"%012o" % n),
        "size in other digits": _resize(lambda n: b"%09o" % n + "٣".encode()),
        "name in capitals": _rename(bytes.upper),
        "name with a line end": _rename(lambda name: name + b"\n"),
        "name with something behind its end": _rename(lambda name: name + b"\0x"),
        "name in a folder": _rename(lambda name: b"./" + name),
        "name without its end": _rename(lambda name: name[:64]),
        "name not ASCII": _rename(lambda name: name + b"\xff"),
        "name of 100": _rename(lambda name: name.ljust(100, b"x")),
        "name empty": _rename(lambda name: b""),
        "name of zeros": _rename(lambda name: b"0" * 64 + name[64:]),
        "an event's name": _rename(lambda name: name.replace(b".data.", b".event.")),
        "an object's name": _rename(lambda name: name.replace(b".event.", b".data.")),
        "padding not zero": _pad_with(b"x"),
        "padding with a block of it": _pad_with(b" " * 2),
        "padding left out": _of_members(
            lambda m, i, random: [*m[:i], m[i].rstrip(b"\0"), *m[i + 1 :]]
        ),
        "last padding left out": lambda data, random: data.rstrip(b"\0"),
        "padding doubled": _of_members(
            lambda m, i, random: [*m[:i], m[i] + bytes(BLOCK), *m[i + 1 :]]
        ),
        "an end of zeros": lambda data, random: data + bytes(BLOCK * random.choice((1, 2, 20))),
        "a byte behind": lambda data, random: data + random.choice((b"\0", b"x", b"\n")),
        "a member twice": _of_members(lambda m, i, random: [*m[:i], m[i], *m[i:]]),
        "a member again at the end": _of_members(lambda m, i, random: [*m, m[i]]),
        "a member left out": _of_members(lambda m, i, random: [*m[:i], *m[i + 1 :]]),
        "two members exchanged": _of_members(_exchange),
        "all turned round": _of_members(lambda m, i, random: [m[0], *m[:0:-1]]),
        "a stray object": _put(_stray(b"{}", False)),
        "a stray object of nothing": _put(_stray(b"", False)),
        "a stray object that is no JSON": _put(_stray(b"\xff\0", False)),
        "a stray object at the end": lambda data, random: data + _stray(b"{}", False),
        "a stray event": _put(_stray(EVENT, True)),
        "a stray event at the end": lambda data, random: data + _stray(EVENT, True),
        "a stray event of nothing": _put(_stray(b"", True)),
        "a stray event of null": _put(_stray(b"null", True)),
        "a stray file": _put(encode_member("README", b"x", STAMP)),
        "a pax header": _put(encode_member("PaxHeader", b"18 path=evidence\n\n", STAMP)),
        "its header twice": _put(encode_archive_header(STAMP)),
        "its header at the end": lambda data, random: data + encode_archive_header(STAMP),
        "its header left out": lambda data, random: b"".join(read_tar(data)[1:]),
        "its header alone": lambda data, random: read_tar(data)[0],
        "nothing": lambda data, random: b"",
        "said twice": lambda data, random: data + data,
        "cut off": lambda data, random: data[: random.randrange(len(data))],
        "cut off at a block": lambda data, random: data[
            : BLOCK * random.randrange(len(data) // BLOCK)
        ],
        "a bit turned": _turn_bit,
    },
)
