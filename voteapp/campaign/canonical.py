"""Canonical JSON (RFC 8785) of what stands beside the record: docs/formats.md, "Common rules".

Objects are ``msgspec`` structs; every field is always written. A reader parses, writes again and
compares with the same bytes.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec
import rfc8785

from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import MAX_INTEGER
from voteapp.protocol.limits import MAX_OBJECT_BYTES, check_json_limits

T = TypeVar("T")

_INSTANT = re.compile(
    r"(\d{4})-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)"
    r"([+-])(0\d|1[0-4]):([0-5]\d)\Z",
    re.ASCII,
)
FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Of instants: whatever lies outside is a mistake, or there to mislead."""
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of every object beside the record."""


def encode_canonical(value: Any) -> bytes:
    """Write a struct, mapping or list as RFC 8785 says; raises MisuseError for text or numbers
    that cannot stand in canonical JSON."""
    try:
        return rfc8785.dumps(msgspec.to_builtins(value))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise MisuseError(f"cannot be written as canonical JSON: {type(error).__name__}") from None


def decode_strict(
    data: bytes, wanted: type[T], code: str, what: str, most: int = MAX_OBJECT_BYTES
) -> T:
    """Read canonical JSON of at most ``most`` bytes into ``wanted``; raises ProtocolError with
    ``code``.

    Unknown or missing fields, numbers outside 0 to 2^31 - 1 and any other spelling of the same
    value fail.
    """
    check_json_limits(data, code, what, most)
    try:
        value = msgspec.json.decode(data, type=wanted)
        again = rfc8785.dumps(msgspec.to_builtins(value))
    except msgspec.ValidationError as error:
        raise ProtocolError(code, f"{what}: {error}") from None
    except (msgspec.DecodeError, rfc8785.CanonicalizationError, UnicodeError) as error:
        raise ProtocolError(code, f"{what}: malformed JSON ({type(error).__name__})") from None
    except (RecursionError, OverflowError):
        raise ProtocolError(code, f"{what}: nested too deeply or numbers too large") from None
    if again != data:
        raise ProtocolError(code, f"{what} is not canonical JSON (RFC 8785)")
    return value


def check_count(number: int, code: str, what: str, *, least: int = 0) -> None:
    """Require ``least <= number < 2^31``; raises ProtocolError with ``code``."""
    if not least <= number < MAX_INTEGER:
        raise ProtocolError(code, f"{what} is out of range")


def parse_instant(text: str, code: str = "manifest-schedule", first_year: int = FIRST_YEAR) -> int:
    """Seconds from 1970-01-01 UTC of an ISO 8601 instant with seconds and offset.

    Raises ProtocolError with ``code``, also before ``first_year`` and after 2199. Written out by
    hand because no clock, and no module that holds one, comes into this package.
    """
    match = _INSTANT.match(text)
    if match is None or text.endswith("-00:00"):
        raise ProtocolError(code, f"{text[:40]!r} is not an instant with seconds and offset")
    year, month, day, hour, minute, second = (int(match[i]) for i in range(1, 7))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= day <= _DAYS[month - 1] + (month == 2 and leap):
        raise ProtocolError(code, f"{text!r} is not a day of the calendar")
    if not first_year <= year <= LAST_YEAR:
        raise ProtocolError(code, f"{text!r} is not in the years {first_year} to {LAST_YEAR}")
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400 - 719162
    days += sum(_DAYS[: month - 1]) + (month > 2 and leap) + day - 1
    offset = int(match[8]) * 3600 + int(match[9]) * 60
    local = days * 86400 + hour * 3600 + minute * 60 + second
    return local - offset if match[7] == "+" else local + offset
