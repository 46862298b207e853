"""Files that are small to send and dear to read: each kind of waste in each place of a record and a
bundle. Nothing in them is proved; they must be answered cheaply, and by both auditors alike."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from functools import cache

from tests.forgeries.election.bench import contents, play
from tests.forgeries.workshop import Honest, Step, build, make_election
from voteapp.campaign.zips import encode_zip
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.questions import Question

WASTE: dict[str, Callable[[int], bytes]] = {
    "lists": lambda size: b"[" + b"[]," * (size // 3) + b"[]]",
    "objects": lambda size: b"[" + b"{}," * (size // 3) + b"{}]",
    "numbers": lambda size: b"[" + b"0," * (size // 2) + b"0]",
    "large numbers": lambda size: b"[" + b"12345678901234567," * (size // 18) + b"0]",
    "texts": lambda size: b"[" + b'"",' * (size // 3) + b'""]',
    "nesting": lambda size: b"[" * (size // 2) + b"]" * (size // 2),
    "objects within each other": lambda size: b'{"a":' * (size // 6) + b"0" + b"}" * (size // 6),
    "never closed": lambda size: b"[" * size,
    "one text": lambda size: b'"' + b"x" * size + b'"',
    "one number": lambda size: b"1" * size,
    "escapes": lambda size: b'"' + b"\\\\" * (size // 2) + b'"',
    "marks": lambda size: b'"' + b'\\"' * (size // 2) + b'"',
    "wide letters": lambda size: b'["' + b"x" * (size // 2) + "😀".encode() * (size // 8) + b'"]',
    "spaces": lambda size: b"[" + b" " * size + b"]",
}
PLACES = ("ballot", "field", "election", "credentials", "trustees", "tally", "result", "event")
PAPERS = ("manifest", "questionnaire", "evidence")


@cache
def _honest() -> Honest:
    return make_election()


def waste_in_record(kind: str, place: str, size: int) -> bytes:
    """A record with some bytes of waste in one place, its chain right."""
    honest, waste = _honest(), WASTE[kind](size)
    steps = list(honest.steps)
    if place == "ballot":
        steps[1] = Step("Ballot", [waste])
    elif place == "field":
        ballot = json.loads(honest.ballots[0])
        ballot["answers"][0]["individual_proofs"] = "WASTE"
        steps[1] = Step("Ballot", [encode_json(ballot).replace(b'"WASTE"', waste)])
    elif place == "event":
        steps[1] = Step("Ballot", steps[1].objects, rewrite=lambda body: waste)
    elif place in ("tally", "result"):
        index = honest.index("EncryptedTally" if place == "tally" else "Result")
        steps[index] = Step(steps[index].kind, [*steps[index].objects[:-1], waste])
    else:
        number = ("election", "trustees", "credentials").index(place)
        objects = list(steps[0].objects[:3])
        objects[number] = waste
        names = ("election", "trustees", "credentials")
        data = {name: hash_hex(body) for name, body in zip(names, objects, strict=True)}
        steps[0] = Step("Setup", [*objects, encode_json(data)])
    return build(steps)


def waste_in_bundle(kind: str, paper: str, size: int) -> bytes:
    """A bundle one of whose papers is waste."""
    return encode_zip({**contents(play()[1]), f"{paper}.json": WASTE[kind](size)})


def many_answers(answers: int, ballots: int) -> bytes:
    """An election with many answers, and ballots that are nothing."""
    wide = Question(answers=["a"] * answers, min=0, max=1, question="Which?")
    election = make_election(questions=[wide], choices=[], until="Ballot")
    nothing = [Step("Ballot", [b'{"x":%d}' % number]) for number in range(ballots)]
    return build([election.steps[0], *nothing])


def many_unsigned(ballots: int) -> bytes:
    """Ballots of the right form, none of which is signed."""
    honest = make_election(until="Ballot")
    made = []
    for number in range(ballots):
        ballot = json.loads(honest.ballots[number % len(honest.ballots)])
        ballot["signature"]["proof"]["response"] = str(number + 1)
        made.append(Step("Ballot", [encode_json(ballot)]))
    return build([honest.steps[0], *made])


def overlapping_members(size: int) -> bytes:
    """A ZIP file of 64 members that are all the same bytes."""
    names = [f"member{number:02}" for number in range(57)]
    names += [f"{play()[1].uuid}.bel", "README.txt", "auditor.html"]
    names += [f"{paper}.json" for paper in PAPERS]
    honest = encode_zip(dict.fromkeys(names, b""))
    directory = honest[honest.index(b"PK\x01\x02") :]
    body, crc = bytes(size), zlib.crc32(bytes(size)).to_bytes(4, "little")
    start = b"PK\x03\x04" + bytes(26)
    entries, place = b"", 0
    for _ in names:
        length = int.from_bytes(directory[place + 28 : place + 30], "little")
        entry = bytearray(directory[place : place + 46 + length])
        entry[16:28] = crc + size.to_bytes(4, "little") * 2
        entry[42:46] = bytes(4)
        entries += bytes(entry)
        place += 46 + length
    content = start + bytes(64) + body
    end = bytearray(directory[place:])
    end[12:20] = len(entries).to_bytes(4, "little") + len(content).to_bytes(4, "little")
    return content + entries + bytes(end)


def list_hostile(size: int) -> dict[str, Callable[[], bytes]]:
    """By name, what makes each; ``size``: bytes of waste."""
    found: dict[str, Callable[[], bytes]] = {}
    for kind in WASTE:
        for place in PLACES:
            found[f"{kind} as {place}"] = lambda k=kind, p=place: waste_in_record(k, p, size)
        for paper in PAPERS:
            found[f"{kind} as {paper}"] = lambda k=kind, p=paper: waste_in_bundle(k, p, size)
    found["answers times ballots"] = lambda: many_answers(min(size // 4, 490_000), 200)
    found["ballots of no signature"] = lambda: many_unsigned(size // 4000)
    found["overlapping members"] = lambda: overlapping_members(size)
    return found
