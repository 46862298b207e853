"""Changes of lists and objects: what is in them doubled, moved, exchanged, taken out, put in."""

from __future__ import annotations

import copy
import json
from typing import Any

from tests.forge.changes.kinds import NOTHING, Place, kind_of, way
from tests.forge.documents import write_literal


def _pick(value: list[Any], place: Place) -> int:
    return place.random.randrange(len(value))


@way("list")
def the_first_taken_out(value: list[Any], place: Place) -> Any:
    return value[1:] if value else NOTHING


@way("list")
def the_last_taken_out(value: list[Any], place: Place) -> Any:
    return value[:-1] if len(value) > 1 else NOTHING


@way("list")
def one_taken_out(value: list[Any], place: Place) -> Any:
    i = _pick(value, place) if len(value) > 2 else 0
    return value[:i] + value[i + 1 :] if i else NOTHING


@way("list")
def one_doubled(value: list[Any], place: Place) -> Any:
    if not value:
        return NOTHING
    i = _pick(value, place)
    return [*value[: i + 1], copy.deepcopy(value[i]), *value[i + 1 :]]


@way("list")
def one_doubled_at_the_end(value: list[Any], place: Place) -> Any:
    return [*value, copy.deepcopy(value[_pick(value, place)])] if value else NOTHING


@way("list")
def turned_round(value: list[Any], place: Place) -> Any:
    return value[::-1] if len(value) > 1 else NOTHING


@way("list")
def neighbours_swapped(value: list[Any], place: Place) -> Any:
    if len(value) < 2:
        return NOTHING
    i = place.random.randrange(len(value) - 1)
    return [*value[:i], value[i + 1], value[i], *value[i + 2 :]]


@way("list")
def the_first_moved_to_the_end(value: list[Any], place: Place) -> Any:
    return [*value[1:], value[0]] if len(value) > 2 else NOTHING


@way("list")
def one_replaced_by_another(value: list[Any], place: Place) -> Any:
    if len(value) < 2:
        return NOTHING
    i, j = place.random.sample(range(len(value)), 2)
    return [*value[:i], copy.deepcopy(value[j]), *value[i + 1 :]]


@way("list")
def null_put_in(value: list[Any], place: Place) -> Any:
    return [*value, None]


@way("list")
def an_unknown_thing_put_in(value: list[Any], place: Place) -> Any:
    return [*value, "x"]


@way("list")
def one_of_another_election_put_in(value: list[Any], place: Place) -> Any:
    if not isinstance(place.foreign, list) or not place.foreign:
        return NOTHING
    return [*value, copy.deepcopy(place.random.choice(place.foreign))]


@way("list")
def two_texts_joined(value: list[Any], place: Place) -> Any:
    """What is joined by the same sign is the same as before, though it is another list."""
    texts = [i for i in range(len(value) - 1) if all(isinstance(v, str) for v in value[i : i + 2])]
    if not texts:
        return NOTHING
    i = place.random.choice(texts)
    sign = place.random.choice((",", ",", "|", "", "\n"))
    return [*value[:i], value[i] + sign + value[i + 1], *value[i + 2 :]]


@way("list")
def a_text_parted(value: list[Any], place: Place) -> Any:
    texts = [i for i, one in enumerate(value) if isinstance(one, str) and len(one) > 1]
    if not texts:
        return NOTHING
    i = place.random.choice(texts)
    middle = place.random.randrange(1, len(value[i]))
    return [*value[:i], value[i][:middle], value[i][middle:], *value[i + 1 :]]


@way("list")
def many_times(value: list[Any], place: Place) -> Any:
    return value * 50 if value else NOTHING


@way("list")
def fields_exchanged(value: list[Any], place: Place) -> Any:
    """The same field of two: proofs, signatures, names."""
    if len(value) < 2 or not all(isinstance(one, dict) and one for one in value):
        return NOTHING
    i, j = place.random.sample(range(len(value)), 2)
    name = place.random.choice(list(value[i]))
    if value[j].get(name, NOTHING) in (NOTHING, value[i][name]):
        return NOTHING
    changed = copy.deepcopy(value)
    changed[i][name], changed[j][name] = changed[j][name], changed[i][name]
    return changed


def _put(value: dict[str, Any], name: str, put: Any) -> dict[str, Any]:
    return {**copy.deepcopy(value), name: put}


def _rename(value: dict[str, Any], old: str, new: str) -> Any:
    if new == old or new in value:
        return NOTHING
    return {new if name == old else name: one for name, one in value.items()}


@way("object")
def an_unknown_field(value: dict[str, Any], place: Place) -> Any:
    return _put(value, "zz", 1)


@way("object")
def a_field_named_as_a_prototype(value: dict[str, Any], place: Place) -> Any:
    name = place.random.choice(("__proto__", "constructor", "toString", "hasOwnProperty"))
    return _put(value, name, place.random.choice(({}, "x", None, 1)))


@way("object")
def a_field_with_the_name_of_a_number(value: dict[str, Any], place: Place) -> Any:
    return _put(value, place.random.choice(("0", "1", "-1", "")), 1)


@way("object")
def renamed_as_a_prototype(value: dict[str, Any], place: Place) -> Any:
    if not value:
        return NOTHING
    return _rename(value, place.random.choice(list(value)), "__proto__")


@way("object")
def renamed_in_capitals(value: dict[str, Any], place: Place) -> Any:
    if not value:
        return NOTHING
    old = place.random.choice(list(value))
    return _rename(value, old, old.capitalize())


@way("object")
def renamed_to_a_lookalike(value: dict[str, Any], place: Place) -> Any:
    if not value:
        return NOTHING
    old = place.random.choice(list(value))
    return _rename(value, old, old + "\u0301")


@way("object")
def renamed_to_a_lone_surrogate(value: dict[str, Any], place: Place) -> Any:
    if not value:
        return NOTHING
    return _rename(value, place.random.choice(list(value)), "\ud800")


@way("object")
def a_field_taken_out(value: dict[str, Any], place: Place) -> Any:
    if not value:
        return NOTHING
    gone = place.random.choice(list(value))
    return {name: one for name, one in value.items() if name != gone}


@way("object")
def a_field_said_twice(value: dict[str, Any], place: Place) -> Any:
    """The second time as the first, or otherwise: parsers take the one or the other."""
    numbers = [name for name, one in value.items() if kind_of(one) == "number"]
    if not numbers:
        return NOTHING
    name = place.random.choice(numbers)
    other = value[name] + place.random.choice((0, 1))
    return _put(value, name, write_literal(f'{other},"{name}":{value[name]}'))


@way("object")
def a_field_of_any_kind_said_twice(value: dict[str, Any], place: Place) -> Any:
    """Once more as it is or as another's is, its name escaped or not."""
    if not value:
        return NOTHING
    name, other = (place.random.choice(list(value)) for _ in range(2))
    written = [json.dumps(value[one], separators=(",", ":")) for one in (name, other)]
    place.random.shuffle(written)
    first, second = written
    spelled = name if place.random.random() < 0.5 else f"\\u{ord(name[0]):04x}{name[1:]}"
    if not name or '"' in name or ord(name[0]) > 0xFFFF:
        return NOTHING
    return _put(value, name, write_literal(f'{first},"{spelled}":{second}'))


@way("object")
def fields_in_another_order(value: dict[str, Any], place: Place) -> Any:
    names = list(value)
    place.random.shuffle(names)
    return {name: value[name] for name in names}


@way("object")
def two_fields_exchanged(value: dict[str, Any], place: Place) -> Any:
    pairs = [
        (a, b)
        for a in value
        for b in value
        if a < b and kind_of(value[a]) == kind_of(value[b]) and value[a] != value[b]
    ]
    if not pairs:
        return NOTHING
    a, b = place.random.choice(pairs)
    return {**value, a: value[b], b: value[a]}


@way("object")
def a_field_moved_into_another(value: dict[str, Any], place: Place) -> Any:
    inner = [name for name, one in value.items() if isinstance(one, dict)]
    if len(value) < 2 or not inner:
        return NOTHING
    into = place.random.choice(inner)
    moved = place.random.choice([name for name in value if name != into])
    kept = {name: one for name, one in value.items() if name != moved}
    return {**kept, into: {**value[into], moved: value[moved]}}
