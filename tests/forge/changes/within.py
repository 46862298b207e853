"""Changes within texts that hold JSON: messages of the trustees' ceremony, certificates."""

from __future__ import annotations

import json
from typing import Any

from tests.forge.changes.kinds import NOTHING, REMOVED, WAYS, Place, list_ways, way
from tests.forge.documents import encode


def _list_holders(value: Any) -> list[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    found: list[tuple[Any, Any]] = []
    for key, child in items:
        found += [(value, key), *_list_holders(child)]
    return found


def _change(text: str, place: Place, *, depth: int) -> Any:
    """One value within, in any way; with ``depth``, within a text within."""
    try:
        value = json.loads(text)
    except ValueError:
        return NOTHING
    holders = _list_holders(value)
    if not holders:
        return NOTHING
    holder, key = place.random.choice(holders)
    found = holder[key]
    if depth and isinstance(found, str) and found.startswith("{"):
        changed = _change(found, place, depth=depth - 1)
    else:
        name = place.random.choice([n for n in list_ways(found) if "within" not in n])
        alike = [h[k] for h, k in holders if type(h[k]) is type(found)]
        changed = WAYS[name](found, Place(place.random, NOTHING, alike, place.own))
    if changed is NOTHING:
        return NOTHING
    if changed is REMOVED:
        del holder[key]
    else:
        holder[key] = changed
    return encode("object", value).decode("utf-8", "surrogatepass")


@way("text")
def changed_within(value: str, place: Place) -> Any:
    return _change(value, place, depth=1) if value.startswith("{") else NOTHING


@way("text")
def changed_somewhere_within(value: str, place: Place) -> Any:
    return _change(value, place, depth=0) if value.startswith("{") else NOTHING
