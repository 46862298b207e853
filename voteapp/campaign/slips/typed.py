"""What people type or paste where a code is asked for: what is dropped, what is read as what.

The same as ``static/js/campaign/slips/typed.js``; tests/vectors-deterministic/typed-tokens.json.
"""

from __future__ import annotations

import re
import unicodedata

READ_AS = {"I": "1", "L": "1", "O": "0"}
"""Letters that the alphabet of codes leaves out, because people take them for digits. U is left
out as well, and is never read as V: nobody can tell which of the two was meant."""

_DROPPED = ("Pd", "Pc", "Pi", "Pf", "Zs", "Zl", "Zp", "Cc", "Cf")
_SIGNS = frozenset(".,'\"`´·•‧・。、′″−")
_HASH = re.compile(r"#|%(?:25)*23")


def find_code(text: str) -> str:
    """Where a whole address was pasted, what stands behind its ``#`` or ``%23``; else the text."""
    *address, code = _HASH.split(text)
    return code.rstrip("/ \t\r\n") if address else text


def drop_separators(text: str) -> str:
    """What was typed, in upper case and in the digits 0 to 9: without spaces, dashes, dots,
    underscores and quotation marks of any kind."""
    plain = unicodedata.normalize("NFKC", _drop(text)).upper()
    return "".join(_read_digit(character) for character in _drop(plain))


def _drop(text: str) -> str:
    return "".join(c for c in text if c not in _SIGNS and unicodedata.category(c) not in _DROPPED)


def _read_digit(character: str) -> str:
    """A digit of any script as one of 0 to 9; anything else as it is."""
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
