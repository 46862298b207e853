"""Changes of texts that are something else: elements, exponents, hashes, instants."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.forge.changes.kinds import NOTHING, Place, Way, add_ways
from voteapp.protocol.group import get_group

GROUP = get_group("Ed25519")
P = 2**255 - 19
_HEX = re.compile(r"[0-9a-f]{64}\Z")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{43}\Z")
_SCALAR = re.compile(r"[0-9]{20,}\Z")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d\Z")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

_ORDER_TWO = P - 1
_ORDER_EIGHT = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
_SMALL = {
    "the neutral element": 1,
    "order two": _ORDER_TWO,
    "order four": 0,
    "order four, the other": 1 << 255,
    "order eight": _ORDER_EIGHT,
    "the neutral element, not canonical": P + 1,
    "the neutral element with a sign": 1 | 1 << 255,
    "order four, not canonical": P,
    "no point": 2,
    "all ones": 2**256 - 1,
}


def _for_hex(change: Callable[[str], Any]) -> Way:
    return lambda value, place: change(value) if _HEX.match(value) else NOTHING


def _in_both_orders(number: int, place: Place) -> str:
    order = place.random.choice(("big", "little"))
    return number.to_bytes(32, order).hex()  # type: ignore[arg-type]


def _small(number: int) -> Way:
    def change(value: str, place: Place) -> Any:
        return _in_both_orders(number, place) if _HEX.match(value) else NOTHING

    return change


def _of_points(change: Callable[[bytes], bytes]) -> Way:
    """A change of an element as the record writes it, or, if it is none, as RFC 8032 does."""

    def apply(value: str, place: Place) -> Any:
        if not _HEX.match(value):
            return NOTHING
        for text, turn in ((value, False), (bytes.fromhex(value)[::-1].hex(), True)):
            try:
                changed = GROUP.encode(change(GROUP.decode(text)))
            except Exception:
                continue
            return bytes.fromhex(changed)[::-1].hex() if turn else changed
        return NOTHING

    return apply


def _add(number: int) -> Callable[[bytes], bytes]:
    other = number.to_bytes(32, "little")
    return lambda element: GROUP.multiply(element, other)


add_ways("text", {name: _small(number) for name, number in _SMALL.items()})
add_ways(
    "text",
    {
        "the element and order two": _of_points(_add(_ORDER_TWO)),
        "the element and order eight": _of_points(_add(_ORDER_EIGHT)),
        "the inverse element": _of_points(lambda e: GROUP.divide(GROUP.neutral, e)),
        "the element squared": _of_points(lambda e: GROUP.multiply(e, e)),
        "the element and the generator": _of_points(lambda e: GROUP.multiply(e, GROUP.generator)),
        "the generator": _of_points(lambda e: GROUP.generator),
        "the other sign": _for_hex(lambda h: f"{int(h[:2], 16) ^ 0x80:02x}" + h[2:]),
        "bytes turned round": _for_hex(lambda h: bytes.fromhex(h)[::-1].hex()),
        "all zeros": _for_hex(lambda h: "0" * 64),
    },
)

_SCALARS: dict[str, Callable[[int], Any]] = {
    "the exponent one more": lambda x: str((x + 1) % GROUP.order),
    "the exponent one less": lambda x: str((x - 1) % GROUP.order),
    "the negative exponent": lambda x: str(-x % GROUP.order),
    "the exponent with a sign": lambda x: str(x - GROUP.order),
    "the exponent not reduced": lambda x: str(x + GROUP.order),
    "the order": lambda x: str(GROUP.order),
    "the exponent zero": lambda x: "0",
    "the exponent with a leading zero": lambda x: f"0{x}",
    "the exponent in other digits": lambda x: f"{x}".translate(
        {ord("0") + i: 0x0660 + i for i in range(10)}
    ),
    "the exponent of 5,000 digits": lambda x: "9" * 5000,
}
add_ways(
    "text",
    {
        name: lambda v, place, f=f: f(int(v)) if _SCALAR.match(v) else NOTHING
        for name, f in _SCALARS.items()
    },
)


def _spell_base64(text: str) -> str:
    """The same bytes: two bits of the last character say nothing."""
    return text[:-1] + _ALPHABET[_ALPHABET.index(text[-1]) ^ 1]


_BASE64_WAYS: dict[str, Callable[[str], Any]] = {
    "the hash with padding": lambda t: t + "=",
    "the hash for addresses": lambda t: t.replace("+", "-").replace("/", "_"),
    "the hash in another spelling": _spell_base64,
    "another hash": lambda t: "A" * 43,
}
add_ways(
    "text",
    {
        name: lambda v, place, f=f: f(v) if _BASE64.match(v) else NOTHING
        for name, f in _BASE64_WAYS.items()
    },
)

_INSTANTS: dict[str, Callable[[str], Any]] = {
    "a second later": lambda t: t[:17] + f"{(int(t[17:19]) + 1) % 60:02d}" + t[19:],
    "a year later": lambda t: f"{int(t[:4]) + 1}" + t[4:],
    "a year earlier": lambda t: f"{int(t[:4]) - 1}" + t[4:],
    "of 1999": lambda t: "1999" + t[4:],
    "of 2200": lambda t: "2200" + t[4:],
    "of the year 0": lambda t: "0000" + t[4:],
    "of February 30": lambda t: t[:5] + "02-30" + t[10:],
    "of a leap day": lambda t: "2100-02-29" + t[10:],
    "with a leap second": lambda t: t[:17] + "60" + t[19:],
    "at 24 o'clock": lambda t: t[:11] + "24:00:00" + t[19:],
    "in UTC": lambda t: t[:19] + "+00:00",
    "called Zulu": lambda t: t[:19] + "Z",
    "less than nothing from UTC": lambda t: t[:19] + "-00:00",
    "15 hours from UTC": lambda t: t[:19] + "+15:00",
    "14:59 from UTC": lambda t: t[:19] + "+14:59",
    "60 minutes from UTC": lambda t: t[:19] + "+01:60",
    "of the year 9999": lambda t: "9999" + t[4:],
    "of the year 10000": lambda t: "1" + t,
    "before our era": lambda t: "-" + t,
    "in small letters": lambda t: t.lower(),
    "24 hours from UTC": lambda t: t[:19] + "+24:00",
    "an offset without a colon": lambda t: t[:19] + t[19:].replace(":", ""),
    "an offset of hours alone": lambda t: t[:22],
    "an offset with seconds": lambda t: t + ":00",
    "an offset with a long minus": lambda t: t[:19] + t[19:].replace("-", "\u2212"),
    "with a comma": lambda t: t[:19] + ",5" + t[19:],
    "of a day in its year": lambda t: t[:4] + "-325" + t[10:],
    "of a week": lambda t: t[:4] + "-W47-7" + t[10:],
    "of month 13": lambda t: t[:5] + "13" + t[7:],
    "of day 0": lambda t: t[:8] + "00" + t[10:],
    "of minute 60": lambda t: t[:14] + "60" + t[16:],
    "without seconds": lambda t: t[:16] + t[19:],
    "in another zone": lambda t: t[:11] + "00:00:00+14:00",
    "without a zone": lambda t: t[:19],
    "with a fraction": lambda t: t[:19] + ".0" + t[19:],
    "with a space": lambda t: t.replace("T", " "),
    "in other digits": lambda t: "２" + t[1:],
    "a day only": lambda t: t[:10],
}
add_ways(
    "text",
    {
        name: lambda v, place, f=f: f(v) if _INSTANT.match(v) else NOTHING
        for name, f in _INSTANTS.items()
    },
)
