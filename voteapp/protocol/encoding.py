"""Bytes on the wire: canonical JSON, hashes, numbers.

Belenios specification, sections "Conventions" and "Basic types". Values are ``msgspec`` structs
whose fields stand in the order that the specification gives, so that one definition says both
what may stand in an object and how it is written.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from voteapp.errors import ProtocolError
from voteapp.protocol.limits import MAX_OBJECT_BYTES, check_json_limits

RandomBytes = Callable[[int], bytes]
"""A source of randomness: ``random_bytes(n)`` returns n bytes."""

T = TypeVar("T")

MAX_INTEGER = 2**31
"""Small integers of the record are below this bound."""

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

_HEX = re.compile(r"[0-9a-f]*\Z")
_UUID = re.compile(rf"[{BASE58}]{{14,64}}\Z")


def encode_json(value: Any) -> bytes:
    """Write a value as the independent implementation's JSON writer does.

    Compact; fields in the order of the struct or mapping; short escapes, other control
    characters as lower-case ``\\u00xx``, DEL as ``\\u007f``, everything else raw UTF-8.
    Raises ProtocolError ``encoding`` for text that is not valid Unicode (lone surrogates).
    """
    builtins = msgspec.to_builtins(value)
    text = json.dumps(builtins, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        return text.replace("\x7f", "\\u007f").encode("utf-8")
    except UnicodeEncodeError:
        raise ProtocolError("encoding", "text contains a lone surrogate") from None


def decode_json(
    data: bytes, wanted: type[T], code: str, what: str, most: int = MAX_OBJECT_BYTES
) -> T:
    """Parse JSON of at most ``most`` bytes into ``wanted`` without comparing its bytes.

    Errors carry ``code``.

    What ``wanted`` does not look at must be sound all the same: other parsers read it. None of our
    objects has a field without a name, which JavaScript's reader marks large numbers with. Of what
    stands twice in an object the last holds, whatever stood there before.
    """
    check_json_limits(data, code, what, most)
    if b'{"":' in data:
        raise ProtocolError(code, f"{what}: malformed JSON")
    try:
        data.decode("utf-8")
        return _parse(data, wanted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, OverflowError) as error:
        detail = str(error) if isinstance(error, msgspec.ValidationError) else "malformed JSON"
        raise ProtocolError(code, f"{what}: {detail}") from None


def _parse(data: bytes, wanted: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=wanted)
    except msgspec.ValidationError:
        # It looked at every value that stands there; JavaScript sees the last of each name only.
        return msgspec.convert(msgspec.json.decode(data), wanted)


def decode_canonical(
    data: bytes, wanted: type[T], code: str, what: str, most: int = MAX_OBJECT_BYTES
) -> T:
    """Parse JSON of at most ``most`` bytes into ``wanted`` and require the canonical bytes.

    Duplicate keys, spaces, another order of fields, unknown fields and other spellings of the
    same text all fail, because re-encoding gives other bytes.
    Raises ProtocolError with ``code``.
    """
    value = decode_json(data, wanted, code, what, most)
    if encode_json(value) != data:
        raise ProtocolError(code, f"{what} is not in canonical form")
    return value


def hash_hex(data: bytes) -> str:
    """SHA-256 as 64 lower-case hex digits: names of objects and references to them."""
    return hashlib.sha256(data).hexdigest()


def hash_base64(data: bytes) -> str:
    """SHA-256 in base64 without padding: election fingerprints, ballot hashes, trackers."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode("ascii").rstrip("=")


def hex_to_base64(digest: str) -> str:
    """Turn a hash from its hex form into base64 without padding."""
    return base64.b64encode(bytes.fromhex(digest)).decode("ascii").rstrip("=")


def hash_to_integer(text: str) -> int:
    """SHA-256 of the UTF-8 text as a 256-bit big-endian number, not yet reduced."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest(), "big")


def is_hex(text: str, size: int) -> bool:
    """Whether ``text`` is ``size`` bytes as lower-case hex."""
    return len(text) == 2 * size and _HEX.match(text) is not None


def is_hash(text: str) -> bool:
    """Whether ``text`` has the form of a hash: 64 lower-case hex digits."""
    return is_hex(text, 32)


def is_uuid(text: str) -> bool:
    """Whether ``text`` has the form of an election's uuid: 14 to 64 Base58 characters."""
    return _UUID.match(text) is not None


def encode_base58(number: int, length: int) -> str:
    """The number's lowest ``length`` digits in base 58, least significant first."""
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 58)
        digits.append(BASE58[digit])
    return "".join(digits)


def create_uuid(random_bytes: RandomBytes) -> str:
    """Draw a uuid of 14 Base58 characters (Belenios specification, "Basic types")."""
    return encode_base58(int.from_bytes(random_bytes(32), "big"), 14)
