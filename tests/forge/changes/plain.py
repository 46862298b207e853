"""Changes of any value, of numbers, and of plain text."""

from __future__ import annotations

import copy
import unicodedata
from typing import Any

from tests.forge.changes.kinds import NOTHING, REMOVED, Place, add_ways, way
from tests.forge.documents import write_literal

_VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "false": False,
    "zero": 0,
    "one": 1,
    "empty text": "",
    "empty list": [],
    "empty object": {},
    "removed": REMOVED,
}
add_ways("any", {name: lambda value, place, v=v: copy.copy(v) for name, v in _VALUES.items()})


@way("any")
def of_another_election(value: Any, place: Place) -> Any:
    return copy.deepcopy(place.foreign)


@way("any")
def of_its_neighbour(value: Any, place: Place) -> Any:
    others = [one for one in place.alike if one != value]
    return copy.deepcopy(place.random.choice(others)) if others else NOTHING


@way("any")
def in_a_list(value: Any, place: Place) -> Any:
    return [copy.deepcopy(value)]


@way("any")
def in_an_object(value: Any, place: Place) -> Any:
    return {"value": copy.deepcopy(value)}


@way("any")
def nested_deeply(value: Any, place: Place) -> Any:
    depth = place.random.choice((70, 3000))
    return write_literal("[" * depth + "]" * depth)


_NUMBERS: dict[str, Any] = {
    "one more": lambda n: n + 1,
    "one less": lambda n: n - 1,
    "doubled": lambda n: 2 * n,
    "negative": lambda n: -n - 1,
    "31 bits": lambda n: 2**31 - 1,
    "32 bits": lambda n: 2**31,
    "all of 53 bits": lambda n: 2**53 - 1,
    "53 bits": lambda n: 2**53,
    "beyond 53 bits": lambda n: write_literal(str(2**53 + 1)),
    "beyond 64 bits": lambda n: write_literal(str(2**64 + n)),
    "of 400 digits": lambda n: write_literal("1" + "0" * 400),
    "infinite": lambda n: write_literal("1e999"),
    "not a number": lambda n: write_literal("NaN"),
    "half more": lambda n: n + 0.5,
    "as text": str,
    "with a point": lambda n: write_literal(f"{n}.0"),
    "with an exponent": lambda n: write_literal(f"{n}e0"),
    "with a large exponent sign": lambda n: write_literal(f"{n}E+0"),
    "ten times less, by its exponent": lambda n: write_literal(f"{n}0e-1"),
    "with nothing behind the point": lambda n: write_literal(f"{n}."),
    "in base 16": lambda n: write_literal(hex(n)),
    "with zeros behind the point": lambda n: write_literal(f"{n}.{'0' * 30}"),
    "hardly more": lambda n: write_literal(f"{n}.{'0' * 20}1"),
    "with a leading zero": lambda n: write_literal(f"0{n}"),
    "with a plus": lambda n: write_literal(f"+{n}"),
    "minus zero": lambda n: write_literal("-0"),
}
add_ways("number", {name: lambda v, place, f=f: f(v) for name, f in _NUMBERS.items()})

_LOOKALIKES = str.maketrans("aceopxyABCEHIKMNOPTX0123", "асеорхуАВСЕНІКМΝОРТХ０１２３")


def _escape(text: str) -> Any:
    if not text or ord(text[0]) > 0xFFFF:
        return NOTHING
    body = json_body(text[1:])
    return write_literal(f'"\\u{ord(text[0]):04x}{body}"')


def json_body(text: str) -> str:
    """A text as it stands between quotation marks."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _swap(text: str, place: Place) -> Any:
    if len(text) < 2:
        return NOTHING
    i = place.random.randrange(len(text) - 1)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def _flip(text: str, place: Place) -> Any:
    if not text:
        return NOTHING
    i = place.random.randrange(len(text))
    return text[:i] + ("1" if text[i] == "0" else "0") + text[i + 1 :]


_TEXTS: dict[str, Any] = {
    "another character": _flip,
    "swapped characters": _swap,
    "one more character": lambda t, p: t + p.random.choice("0az"),
    "one less character": lambda t, p: t[:-1] if t else NOTHING,
    "doubled": lambda t, p: t + t,
    "upper case": lambda t, p: t.upper(),
    "lower case": lambda t, p: t.lower(),
    "a space before": lambda t, p: " " + t,
    "a space behind": lambda t, p: t + " ",
    "a line end": lambda t, p: t + "\n",
    "a line end of Windows": lambda t, p: t + "\r\n",
    "a line end before": lambda t, p: "\n" + t,
    "a zero-width joiner": lambda t, p: t[:1] + "\u200d" + t[1:],
    "composed otherwise": lambda t, p: unicodedata.normalize("NFKC", t + "ﬁ\u212b"),
    "of no characters": lambda t, p: t[:1] + "\uffff\ufdd0" + t[1:],
    "a next line": lambda t, p: t + "\x85",
    "a hard space": lambda t, p: t + "\xa0",
    "with a sign of base 16": lambda t, p: "0x" + t,
    "half": lambda t, p: t[: len(t) // 2] if len(t) > 1 else NOTHING,
    "quoted": lambda t, p: f'"{t}"',
    "escaped in part": lambda t, p: write_literal(f'"{json_body(t)}\\u0041"'),
    "with an escaped slash": lambda t, p: write_literal(f'"{json_body(t)}\\/"'),
    "in capitals of base 16": lambda t, p: write_literal(f'"{json_body(t)}\\u00E9"'),
    "a zero byte": lambda t, p: t + "\0",
    "a delete character": lambda t, p: t + "\x7f",
    "a byte order mark": lambda t, p: "\ufeff" + t,
    "a right-to-left mark": lambda t, p: t + "\u202e",
    "a zero-width space": lambda t, p: t[:1] + "\u200b" + t[1:],
    "a line separator": lambda t, p: t + "\u2028",
    "lookalikes": lambda t, p: t.translate(_LOOKALIKES),
    "decomposed": lambda t, p: unicodedata.normalize("NFD", t + "é"),
    "beyond the first plane": lambda t, p: t + "\U0001f5f3",
    "a lone high surrogate": lambda t, p: write_literal(f'"{json_body(t)}\\ud800"'),
    "a lone low surrogate": lambda t, p: write_literal(f'"{json_body(t)}\\udc00"'),
    "swapped surrogates": lambda t, p: write_literal(f'"{json_body(t)}\\udc00\\ud800"'),
    "escaped": lambda t, p: _escape(t),
    "an invalid escape": lambda t, p: write_literal(f'"{json_body(t)}\\x41"'),
    "a raw tab": lambda t, p: write_literal(f'"{json_body(t)}\t"'),
    "the name of a prototype": lambda t, p: p.random.choice(("__proto__", "constructor")),
    "long": lambda t, p: t + "x" * 70_000,
    "another text of the election": lambda t, p: p.random.choice(p.own) if p.own else NOTHING,
}
add_ways("text", _TEXTS)
