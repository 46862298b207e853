"""What a way to change a value is, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from typing import Any


class Special(Enum):
    """What is no value."""

    NOTHING = "there is no such change of this value"
    REMOVED = "the value is taken out of what holds it"


NOTHING, REMOVED = Special.NOTHING, Special.REMOVED


@dataclass
class Place:
    """Where a value stands: ``foreign`` is what stands there in another election (or NOTHING),
    ``alike`` what stands at places of the same kind, ``own`` all texts of this election."""

    random: Random
    foreign: Any = NOTHING
    alike: list[Any] = field(default_factory=list)
    own: list[str] = field(default_factory=list)


Way = Callable[[Any, Place], Any]
WAYS: dict[str, Way] = {}


def way(kind: str) -> Callable[[Way], Way]:
    """Add a way to change values of a kind: ``any``, ``number``, ``text``, ``list``, ``object``."""

    def add(change: Way) -> Way:
        WAYS[f"{kind}: {change.__name__.replace('_', ' ')}"] = change
        return change

    return add


def add_ways(kind: str, ways: dict[str, Way]) -> None:
    """Add several."""
    WAYS.update({f"{kind}: {name}": change for name, change in ways.items()})


def kind_of(value: Any) -> str:
    """Of which kind a value is; ``other`` are true, false and null."""
    if isinstance(value, bool) or value is None:
        return "other"
    kinds = {int: "number", float: "number", str: "text", list: "list", dict: "object"}
    return kinds.get(type(value), "other")


def list_ways(value: Any) -> list[str]:
    """The names of the ways that a value may have."""
    kind = kind_of(value)
    return [name for name in WAYS if name.split(":")[0] in ("any", kind)]


FileWay = Callable[[bytes, Random], bytes]
FILE_WAYS: dict[str, FileWay] = {}


def add_file_ways(kind: str, ways: dict[str, FileWay]) -> None:
    """Add ways to change the bytes of a whole file: a ``zip`` or a ``tar``."""
    FILE_WAYS.update({f"{kind}: {name}": change for name, change in ways.items()})
