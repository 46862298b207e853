"""Every attack there is, in an order that a seed gives: which election, which value, which way, and
whose help makes the rest right again."""

from __future__ import annotations

import gc
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


Step = tuple[str, str]
"""What is changed, and how: a pattern and a way."""


class Attack(NamedTuple):
    """One attack: places of one ``pattern`` are all alike; ``number`` chooses which, and what.
    ``more``: what is changed beside. ``form``: ``zip``, or ``bel``, the record alone."""

    number: int
    world: str
    pattern: str
    way: str
    power: str
    more: tuple[Step, ...] = ()
    form: str = "zip"

    @property
    def steps(self) -> list[Step]:
        """All changes, in order."""
        return [(self.pattern, self.way), *self.more]

    def describe(self) -> str:
        """In one line."""
        done = " and ".join(f"{pattern}, {way}" for pattern, way in self.steps)
        alone = ", the record alone" if self.form == "bel" else ""
        return f"{self.number}: {self.world}, {done}, with {self.power}{alone}"


class Spot(NamedTuple):
    """Where something was changed: ``path`` within the ``document``; ``gone``: of what is there,
    the one that was taken out."""

    document: str
    path: Path
    gone: Path = ()


class Change(NamedTuple):
    """What was done at a place (as in ``Spot``), and where else."""

    documents: Documents
    document: str
    path: Path
    gone: Path = ()
    others: tuple[Spot, ...] = ()

    @property
    def spots(self) -> tuple[Spot, ...]:
        """All places."""
        return (Spot(self.document, self.path, self.gone), *self.others)


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
def list_steps(world: str) -> list[Step]:
    """Every (pattern, way) of an election."""
    found: list[Step] = []
    documents = create_world(world).documents
    for pattern, places in list_places(world).items():
        values = [get_value(documents, *place) for place in places]
        ways = {way for value in values for way in list_ways(value)}
        if "/" not in pattern:
            ways |= set(DOCUMENT_WAYS)
        found += [(pattern, way) for way in sorted(ways)]
    return found


@cache
def list_attacks(seed: str) -> list[tuple[str, str, str, str]]:
    """Every (election, pattern, way, power), shuffled by the seed."""
    names = [plan.name for plan in PLANS]
    gc.disable()  # it would look through a million of them again and again
    found = [
        (name, *step, power) for name in names for step in list_steps(name) for power in POWERS
    ]
    Random(f"forge {seed}").shuffle(found)
    gc.freeze()
    gc.enable()
    return found


@cache
def list_file_attacks(seed: str) -> list[tuple[str, str, str, str]]:
    """The same of whole files, of which nothing is made right again: every (election, ``zip`` or
    ``tar``, way, ``nobody``)."""
    ways = [(plan.name, way.split(":")[0], way, "nobody") for plan in PLANS for way in FILE_WAYS]
    Random(f"forge files {seed}").shuffle(ways)
    return ways


@cache
def _list_own_texts(world: str) -> list[str]:
    texts = {
        value
        for document in create_world(world).documents.values()
        for _, value in walk(document)
        if isinstance(value, str) and len(value) < 200
    }
    return sorted(texts)


def perform(seed: str, attack: Attack, only: int | None = None) -> Change | None:
    """Do it to a copy of the honest documents; None where it changes nothing. ``only``: of several
    changes that one alone (from 0), just as it is made with the others."""
    world = create_world(attack.world)
    documents = {**world.documents, "layout": list(world.documents["layout"])}
    documents["evidence"] = json.loads(world.encoded["evidence"])
    spots: list[Spot] = []
    for i, step in enumerate(attack.steps):
        random = Random(f"{seed} {attack.number}" + f" {i}" * (i > 0))
        if only not in (None, i):
            continue
        spot = _change(world, documents, step, random)
        if spot is None or any(_meet(spot, other) for other in spots):
            return None
        spots.append(spot)
    return Change(documents, *spots[0], others=tuple(spots[1:]))


def _meet(one: Spot, other: Spot) -> bool:
    """Whether one is within the other."""
    shared = min(len(one.path), len(other.path))
    return one.document == other.document and one.path[:shared] == other.path[:shared]


def _change(world: World, documents: Documents, step: Step, random: Random) -> Spot | None:
    """Make one change; None where it changes nothing."""
    pattern, name = step
    if name in FILE_WAYS:
        way, own = FILE_WAYS[name], Random(random.random())
        documents[pattern] = lambda data: way(data, own)
        return Spot(pattern, ())
    places = list_places(world.name)[pattern]
    fitting = [place for place in places if _fits(world, place, name)]
    document, path = random.choice(fitting or places)
    if document != "layout" and documents.get(document) is world.documents[document]:
        documents[document] = json.loads(world.encoded[document])
    if name in DOCUMENT_WAYS:
        changed = DOCUMENT_WAYS[name](world, documents, document, random)
        return Spot(document, ()) if changed else None
    value = get_value(documents, document, path)
    if value is NOTHING or isinstance(documents[document], bytes):
        return None
    place = Place(
        random=random,
        foreign=get_value(world.sibling, document, path),
        alike=[get_value(world.documents, *one) for one in places],
        own=_list_own_texts(world.name),
    )
    changed = WAYS[name](value, place)
    if changed is NOTHING or not _put(documents, document, path, changed):
        return None
    if document != "layout" and document in documents:
        if encode(document, documents[document]) == world.encoded[document]:
            return None
    elif documents.get("layout") == world.documents["layout"] and document in documents:
        return None
    return Spot(document, path, _find_gone(value, changed))


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
