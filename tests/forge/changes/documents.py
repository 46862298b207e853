"""Changes of whole documents: how their bytes are spelled, and whose they are."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from random import Random
from typing import Any

from tests.forge.documents import Documents, encode

DocumentWay = Callable[[Any, Documents, str, Random], bool]
DOCUMENT_WAYS: dict[str, DocumentWay] = {}


def _spell(data: bytes, random: Random) -> dict[str, bytes]:
    """The same value in bytes that nobody of us writes, and bytes that are no value."""
    text = data.decode("utf-8", "surrogatepass")
    numbers = re.sub(r":(\d+)([,}])", r":\1.0\2", text, count=1)
    letters = re.sub(r'"([a-z])', lambda f: f'"\\u{ord(f[1]):04x}', text, count=1)
    cut = random.randrange(1, len(data)) if len(data) > 1 else 0
    bent = bytearray(data or b"x")
    bent[random.randrange(len(bent))] ^= 1 << random.randrange(8)
    return {
        "a line end behind": data + b"\n",
        "a line end of Windows behind": data + b"\r\n",
        "a space behind": data + b" ",
        "line ends within": data.replace(b",", b",\r\n"),
        "a form feed within": data.replace(b",", b",\f", 1),
        "a hard space within": data.replace(b",", b",\xc2\xa0", 1),
        "a comment within": data.replace(b",", b",/**/", 1),
        "single quotation marks": data.replace(b'"', b"'"),
        "hashes in capitals": re.sub(rb"[0-9a-f]{64}", lambda f: f[0].upper(), data, count=1),
        "in a list": b"[" + data + b"]",
        "in a text": b'"' + data.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"',
        "zero bytes alone": bytes(len(data)),
        "in UTF-32": text.encode("utf-32-le", "surrogatepass"),
        "a space before": b" " + data,
        "a byte order mark": b"\xef\xbb\xbf" + data,
        "spaces within": data.replace(b",", b", ", 1),
        "a comma too many": data[:-1] + b"," + data[-1:],
        "said twice": data + data,
        "a zero byte behind": data + b"\0",
        "a number with a point": numbers.encode("utf-8", "surrogatepass"),
        "a letter escaped": letters.encode("utf-8", "surrogatepass"),
        "an escaped slash": data.replace(b"/", rb"\/", 1),
        "in UTF-16": text.encode("utf-16", "surrogatepass"),
        "a byte that is no UTF-8": data[:-1] + b"\xff" + data[-1:],
        "overlong UTF-8": data.replace(b"a", b"\xc1\xa1", 1),
        "a surrogate in UTF-8": data.replace(b"a", b"\xed\xa0\x80", 1),
        "cut off": data[:cut],
        "a bit turned": bytes(bent),
        "empty": b"",
    }


def _add_spelling(name: str) -> None:
    def change(world: Any, documents: Documents, document: str, random: Random) -> bool:
        if document == "layout" or document not in documents:
            return False
        data = encode(document, documents[document])
        changed = _spell(data, random)[name]
        documents[document] = changed
        return changed != data

    DOCUMENT_WAYS[f"document: {name}"] = change


for spelling in _spell(b'{"a":1}', Random(0)):
    _add_spelling(spelling)


def exchange(world: Any, documents: Documents, document: str, random: Random) -> bool:
    """It is another election's."""
    if document not in world.sibling or world.sibling[document] == documents[document]:
        return False
    documents[document] = copy.deepcopy(world.sibling[document])
    return True


DOCUMENT_WAYS["document: another election's"] = exchange


# Events of the record, each with the objects before it: DOCUMENT_WAYS of the layout alone.


def _group(layout: list[str]) -> list[list[str]]:
    """The layout's members, event by event."""
    groups: list[list[str]] = [[]]
    for name in layout:
        groups[-1].append(name)
        if name.startswith("event "):
            groups.append([])
    return groups[:-1]


def _add_layout(
    name: str, change: Callable[[Any, Documents, list[list[str]], Random], Any]
) -> None:
    def work(world: Any, documents: Documents, document: str, random: Random) -> bool:
        if document != "layout":
            return False
        changed = change(world, documents, _group(documents["layout"]), random)
        if changed is None:
            return False
        documents["layout"] = [name for group in changed for name in group]
        return True

    DOCUMENT_WAYS[f"document: {name}"] = work


def _leave_out(world: Any, documents: Documents, groups: list[list[str]], random: Random) -> Any:
    gone = random.randrange(len(groups))
    return groups[:gone] + groups[gone + 1 :]


def _leave_out_ballot(world: Any, documents: Documents, groups: Any, random: Random) -> Any:
    """Not the first of its batch only: any."""
    ballots = [i for i, group in enumerate(groups) if group[0].startswith("ballot ")]
    if not ballots:
        return None
    gone = random.choice(ballots)
    return groups[:gone] + groups[gone + 1 :]


def _double(world: Any, documents: Documents, groups: list[list[str]], random: Random) -> Any:
    """The same again, in an event of its own: members are not doubled, contents are."""
    i = random.randrange(len(groups))
    copies = [f"{name.split()[0]} {9000 + i}" for name in groups[i]]
    for old, new in zip(groups[i], copies, strict=True):
        documents[new] = copy.deepcopy(documents[old])
    place = random.randrange(i + 1, len(groups) + 1)
    return [*groups[:place], copies, *groups[place:]]


def _exchange(world: Any, documents: Documents, groups: list[list[str]], random: Random) -> Any:
    i, j = random.sample(range(len(groups)), 2) if len(groups) > 1 else (0, 0)
    groups[i], groups[j] = groups[j], groups[i]
    return groups if i != j else None


def _put_foreign(world: Any, documents: Documents, groups: list[list[str]], random: Random) -> Any:
    theirs = _group(world.sibling["layout"])
    group = random.choice(theirs)
    copies = [f"{name.split()[0]} {9000 + i}" for i, name in enumerate(group)]
    for old, new in zip(group, copies, strict=True):
        documents[new] = copy.deepcopy(world.sibling[old])
    place = random.randrange(len(groups) + 1)
    return [*groups[:place], copies, *groups[place:]]


def _end_earlier(world: Any, documents: Documents, groups: list[list[str]], random: Random) -> Any:
    return groups[: random.randrange(1, len(groups))] if len(groups) > 1 else None


_add_layout("an event left out", _leave_out)
_add_layout("a ballot left out", _leave_out_ballot)
_add_layout("an event twice", _double)
_add_layout("two events exchanged", _exchange)
_add_layout("an event of another election put in", _put_foreign)
_add_layout("ends earlier", _end_earlier)
