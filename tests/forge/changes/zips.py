"""Changes of a bundle as a ZIP file: its headers, its members, and what lies between them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

from tests.forge.changes.kinds import FileWay, add_file_ways
from tests.forge.changes.zipping import END, HEADER_FIELDS, Member, Zip, read_zip, write_zip

MemberWay = Callable[[Member, Random], Any]
ZipWay = Callable[[Zip, Random], Any]


def _of_member(change: MemberWay) -> FileWay:
    def work(data: bytes, random: Random) -> bytes:
        made = read_zip(data)
        change(random.choice(made.members), random)
        return write_zip(made)

    return work


def _of_zip(change: ZipWay) -> FileWay:
    def work(data: bytes, random: Random) -> bytes:
        made = read_zip(data)
        changed = change(made, random)
        return changed if isinstance(changed, bytes) else write_zip(made)

    return work


def _say(where: str, name: str) -> MemberWay:
    def change(one: Member, random: Random) -> None:
        size = len(one.body)
        honest = {"needed": 20, "date": 0x21, "size": size, "packed": size}
        honest |= {"crc": zlib.crc32(one.body), "name_length": len(one.name), "made_by": 788}
        old = honest.get(name, 0)
        new = random.choice((old + 1, old - 1, old ^ 8, 0, 0xFFFF, 0xFFFFFFFF, 1, 8, 0x800))
        for place in (one.local, one.central):
            if where == "both" or place is getattr(one, where):
                place[name] = new

    return change


def _say_end(name: str) -> ZipWay:
    def change(made: Zip, random: Random) -> None:
        old = len(made.order) if name in ("here", "count") else 0
        made.end[name] = random.choice((old + 1, old - 1, 0, 0xFFFF, 0xFFFFFFFF, 65))

    return change


def _put(name: bytes, *, first: bool = False) -> ZipWay:
    def change(made: Zip, random: Random) -> None:
        body = random.choice((b"", b"{}", random.choice(made.members).body))
        place = 0 if first else random.randrange(len(made.members) + 1)
        made.members.insert(place, Member(name, body))
        made.order = list(range(len(made.members)))
        if random.random() < 0.5:
            made.members.sort(key=lambda one: one.name)

    return change


def _rename(change: Callable[[bytes], bytes], where: str = "both") -> MemberWay:
    def work(one: Member, random: Random) -> None:
        new = change(one.name)
        if where != "local":
            one.central_name = new
        if where != "central":
            one.central_name = one.name if one.central_name is None else one.central_name
            one.name = new

    return work


def _fill(name: str, value: bytes) -> MemberWay:
    return lambda one, random: setattr(one, name, value)


def _pack_really(one: Member, random: Random) -> None:
    made = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = made.compress(one.body) + made.flush()
    said = {"method": 8, "size": len(one.body), "crc": zlib.crc32(one.body)}
    one.local, one.central, one.body = dict(said), dict(said), packed


def _describe_behind(one: Member, random: Random) -> None:
    """Flag 8: checksum and sizes stand behind the content."""
    size, crc = len(one.body), zlib.crc32(one.body)
    one.local |= {"flags": 8, "crc": 0, "size": 0, "packed": 0}
    one.central |= {"flags": 8}
    one.behind = b"PK\x07\x08" + struct.pack("<III", crc, size, size)


def _double(made: Zip, random: Random) -> None:
    one = random.choice(made.members)
    other = random.choice((one.body, b"{}", b"", one.body + b" "))
    place = made.members.index(one) + random.choice((0, 1))
    made.members.insert(place, Member(one.name, other))
    made.order = list(range(len(made.members)))


def _name_twice(made: Zip, random: Random) -> None:
    """One content, named twice in the directory: both the same bytes."""
    made.order.insert(0, random.choice(made.order))


def _shuffle(made: Zip, random: Random) -> None:
    random.shuffle(made.order if random.random() < 0.5 else made.members)


def _leave_out(made: Zip, random: Random) -> None:
    gone = random.randrange(len(made.members))
    if random.random() < 0.5:
        made.order.remove(gone)
    else:
        del made.members[gone]
        made.order = list(range(len(made.members)))


def _put_many(made: Zip, random: Random) -> None:
    names = [f"{i:03}".encode() for i in range(random.choice((58, 59, 70)))]
    made.members = [*(Member(name, b"") for name in names), *made.members]
    made.order = list(range(len(made.members)))


def _end_large(made: Zip, random: Random) -> None:
    """The end as ZIP files of more than 4 GiB have it."""
    start = len(write_zip(made)) - 22
    made.before_end = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 6, 6, 0, 0)
    made.before_end += struct.pack("<IIQI", 0x07064B50, 0, start, 1)
    made.end |= random.choice(({}, {"count": 0xFFFF, "here": 0xFFFF, "directory": 0xFFFFFFFF}))


def _put_comment(made: Zip, random: Random) -> None:
    made.behind = random.choice((b"x", b"PK\x05\x06" + bytes(18), bytes(22)))
    made.end["comment_length"] = len(made.behind)


def _fill_papers(made: Zip, random: Random) -> None:
    """What stands beside the record and is read."""
    papers = [one for one in made.members if one.name.endswith(b".json")]
    random.choice(papers).body = random.choice((b"", b"null", b"{}", b"[]", b"\0", b'""', b"0"))


def _write_text(made: Zip, random: Random) -> None:
    texts = [one for one in made.members if one.name in (b"README.txt", b"auditor.html")]
    one = random.choice(texts)
    one.body = random.choice((one.body + b"x", b"\xff", b"\0", one.body + b"\r\n", b""))


def _turn_bit(data: bytes, random: Random) -> bytes:
    bent = bytearray(data)
    bent[random.randrange(len(bent))] ^= 1 << random.randrange(8)
    return bytes(bent)


CENTRAL_FIELDS = ["signature", "made_by", "comment_length", "disk", "inner", "outer", "header"]
NAMES = {
    "a folder": b"x/",
    "an absolute path": b"/evidence.json",
    "a path above": b"../evidence.json",
    "in capitals": b"EVIDENCE.JSON",
    "in a folder": b"x/evidence.json",
    "another record": b"zz.bel",
    "a record without a name": b".bel",
    "no name": b"",
    "a zero byte in its name": b"evidence.json\0",
    "not ASCII": "évidence.json".encode(),
    "a folder of macOS": b"__MACOSX/._evidence.json",
    "a name of a prototype": b"__proto__",
    "a long name": b"x" * 70,
    "the same name": b"evidence.json",
}
RENAMES: dict[str, Callable[[bytes], bytes]] = {
    "in capitals": bytes.upper,
    "with a zero byte": lambda name: name + b"\0",
    "with a space": lambda name: name + b" ",
    "in a folder": lambda name: b"x/" + name,
    "with a backslash": lambda name: b".\\" + name,
    "beyond ASCII": lambda name: name + b"\xc3\xa9",
    "empty": lambda name: b"",
    "as a record": lambda name: name + b".bel",
}

add_file_ways(
    "zip",
    {
        **{
            f"{where} {name}": _of_member(_say(where, name))
            for name in HEADER_FIELDS
            for where in ("local", "central", "both")
        },
        **{f"central {name}": _of_member(_say("central", name)) for name in CENTRAL_FIELDS},
        "local signature": _of_member(_say("local", "signature")),
        **{f"end {name}": _of_zip(_say_end(name)) for name in END[0]},
        **{f"put in: {said}": _of_zip(_put(name)) for said, name in NAMES.items()},
        "put before all: a record": _of_zip(_put(b"0.bel", first=True)),
        **{
            f"renamed {said} ({where})": _of_member(_rename(change, where))
            for said, change in RENAMES.items()
            for where in ("local", "central", "both")
        },
        **{
            f"{name} filled": _of_member(_fill(name, value))
            for name, value in {
                "local_extra": b"UT\x05\0\x03abcd",
                "central_extra": b"UT\x05\0\x03abcd",
                "comment": b"x",
                "before": b"x",
                "behind": b"x",
            }.items()
        },
        "compressed": _of_member(_pack_really),
        "described behind": _of_member(_describe_behind),
        "a member twice": _of_zip(_double),
        "a member named twice": _of_zip(_name_twice),
        "another order": _of_zip(_shuffle),
        "a member left out": _of_zip(_leave_out),
        "many members": _of_zip(_put_many),
        "the end of large files": _of_zip(_end_large),
        "a comment": _of_zip(_put_comment),
        "something before the end": _of_zip(lambda made, r: setattr(made, "before_end", b"x")),
        "something behind the end": _of_zip(lambda made, r: setattr(made, "behind", b"x")),
        "a paper of nothing": _of_zip(_fill_papers),
        "another text for people": _of_zip(_write_text),
        "cut off": lambda data, random: data[: random.randrange(len(data))],
        "cut off in front": lambda data, random: data[random.randrange(1, len(data)) :],
        "a bit turned": _turn_bit,
        "said twice": lambda data, random: data + data,
        "within another": lambda data, random: write_zip(Zip([Member(b"x.bel", data)], [0])),
        "no members": lambda data, random: write_zip(Zip([], [])),
        "something before all": lambda data, random: random.choice((b"x", b"PK\x03\x04")) + data,
    },
)
