"""Every attack there is, in an order that a seed gives: which election, which value, which way, and
whose help makes the rest right again."""

from __future__ import annotations

import json
import re
from functools import cache
from random import Random
from typing import Any, NamedTuple

import tests.forge.changes.holders
import tests.forge.changes.numbers
import tests.forge.changes.plain
import tests.forge.changes.tars
import tests.forge.changes.within
import tests.forge.changes.zips  # noqa: F401 - they add themselves
from tests.forge.changes.documents import DOCUMENT_WAYS
from tests.forge.changes.kinds import FILE_WAYS, NOTHING, REMOVED, WAYS, Place, list_ways
from tests.forge.documents import Documents, encode
from tests.forge.plans import PLANS, World
from tests.forge.worlds import create_world

Path = tuple[Any, ...]

POWERS = ("nobody", "anybody", "server", "tellers", "few", "trustees", "members")
"""Who helps to make right again what the change broke: each with all before. ``nobody`` leaves the
rest as it is; ``anybody`` can compute hashes, tallies and results; ``few`` are one trustee less
than decrypt, with every witness and mirror."""

_NUMBERED = re.compile(r"(ballot|event|decryption|owned) \d+")
_HASH = re.compile(r"[0-9a-f]{64}")


class Attack(NamedTuple):
    """One attack: places of one ``pattern`` are all alike; ``number`` chooses which, and what."""

    number: int
    world: str
    pattern: str
    way: str
    power: str

    def describe(self) -> str:
        """In one line."""
        return f"{self.number}: {self.world}, {self.pattern}, {self.way}, with {self.power}"


class Change(NamedTuple):
    """What was done: ``path`` within the ``document``; ``gone``: of what is there, the one that was
    taken out."""

    documents: Documents
    document: str
    path: Path
    gone: Path = ()


def walk(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """Every value within a value, itself first, with its path."""
    found = [(path, value)]
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, child in items:
        found += walk(child, (*path, key))
    return found


def name_pattern(document: str, path: Path) -> str:
    """What is said of all places that are alike: numbers and hashes do not count."""
    name = _NUMBERED.sub(r"\1", document)
    keys = ("*" if isinstance(key, int) else _HASH.sub("#", key) for key in path)
    return "/".join((name, *keys))


@cache
def list_places(world: str) -> dict[str, list[tuple[str, Path]]]:
    """All places of an honest election, by pattern; of values, and of whole documents."""
    found: dict[str, list[tuple[str, Path]]] = {}
    for document, value in create_world(world).documents.items():
        for path, _ in walk(value):
            found.setdefault(name_pattern(document, path), []).append((document, path))
    return found


def get_value(documents: Documents, document: str, path: Path) -> Any:
    """What stands at a place; NOTHING where there is none."""
    value = documents.get(document, NOTHING)
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return NOTHING
    return value


@cache
def list_attacks(seed: str) -> list[tuple[str, str, str, str]]:
    """Every (election, pattern, way, power), shuffled by the seed."""
    found = []
    for plan in PLANS:
        documents = create_world(plan.name).documents
        for pattern, places in list_places(plan.name).items():
            values = [get_value(documents, *place) for place in places]
            ways = {way for value in values for way in list_ways(value)}
            if "/" not in pattern:
                ways |= set(DOCUMENT_WAYS)
            found += [(plan.name, pattern, way, p) for way in sorted(ways) for p in POWERS]
    Random(f"forge {seed}").shuffle(found)
    return found


@cache
def list_file_attacks(seed: str) -> list[tuple[str, str, str, str]]:
    """The same of whole files, of which nothing is made right again: every (election, ``zip`` or
    ``tar``, way, ``nobody``)."""
    ways = [(plan.name, way.split(":")[0], way, "nobody") for plan in PLANS for way in FILE_WAYS]
    Random(f"forge files {seed}").shuffle(ways)
    return ways


STRONG = ("trustees", "members")
TURNS = ("strong", "strong", "weak", "strong", "strong", "weak", "strong", "file")
"""Of eight attacks five are made right again with almost everybody's help: with less the first
hash that does not fit hides what else an auditor would say. One is of a whole file: there are few
ways, and each is worth a place."""


@cache
def _deal(seed: str) -> dict[str, list[tuple[str, str, str, str]]]:
    """The attacks by kind of turn."""
    attacks = list_attacks(seed)
    return {
        "strong": [one for one in attacks if one[3] in STRONG],
        "weak": [one for one in attacks if one[3] not in STRONG],
        "file": list_file_attacks(seed),
    }


def get_attack(seed: str, number: int) -> Attack:
    """The attack of that number, from 0; after the last the first comes again, at other places."""
    rounds, turn = divmod(number, len(TURNS))
    kind = TURNS[turn]
    place = rounds * TURNS.count(kind) + TURNS[:turn].count(kind)
    dealt = _deal(seed)[kind]
    return Attack(number, *dealt[place % len(dealt)])


@cache
def _list_own_texts(world: str) -> list[str]:
    texts = {
        value
        for document in create_world(world).documents.values()
        for _, value in walk(document)
        if isinstance(value, str) and len(value) < 200
    }
    return sorted(texts)


def perform(seed: str, attack: Attack) -> Change | None:
    """Do it to a copy of the honest documents; None where it changes nothing."""
    random = Random(f"{seed} {attack.number}")
    world = create_world(attack.world)
    if attack.way in FILE_WAYS:
        way, own = FILE_WAYS[attack.way], Random(random.random())
        change = {attack.pattern: lambda data: way(data, own)}
        return Change({**world.documents, **change}, attack.pattern, ())
    places = list_places(attack.world)[attack.pattern]
    fitting = [place for place in places if _fits(world, place, attack.way)]
    document, path = random.choice(fitting or places)
    documents = {**world.documents, "layout": list(world.documents["layout"])}
    for name in {document, "evidence"} - {"layout"}:
        documents[name] = json.loads(world.encoded[name])
    if attack.way in DOCUMENT_WAYS:
        changed = DOCUMENT_WAYS[attack.way](world, documents, document, random)
        return Change(documents, document, ()) if changed else None
    value = get_value(documents, document, path)
    place = Place(
        random=random,
        foreign=get_value(world.sibling, document, path),
        alike=[get_value(world.documents, *one) for one in places],
        own=_list_own_texts(attack.world),
    )
    changed = WAYS[attack.way](value, place)
    if changed is NOTHING or not _put(documents, document, path, changed):
        return None
    if document != "layout" and document in documents:
        if encode(document, documents[document]) == world.encoded[document]:
            return None
    elif documents.get("layout") == world.documents["layout"] and document in documents:
        return None
    return Change(documents, document, path, _find_gone(value, changed))


def _find_gone(old: Any, new: Any) -> Path:
    """What alone is not there any more of an object or a list."""
    if isinstance(old, dict) and isinstance(new, dict) and len(new) == len(old) - 1:
        gone = [name for name in old if name not in new]
        return (gone[0],) if new == {n: one for n, one in old.items() if n not in gone} else ()
    if isinstance(old, list) and isinstance(new, list):
        return next(((i,) for i in range(len(old)) if old[:i] + old[i + 1 :] == new), ())
    return ()


def _fits(world: World, place: tuple[str, Path], way: str) -> bool:
    return way in DOCUMENT_WAYS or way in list_ways(get_value(world.documents, *place))


def _put(documents: Documents, document: str, path: Path, changed: Any) -> bool:
    if not path:
        if document == "layout" and not isinstance(changed, list):
            return False
        if changed is REMOVED:
            del documents[document]
        else:
            documents[document] = changed
        return changed is not REMOVED or document != "layout"
    holder = get_value(documents, document, path[:-1])
    if changed is REMOVED:
        del holder[path[-1]]
    else:
        holder[path[-1]] = changed
    return True
